"""Addresses of pages and files, as text or as Link, alone or several."""

from dataclasses import dataclass

from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import is_page


@dataclass(frozen=True)
class Link:
    """Something at an address of the web; nothing says that it is there, or what it is."""

    href: str
    media_type: str = ""
    rel: str = ""
    width: int | None = None
    height: int | None = None


def pages(fields: Fields, name: str) -> tuple[Link, ...]:
    """Those there, without those that are no address of the web."""
    if fields.value.get(name) is None:
        return ()
    found = (_link(one, fields) for one in fields.items(name))
    return tuple(link for link in found if link is not None)


def page(fields: Fields, name: str = "url") -> str | None:
    """Of several the one for people."""
    found = pages(fields, name)
    best = sorted(found, key=lambda link: link.media_type not in {"", "text/html"})
    return best[0].href if best else None


def _link(one: object, around: Fields) -> Link | None:
    if isinstance(one, str):
        return Link(one) if is_page(one) else None
    fields = Fields(one if isinstance(one, dict) else {}, around.test_hosts)
    href = fields.value.get("href")
    if not isinstance(href, str) or not is_page(href):
        return None
    return Link(
        href,
        fields.text("mediaType", longest=100).lower(),
        " ".join(one for one in fields.items("rel") if isinstance(one, str))[:100],
        fields.count("width"),
        fields.count("height"),
    )
