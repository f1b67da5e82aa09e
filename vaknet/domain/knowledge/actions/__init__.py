"""What may happen with questions and answers."""

from vaknet.domain.knowledge.actions.answers import answer, change_answer, withdraw_answer
from vaknet.domain.knowledge.actions.leaving import erase_author
from vaknet.domain.knowledge.actions.merging import take_over_words
from vaknet.domain.knowledge.actions.questions import ask, change_question, withdraw_question
from vaknet.domain.knowledge.actions.requests import decline_answer
from vaknet.domain.knowledge.actions.worth import (
    choose_best,
    take_back_best,
    take_back_thanks,
    thank,
)

__all__ = [
    "answer",
    "ask",
    "change_answer",
    "change_question",
    "choose_best",
    "decline_answer",
    "erase_author",
    "take_back_best",
    "take_back_thanks",
    "take_over_words",
    "thank",
    "withdraw_answer",
    "withdraw_question",
]
