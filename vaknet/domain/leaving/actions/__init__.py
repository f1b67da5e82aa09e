"""The verbs of leaving."""

from vaknet.domain.leaving.actions.archives import (
    ask_archive,
    finish_archive,
    forget_archives,
    give_up_archive,
    note_progress,
)

__all__ = [
    "ask_archive",
    "finish_archive",
    "forget_archives",
    "give_up_archive",
    "note_progress",
]
