"""Questions and answers, as the one who looks may see them."""

from vaknet.domain.knowledge.queries.lists import (
    EVIDENCE,
    QUESTIONS_PER_PAGE,
    Answered,
    answered_by,
    questions,
    questions_in,
    requests_left,
    requests_waiting,
)
from vaknet.domain.knowledge.queries.page import (
    AnswerView,
    QuestionView,
    answer,
    new_answers,
    plain_question,
    question,
    standing_upkeep,
)
from vaknet.domain.knowledge.queries.visible import (
    as_guests_see,
    is_named,
    is_named_to,
    visible_answers,
    visible_questions,
)

__all__ = [
    "EVIDENCE",
    "QUESTIONS_PER_PAGE",
    "AnswerView",
    "Answered",
    "QuestionView",
    "answer",
    "answered_by",
    "as_guests_see",
    "is_named",
    "is_named_to",
    "new_answers",
    "plain_question",
    "question",
    "questions",
    "questions_in",
    "requests_left",
    "requests_waiting",
    "standing_upkeep",
    "visible_answers",
    "visible_questions",
]
