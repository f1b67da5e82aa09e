"""What the next colleague finds."""

from vaknet.domain.knowledge.models.lasting import AnswerCheck, SameQuestion, Upkeep
from vaknet.domain.knowledge.models.questions import (
    Answer,
    AnswerRequest,
    BestAnswer,
    Edit,
    Question,
    Thanks,
    Topic,
)

__all__ = [
    "Answer",
    "AnswerCheck",
    "AnswerRequest",
    "BestAnswer",
    "Edit",
    "Question",
    "SameQuestion",
    "Thanks",
    "Topic",
    "Upkeep",
]
