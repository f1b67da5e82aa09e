"""Words of others, on one line."""

import unicodedata

LONGEST_SOURCE = 5_000


def plain(text: str, longest: int) -> str:
    """On one line, without what turns the direction of writing or cannot be seen."""
    kept = " ".join(text[:LONGEST_SOURCE].split())
    if not (kept.isascii() and kept.isprintable()):
        composed = unicodedata.normalize("NFC", kept)
        kept = "".join(one for one in composed if unicodedata.category(one)[0] != "C").strip()
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"
