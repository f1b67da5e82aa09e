"""Which questions and answers the one who looks may read, and of whom she may know."""

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.queries import in_her_name
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups import queries as groups
from vaknet.domain.knowledge.models import (
    Answer,
    Question,
)
from vaknet.domain.people.apart import is_blocked


def reader(by: Actor) -> Actor | None:
    """As whom she reads: somebody of another network as a guest, unless a group let her in."""
    return by if not by.is_remote or groups.my_groups(by).exists() else None


def visible_questions(viewer: Actor | None) -> QuerySet[Question]:
    return Question.objects.filter(group__in=groups.readable_groups(viewer), withdrawn_at=None)


def visible_answers(viewer: Actor | None) -> QuerySet[Answer]:
    return Answer.objects.filter(
        question__group__in=groups.readable_groups(viewer),
        question__withdrawn_at=None,
        withdrawn_at=None,
    )


def is_named(viewer: Actor | None, person: str = "author") -> Combinable:
    """Whether the one who reads may see who said it: guests, and two who are kept apart, may not.

    What was said in a group is the group's, and stays (docs/decisions/0023). `person` names the
    column with who said it.
    """
    if viewer is None:
        return Value(value=False)
    return ExpressionWrapper(~is_blocked(viewer.pk, person), output_field=BooleanField())


def is_named_to(viewer: Actor | None, said: str, person: str = "author") -> Combinable:
    """The same on the page of the thing itself. There guests see who agreed to be named with it,
    here and on other networks: then it goes there in her name too (docs/decisions/0074).

    `said` names the column with when it was said.
    """
    return is_named(viewer, person) if viewer else in_her_name(person, said)


def as_guests_see(viewer: Actor | None, rows: Iterable[Any]) -> None:
    """A network that is not connected names nobody to guests. SQL that is written once does not
    know that, so it is said of its rows."""
    if viewer is None and not is_on():
        for row in rows:
            row.is_named = False
