"""Keeping what can be found as it is at its source, and searches that people keep."""

from vaknet.domain.searching.actions.indexing import (
    erase_searches,
    forget_words,
    index,
    index_everything,
    take_over_searches,
)
from vaknet.domain.searching.actions.saving import (
    delete_search,
    look_again,
    mark_seen,
    pause_search,
    resume_search,
    save_search,
)

__all__ = [
    "delete_search",
    "erase_searches",
    "forget_words",
    "index",
    "index_everything",
    "look_again",
    "mark_seen",
    "pause_search",
    "resume_search",
    "save_search",
    "take_over_searches",
]
