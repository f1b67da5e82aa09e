"""What may happen with questions and answers."""

from vaknet.domain.knowledge.actions.answers import answer, change_answer, withdraw_answer
from vaknet.domain.knowledge.actions.lasting import (
    confirm_answer,
    doubt_answer,
    look_after,
    stop_looking_after,
)
from vaknet.domain.knowledge.actions.leaving import erase_author
from vaknet.domain.knowledge.actions.merging import take_over_words
from vaknet.domain.knowledge.actions.questions import ask, change_question, withdraw_question
from vaknet.domain.knowledge.actions.requests import decline_answer
from vaknet.domain.knowledge.actions.same import say_different, say_same
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
    "confirm_answer",
    "decline_answer",
    "doubt_answer",
    "erase_author",
    "look_after",
    "say_different",
    "say_same",
    "stop_looking_after",
    "take_back_best",
    "take_back_thanks",
    "take_over_words",
    "thank",
    "withdraw_answer",
    "withdraw_question",
]
