"""What the next colleague finds."""

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
    "AnswerRequest",
    "BestAnswer",
    "Edit",
    "Question",
    "Thanks",
    "Topic",
]
