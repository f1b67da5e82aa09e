"""Addresses on the web, whole or in part."""

from urllib.parse import urljoin, urlsplit


def joined(address: str, link: str) -> str:
    """Where `link` on the page at `address` leads. What makes no sense stays as it is."""
    try:
        return urljoin(address, link)
    except ValueError:
        return link


def is_whole(address: str) -> bool:
    """Whether it is the address of a page, from wherever it is read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
