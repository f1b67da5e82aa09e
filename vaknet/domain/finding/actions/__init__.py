"""Keeping the finder up to date. All of it is derived, and can be made anew at any time."""

from datetime import datetime

from vaknet.domain.finding.actions.indexing import (
    erase_passages,
    index,
    take_over_passages,
    write_all_passages,
)
from vaknet.domain.finding.actions.meaning import read_meaning, read_unread
from vaknet.domain.finding.actions.rebuilding import rebuild
from vaknet.domain.finding.spoken import unread_sessions

# Below this a search reads all passages from the database and needs no files.
SMALL = 100

__all__ = [
    "erase_passages",
    "index",
    "index_everything",
    "index_held_sessions",
    "read_meaning",
    "read_unread",
    "rebuild",
    "take_over_passages",
    "write_all_passages",
]


def index_held_sessions(*, at: datetime) -> list[int]:
    """What was held since this ran last. Gives back the numbers of its passages."""
    return [pk for session in unread_sessions(at) for pk in index(session)]


def index_everything() -> int:
    """Make every passage and, in a network of some size, the index files anew."""
    written = write_all_passages()
    if written > SMALL:
        rebuild()
    return written
