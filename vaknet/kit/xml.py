"""Text that XML can hold."""

import re

# XML 1.0 has no way to write these, not even escaped; one of them spoils the whole file.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Without control characters, halves of pairs, and the two that are no characters at all."""
    return _FORBIDDEN.sub("", text)
