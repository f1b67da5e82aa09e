"""The verbs of leaving."""

from vaknet.domain.leaving.actions.archives import (
    ask_archive,
    finish_archive,
    forget_archives,
    give_up_archive,
    note_progress,
)
from vaknet.domain.leaving.actions.bringing import bring_along
from vaknet.domain.leaving.actions.closing import (
    carry_out_closures,
    close_account,
    close_for,
    reopen_account,
)
from vaknet.domain.leaving.actions.merging import merge_accounts, take_over_late

__all__ = [
    "ask_archive",
    "bring_along",
    "carry_out_closures",
    "close_account",
    "close_for",
    "finish_archive",
    "forget_archives",
    "give_up_archive",
    "merge_accounts",
    "note_progress",
    "reopen_account",
    "take_over_late",
]
