"""What the front page shows to who is not signed in."""

from django.db.models import QuerySet

from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Question
from vaknet.domain.knowledge.queries import visible_questions

PUBLIC_GROUPS = 6
PUBLIC_QUESTIONS = 3


def public_groups() -> list[Group]:
    """Groups that guests may read, for the front page."""
    return _PUBLIC_GROUPS()


def public_questions() -> list[Question]:
    """The latest questions that guests may read."""
    return _PUBLIC_QUESTIONS()


def _public_groups() -> QuerySet[Group]:
    rows = groups.readable_groups(None).select_related("actor")
    return rows.order_by("actor__name")[:PUBLIC_GROUPS]


def _public_questions() -> QuerySet[Question]:
    rows = visible_questions(None).select_related("group__actor")
    return rows.order_by("-asked_at")[:PUBLIC_QUESTIONS]


_PUBLIC_GROUPS = Frozen(_public_groups)
_PUBLIC_QUESTIONS = Frozen(_public_questions)
