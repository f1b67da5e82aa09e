"""What goes into a text of ours before others read it: only what a guest of ours reads too."""

from html import escape
from urllib.parse import urlsplit

import nh3

from vaknet.engine.activitypub.origins import same_origin
from vaknet.kit.foreign_html import TAGS
from vaknet.kit.markdown import link_names

SCHEMES = {"http", "https", "mailto", "tel"}


def for_others(html: str, *, ours: str) -> str:
    """The words as they are, without names that are links and without links to pages of our own:
    most of these are for members, and an address that is kept elsewhere tells that it is there."""

    def leads_outside(_tag: str, name: str, value: str) -> str | None:
        if name != "href":
            return value
        if urlsplit(value).scheme in {"mailto", "tel"}:
            return value
        return None if _is_ours(value, ours) else value

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


def _is_ours(address: str, ours: str) -> bool:
    """Also what says no host: that is one of ours wherever it stands."""
    return not urlsplit(address).netloc or same_origin(address, ours)
