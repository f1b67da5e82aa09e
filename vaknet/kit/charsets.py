"""Bytes of a page of somebody else, as text."""

import codecs
import re

# Those of the web. Python knows others by name too, with which a page can stop us (punycode takes
# minutes for a page) or that raise whatever one asks for (idna, undefined).
OF_THE_WEB = ("utf", "ascii", "iso8859", "cp125", "koi8", "gb", "big5", "euc_", "shift_jis")
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)


def decoded(content: bytes, charset: str = "") -> str:
    """`charset`: what the server said, else what the page says, else UTF-8. Never fails."""
    return content.decode(_known(charset or _declared(content)), "replace")


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:1024])
    return found[1].decode("ascii", "replace") if found else ""


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if name.startswith(OF_THE_WEB) else "utf-8"
