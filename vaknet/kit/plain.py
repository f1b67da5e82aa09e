"""Words of others, on one line."""

import unicodedata

LONGEST_SOURCE = 5_000


def plain(text: str, longest: int) -> str:
    """On one line, without what turns the direction of writing or cannot be seen.

    Of what comes out it makes the same once more: others compare with it.
    """
    kept = " ".join(text[:LONGEST_SOURCE].split())
    if not (kept.isascii() and kept.isprintable()):
        seen = "".join(one for one in kept if unicodedata.category(one)[0] != "C")
        kept = " ".join(unicodedata.normalize("NFC", seen).split())
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"
