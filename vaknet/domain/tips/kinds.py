"""What can be tipped. A new kind is a column in `Tip`, and one of these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.events.models import Event, EventOrganiser, Registration
from vaknet.domain.events.queries import is_known_to
from vaknet.domain.knowledge.conversations import visible_posts
from vaknet.domain.knowledge.models import Answer, Reply
from vaknet.domain.knowledge.pseudonyms import is_hers
from vaknet.domain.knowledge.queries import visible_questions
from vaknet.domain.people.apart import is_apart, is_muted


@dataclass(frozen=True)
class Kind:
    """`readable`: all of them that she may see. `not_for_her`: of those, as a condition on the tip,
    what is not brought to her: her own, and what is of somebody kept from her. `used`: she did with
    it what the tip was for. `lasts`: what is of use still, where that ends; by what leads to it.
    """

    readable: Callable[[Actor], QuerySet[Any]]
    not_for_her: Callable[[int], Q]
    used: Callable[[int], Q]
    lasts: Callable[[str], Q] | None = None


def people_here(viewer: Actor) -> QuerySet[Actor]:
    rows = Actor.objects.filter(kind=Actor.Kind.PERSON, domain="", profile__isnull=False)
    return rows.exclude(is_apart(viewer.pk))


def _answered(viewer: int) -> Q:
    rows = Answer.objects.filter(question=OuterRef("question"), author=viewer, withdrawn_at=None)
    return Q(Exists(rows))


def _replied(viewer: int) -> Q:
    rows = Reply.objects.filter(post=OuterRef("post"), author=viewer, withdrawn_at=None)
    return Q(Exists(rows))


def _knows(viewer: int) -> Q:
    ties = Connection.objects.filter(holder=viewer, contact=OuterRef("person"), until=None)
    return Q(Exists(ties))


def _known_events(viewer: Actor) -> QuerySet[Event]:
    return Event.objects.filter(is_known_to(viewer.pk))


def _organises(viewer: int) -> Q:
    rows = EventOrganiser.objects.filter(event=OuterRef("event"), actor=viewer, until=None)
    return Q(Exists(rows))


def _comes(viewer: int) -> Q:
    rows = Registration.objects.filter(event=OuterRef("event"), person=viewer, cancelled_at=None)
    return Q(Exists(rows))


def _is_to_come(thing: str) -> Q:
    return Q(**{f"{thing}ends_at__gt": Now(), f"{thing}cancelled_at": None})


def _kept_from(viewer: int, person: str) -> Q:
    return is_apart(viewer, person) | is_muted(viewer, person)


KINDS = {
    "question": Kind(
        visible_questions,
        lambda viewer: is_hers(viewer, "question__author") | _kept_from(viewer, "question__author"),
        _answered,
    ),
    "post": Kind(
        visible_posts,
        lambda viewer: Q(post__author=viewer) | _kept_from(viewer, "post__author"),
        _replied,
    ),
    "person": Kind(
        people_here,
        lambda viewer: Q(person=viewer) | _kept_from(viewer, "person"),
        _knows,
    ),
    "event": Kind(_known_events, _organises, _comes, _is_to_come),
}
