"""What goes into a text of ours before others read it: only what a guest of ours reads too."""

from html import escape
from urllib.parse import urlsplit

import nh3

from vaknet.kit.foreign_html import TAGS
from vaknet.kit.markdown import link_names

SCHEMES = {"http", "https", "mailto", "tel"}


def for_others(html: str, *, ours: str) -> str:
    """The words as they are, without names that are links and without links to pages of our own:
    most of these are for members, and an address that is kept elsewhere tells that it is there."""

    own_host = urlsplit(ours).hostname

    def leads_outside(_tag: str, name: str, value: str) -> str | None:
        return value if name != "href" or _is_elsewhere(value, own_host) else None

    return nh3.clean(
        link_names(html, {}),
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=leads_outside,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener ugc",
    ).strip()


def paragraphs(*lines: str) -> str:
    """Plain words as HTML; a line of nothing is left out."""
    return "".join(
        f"<p>{escape(line).replace(chr(10), '<br>')}</p>" for line in lines if line.strip()
    )


def _is_elsewhere(address: str, own_host: str | None) -> bool:
    """Not what says no host, by whatever scheme: that is one of ours wherever it stands."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in {"mailto", "tel"}:
        return True
    return parts.scheme != "" and parts.hostname not in {None, own_host}
