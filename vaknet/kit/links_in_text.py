"""Which page elsewhere a text leads to, if it is one that a machine may look at."""

import html
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, urldefrag, urlsplit

LONGEST = 1000
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"|(https?://[^\s<>"]+)', re.IGNORECASE)
_ENDS = ".,;:!?'’”»*_"
# Who has the address of such a page gets in with it. Rather one too many: then there is no preview.
_SECRET = re.compile(
    r"token|secret|pass|pwd|passw|wachtwoord|session|sess|sid$|sig|key|auth|code|jwt|otp|ticket"
    r"|credential|hash|nonce|invit|reset|magic|confirm|verify|unsubscribe|^(pw|st|pin)$",
    re.IGNORECASE,
)
SCHEMES = ("http", "https")


def first_page(text: str, title: str = "", *, ours: str) -> str:
    """The first address in the HTML of a `text`, or else in its `title`, without its fragment.

    Empty when there is none. Passed over: what is `ours`, what is no address of a page, and what
    lets in whoever has it.
    """
    if "://" not in text and "://" not in title:
        return ""
    found = (*_addresses(_CODE.sub(" ", text)), *_addresses(html.escape(title)))
    return next((urldefrag(one).url for one in found if may_be_looked_at(one, ours=ours)), "")


def may_be_looked_at(address: str, *, ours: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme not in SCHEMES or not parts.hostname or len(address) > LONGEST:
        return False
    if "@" in parts.netloc or _is_secret(parts) or is_at(address, ours):
        return False
    return address.isascii() and address.isprintable()


def is_at(address: str, site: str) -> bool:
    """Whether it is an address of that site."""
    try:
        here, there = urlsplit(address), urlsplit(site)
        return (here.hostname, _port(here)) == (there.hostname, _port(there))
    except ValueError:
        return False


def _addresses(text: str) -> Iterator[str]:
    for href, bare in _LINK.findall(text):
        yield html.unescape(href) or _bare(html.unescape(bare))


def _bare(address: str) -> str:
    """Without what ends the sentence; a bracket belongs to it when it was opened in it."""
    tidy = address.rstrip(_ENDS)
    while tidy.endswith(")") and tidy.count(")") > tidy.count("("):
        tidy = tidy[:-1].rstrip(_ENDS)
    return tidy


def _port(parts: SplitResult) -> int:
    """Of the web it is one and the same place, with a lock or without."""
    port = parts.port or 443
    return 443 if port == 80 else port


def _is_secret(parts: SplitResult) -> bool:
    given = f"{parts.query}&{parts.fragment}".replace(";", "&")
    names = [name for name, _value in parse_qsl(given, keep_blank_values=True)]
    return any(map(_SECRET.search, names)) or "sessionid=" in parts.path.lower()
