"""Keeping the finder up to date. All of it is derived, and can be made anew at any time."""

from vaknet.domain.finding.actions.indexing import (
    erase_passages,
    index,
    take_over_passages,
    write_all_passages,
)
from vaknet.domain.finding.actions.meaning import read_meaning, read_unread
from vaknet.domain.finding.actions.rebuilding import rebuild

# Below this a search reads all passages from the database and needs no files.
SMALL = 100

__all__ = [
    "erase_passages",
    "index",
    "index_everything",
    "read_meaning",
    "read_unread",
    "rebuild",
    "take_over_passages",
    "write_all_passages",
]


def index_everything() -> int:
    """Make every passage and, in a network of some size, the index files anew."""
    written = write_all_passages()
    if written > SMALL:
        rebuild()
    return written
