"""Sessions that were held say of who gave them what they know.

Of members who said themselves that they speak: somebody from elsewhere is nobody here. What is
still to come says nothing yet, and of breaks nobody gives the coffee.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.timezone import now

from vaknet.domain.events.models import Event, EventHost
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.passages import Draft, drafted, streamed, type_of, words_of
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.programme.models import Session, Speaker
from vaknet.engine.ranking import Kind

FOR_ALL = (Event.Readers.PUBLIC, Event.Readers.MEMBERS)


def of_sessions(chosen: Q) -> Iterator[Draft]:
    """One for each who gave it. `chosen` are speakers."""
    first = EventHost.objects.filter(event=OuterRef("event"), group__isnull=False)
    kept_in = Case(
        When(event__readers__in=FOR_ALL, then=Value(None)),
        default=Subquery(first.order_by("position").values("group")[:1]),
    )
    rows = told_speakers(now()).filter(chosen).annotate(kept_in=kept_in)
    # Of what is for members of groups alone, and that no group holds, nothing is found.
    rows = rows.filter(Q(event__readers__in=FOR_ALL) | Q(kept_in__isnull=False))
    found = rows.values_list(
        "pk", "actor_id", "kept_in", "session__title", "session__abstract", "session__starts_at"
    )
    draft = partial(drafted, kind=Kind.SESSION, source_type=type_of(Speaker))
    for pk, actor, group, title, abstract, at in streamed(found):
        yield draft(actor=actor, source_id=pk, group=group, texts=[title, abstract], at=at)


def told_speakers(at: datetime) -> QuerySet[Speaker]:
    """Who stand in a programme that was held, under their own names."""
    rows = Speaker.objects.filter(actor__isnull=False, agreed_at__isnull=False, until=None)
    held = Q(
        session__published_at__isnull=False,
        session__cancelled_at=None,
        session__ends_at__lte=at,
        event__published_at__isnull=False,
        event__cancelled_at=None,
    )
    return rows.filter(held).exclude(session__kind=Session.Kind.BREAK)


def read_speakers(ids: list[int], viewer: int, at: datetime) -> QuerySet[Speaker]:
    """Those of which she may know, as a member or as one of a group that holds it."""
    seat = GroupMembership.objects.filter(
        group__hosted__event=OuterRef("event"), actor=viewer, until=None
    )
    rows = told_speakers(at).filter(pk__any_of=ids)
    rows = rows.filter(Q(event__readers__in=FOR_ALL) | Q(Exists(seat)))
    return rows.select_related("session__event").defer("span")


def unread_sessions(at: datetime) -> list[Session]:
    """What was held since somebody looked: nothing happens at the end of a session but that the
    clock goes on."""
    known = Passage.objects.filter(
        source_type=type_of(Speaker), source_id=OuterRef("pk"), actor=OuterRef("actor")
    ).exclude(text="")
    hosts = EventHost.objects.filter(event=OuterRef("event"), group__isnull=False)
    rows = told_speakers(at).exclude(Exists(known))
    rows = rows.filter(Q(event__readers__in=FOR_ALL) | Q(Exists(hosts)))
    found = Session.objects.filter(pk__in=rows.values("session")).order_by("pk")
    # What says nothing in words has no passage, however often it is read.
    return [one for one in found if words_of([one.title, one.abstract])]


def in_its_group() -> Case:
    """The group of a passage, by the number under which a reader has it: of a session that of who
    is in the group, and not of everybody who may read there."""
    of_who_is_in_it = -F("group")
    return Case(
        When(kind=Kind.SESSION, then=of_who_is_in_it),
        default=F("group"),
        output_field=BigIntegerField(),
    )
