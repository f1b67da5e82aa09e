"""How much is asked of people, and where they work: so that the same few are not always shown."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Introduction
from vaknet.domain.finding.touches import works_on
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import AnswerRequest
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Role

LATELY = timedelta(days=30)


def people_with_requests(viewer: Actor, ids: Iterable[int]) -> list[Actor]:
    """People of this network who have an account and are not kept apart from her."""
    return _PEOPLE(viewer=viewer.pk, ids=[*ids], since=timezone.now() - LATELY)


def who_wait(actor: Actor) -> int:
    """How many people wait for her: who knows most is not asked by everybody."""
    count: int = actor.waiting  # type: ignore[attr-defined]
    return count


def asked_of_late(actor: Actor) -> int:
    """How often she was asked in thirty days, whatever she said: a no must not be told by it."""
    introduced: int = actor.introduced  # type: ignore[attr-defined]
    requested: int = actor.requested  # type: ignore[attr-defined]
    return introduced + requested


def workplaces(people: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The organisations where each of them works now, as far as all members may know."""
    found: dict[int, set[int]] = {pk: set() for pk in people}
    for pk, organisation in _WORKPLACES(people=[*people], today=timezone.localdate()):
        found[pk].add(organisation)
    return {pk: frozenset(places) for pk, places in found.items()}


def _people(viewer: int, ids: list[int], since: datetime) -> QuerySet[Actor]:
    """What was asked in a closed group counts for nobody: those outside must not notice it."""
    introductions = Introduction.objects.filter(
        target=OuterRef("pk"), asked_at__gte=since, withdrawn_at=None
    )
    waiting = introductions.filter(agreed_at=None)
    requests = AnswerRequest.objects.filter(
        person=OuterRef("pk"), at__gte=since, question__withdrawn_at=None
    ).exclude(question__group__readers=Group.Readers.GROUP)
    return people_here(viewer, ids).annotate(
        waiting=_number(waiting, "target"),
        introduced=_number(introductions, "target"),
        requested=_number(requests, "person"),
    )


def people_here(viewer: int, ids: list[int]) -> QuerySet[Actor]:
    """Those of them who are people of this network, have not left, and are not kept apart."""
    people = Actor.objects.filter(pk__any_of=ids, kind=Actor.Kind.PERSON, domain="")
    return people.exclude(name="").exclude(is_apart(viewer))


def _number(rows: QuerySet[Any], person: str) -> Coalesce:
    counted = rows.order_by().values(person).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _workplaces(people: list[int], today: date) -> QuerySet[Role, tuple[int, int]]:
    return works_on(today).filter(actor__any_of=people).values_list("actor", "organisation")


_PEOPLE = Frozen(_people)
_WORKPLACES = Frozen(_workplaces)
