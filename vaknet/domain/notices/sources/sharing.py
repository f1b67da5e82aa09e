"""What she did that others may use too: a tip to share, tied to that."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, Max, OuterRef, QuerySet

from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge.models import Answer, Post
from vaknet.domain.notices.stops import Moment, Stop, source
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.engine.planning import Act

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Thanked(TypedDict):
        thanked_at: datetime

    ThankedAnswer = WithAnnotations[Answer, _Thanked]

LATELY = timedelta(days=14)
FEW = 5


def answers_that_helped(moment: Moment) -> list[Stop]:
    """Answers of hers for which somebody thanked her lately, the last thanked first."""
    rows = _THANKED(viewer=moment.viewer.pk, since=moment.now - LATELY)
    return [Stop("share", 1, row.pk, row, row.thanked_at, strength=0.6) for row in rows]


def _thanked(viewer: int, since: datetime) -> "QuerySet[ThankedAnswer]":
    """Thanks since her last conversation. Under her own name: what she wrote without it is not told
    under it."""
    posted = Post.objects.filter(author=viewer, posted_at__gt=OuterRef("thanks__at"))
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    rows = Answer.objects.filter(
        author=viewer,
        withdrawn_at=None,
        question__withdrawn_at=None,
        question__group__in=mine,
        thanks__at__gte=since,
    )
    apart = is_apart(viewer, "thanks__actor") | is_muted(viewer, "thanks__actor")
    rows = rows.exclude(apart).exclude(Exists(posted)).annotate(thanked_at=Max("thanks__at"))
    return rows.select_related("question__group__actor").order_by("-thanked_at", "-pk")[:FEW]


_THANKED = Frozen(_thanked)

SOURCES = (source("share", Act.SHARE, ["posted"], answers_that_helped),)
