"""Who is asked to be a reference: to who asks a no looks like no answer yet."""

from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import (
    Connection,
    JobTip,
    LookingForWork,
    ReferenceRequest,
)
from vaknet.domain.connections.queries.looking import readers_of, who_look
from vaknet.domain.people.apart import is_apart, is_muted

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Asked(TypedDict):
        asked_in: str | None

    HeardOf = WithAnnotations[LookingForWork, _Asked]


def may_be_asked(viewer: Actor, told: LookingForWork) -> QuerySet[Actor]:
    """Contacts who may know, and were not asked yet; as far as she may know who that are."""
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("pk"), until=None)
    asked = told.asked.values("reader")
    return readers_of(viewer, told).filter(Exists(tie)).exclude(pk__in=asked)


def references_awaited(viewer: Actor, told: LookingForWork) -> QuerySet[ReferenceRequest]:
    """Whom she asked and who did not say yes."""
    rows = ReferenceRequest.objects.filter(looking=told, looking__actor=viewer)
    rows = rows.exclude(Exists(_yes(OuterRef("looking"), OuterRef("reader"))))
    return rows.exclude(is_apart(viewer.pk, "reader")).select_related("reader")


def asked_of_me(viewer: Actor, told: LookingForWork) -> ReferenceRequest | None:
    """What waits for an answer of the viewer, in what she may know of."""
    return _open(viewer.pk).filter(looking=told).first()


def asked_while_known(viewer: Actor) -> QuerySet[ReferenceRequest]:
    """All that she was asked and may still know of, also what she answered."""
    looking = who_look(viewer.pk, timezone.localdate())
    return ReferenceRequest.objects.filter(reader=viewer, looking__in=looking.values("pk"))


def heard_of(viewer: int, since: datetime, today: date) -> "QuerySet[HeardOf]":
    """Of contacts who look for work and let her know, what she did nothing with yet.

    Who asks her to be a reference comes first, with the words of it as `asked_in`.
    """
    tie = Connection.objects.filter(holder=OuterRef("actor"), contact=viewer, until=None)
    mine = Q(looking=OuterRef("pk"))
    sent = JobTip.objects.filter(mine, actor=viewer)
    declined = ReferenceRequest.objects.filter(mine, reader=viewer, declined_at__isnull=False)
    asked = _open(viewer).filter(mine).values("text")[:1]
    rows = who_look(viewer, today).exclude(actor=viewer).exclude(is_muted(viewer, "actor"))
    rows = rows.filter(Exists(tie)).annotate(asked_in=Subquery(asked))
    news = Q(~Exists(sent), ~Exists(declined), since__gte=since)
    rows = rows.filter(Q(asked_in__isnull=False) | news)
    return rows.order_by(F("asked_in").asc(nulls_last=True), "since", "pk")


def _open(viewer: int) -> QuerySet[ReferenceRequest]:
    rows = ReferenceRequest.objects.filter(reader=viewer, declined_at=None)
    return rows.exclude(Exists(_yes(OuterRef("looking"), viewer)))


def _yes(looking: OuterRef, reader: int | OuterRef) -> QuerySet[JobTip]:
    kind = JobTip.Kind.REFERENCE
    return JobTip.objects.filter(looking=looking, actor=reader, kind=kind)
