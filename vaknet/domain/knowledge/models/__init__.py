"""What the next colleague finds."""

from vaknet.domain.knowledge.models.posts import Edit, Mention, Post, PostPlacement, Reply
from vaknet.domain.knowledge.models.questions import (
    Answer,
    AnswerRequest,
    BestAnswer,
    Question,
    Thanks,
    Topic,
)

__all__ = [
    "Answer",
    "AnswerRequest",
    "BestAnswer",
    "Edit",
    "Mention",
    "Post",
    "PostPlacement",
    "Question",
    "Reply",
    "Thanks",
    "Topic",
]
