"""What may happen with polls."""

from vaknet.domain.surveys.actions.archive import keep_poll
from vaknet.domain.surveys.actions.asking import ask_poll, withdraw_poll
from vaknet.domain.surveys.actions.counting import close_poll, count_due
from vaknet.domain.surveys.actions.elsewhere import take_back_from_elsewhere, vote_from_elsewhere
from vaknet.domain.surveys.actions.leaving import erase_voter, take_over_polls
from vaknet.domain.surveys.actions.voting import take_back_vote, vote

__all__ = [
    "ask_poll",
    "close_poll",
    "count_due",
    "erase_voter",
    "keep_poll",
    "take_back_from_elsewhere",
    "take_back_vote",
    "take_over_polls",
    "vote",
    "vote_from_elsewhere",
    "withdraw_poll",
]
