"""Links on a page with which its owner says: that is me too (rel="me", microformats.org)."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TAGS = {"a", "area", "link"}


def links_of_me(html: str, *, address: str) -> set[str]:
    """Where they lead, `plain_address` of each. `address`: that of the page."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.found


def plain_address(url: str) -> str:
    """One spelling for addresses that people take for the same: no scheme, www, end or fragment."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"}:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        rel = (given.get("rel") or "").lower().split()
        if tag not in TAGS or "me" not in rel or not given.get("href"):
            return
        try:
            plain = plain_address(urljoin(self.address, given["href"] or ""))
        except ValueError:
            return
        self.found |= {plain} - {""}
