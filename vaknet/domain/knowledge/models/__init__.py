"""What the next colleague finds."""

from vaknet.domain.knowledge.models.articles import Article, ArticleAuthor, ArticleReview
from vaknet.domain.knowledge.models.attachments import AttachedFile, Attachment
from vaknet.domain.knowledge.models.by_letter import ByLetter
from vaknet.domain.knowledge.models.lasting import AnswerCheck, SameQuestion, Upkeep
from vaknet.domain.knowledge.models.posts import Edit, Mention, Post, PostPlacement, Reply
from vaknet.domain.knowledge.models.pseudonyms import Pseudonym
from vaknet.domain.knowledge.models.questions import (
    Answer,
    AnswerRequest,
    BestAnswer,
    Question,
    Thanks,
    Topic,
)
from vaknet.domain.knowledge.models.writing import WritingLimit

__all__ = [
    "Answer",
    "AnswerCheck",
    "AnswerRequest",
    "Article",
    "ArticleAuthor",
    "ArticleReview",
    "AttachedFile",
    "Attachment",
    "BestAnswer",
    "ByLetter",
    "Edit",
    "Mention",
    "Post",
    "PostPlacement",
    "Pseudonym",
    "Question",
    "Reply",
    "SameQuestion",
    "Thanks",
    "Topic",
    "Upkeep",
    "WritingLimit",
]
