"""What may happen between members here and people of partner networks."""

from vaknet.domain.introducing.actions.answering import (
    AskedTooMuch,
    Shown,
    answer_partner,
    forget_shown,
    look_up_for_partner,
)
from vaknet.domain.introducing.actions.asking import (
    ask_across,
    end_across,
    try_again_across,
)
from vaknet.domain.introducing.actions.carrying import CARRY_ACROSS, was_not_told, was_told
from vaknet.domain.introducing.actions.consent import (
    SHOWS,
    agree_to_be_found,
    keep_from,
    stop_being_found,
)
from vaknet.domain.introducing.actions.deciding import agree_across, decline_across
from vaknet.domain.introducing.actions.ending import (
    end_with_partner,
    erase_introductions,
    expire_across,
    step_in_again,
    step_out,
    take_over_introductions,
)
from vaknet.domain.introducing.actions.receiving import (
    Asking,
    take_in_asking,
    take_in_end,
    take_in_yes,
)

__all__ = [
    "CARRY_ACROSS",
    "SHOWS",
    "AskedTooMuch",
    "Asking",
    "Shown",
    "agree_across",
    "agree_to_be_found",
    "answer_partner",
    "ask_across",
    "decline_across",
    "end_across",
    "end_with_partner",
    "erase_introductions",
    "expire_across",
    "forget_shown",
    "keep_from",
    "look_up_for_partner",
    "step_in_again",
    "step_out",
    "stop_being_found",
    "take_in_asking",
    "take_in_end",
    "take_in_yes",
    "take_over_introductions",
    "try_again_across",
    "was_not_told",
    "was_told",
]
