"""A report for another network."""

from collections.abc import Sequence

CONTEXT = "https://www.w3.org/ns/activitystreams"


def flag(flag_id: str, *, actor: str, objects: Sequence[str], words: str) -> dict[str, object]:
    """As Mastodon sends and reads it: first who it is about, then what she wrote."""
    return {
        "@context": CONTEXT,
        "id": flag_id,
        "type": "Flag",
        "actor": actor,
        "object": list(objects),
        "content": words,
    }
