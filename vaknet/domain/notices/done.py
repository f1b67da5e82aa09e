"""The end of the line: what somebody did today, one human echo, and something good to read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections.models import Congratulation
from vaknet.domain.connections.queries import congratulations_for
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.journal.models import Issue
from vaknet.domain.knowledge.models import Thanks
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.notices.queries import LATELY, thanks_for

MOST_DEEDS = 4
# What counts as something done for or with a colleague, by its verb in the log: the most first.
DEEDS = {
    "answered": "answered",
    "agreed_to_introduce": "introduced",
    "congratulated": "congratulated",
    "offered_help": "helped",
    "sent_tip": "helped",
    "accepted_request": "met",
    "accepted_introduction": "met",
    "agreed_across": "met",
    "proposed_talk": "talk",
    "picked_time": "talk",
    "replied": "replied",
    "posted": "posted",
    "asked_question": "asked",
    "thanked": "thanked",
}
UNDONE = ("withdrew_", "took_back_", "cancelled_")
NEW_ISSUE = timedelta(days=7)


@dataclass(frozen=True)
class Deed:
    """`kind`: one of the values of DEEDS."""

    kind: str
    number: int


@dataclass(frozen=True)
class Done:
    """`echo`: what somebody said to her lately, of an answer of hers or a new role."""

    deeds: list[Deed]
    echo: Thanks | Congratulation | None
    issue: Issue | None


def done_today(viewer: Actor, *, now: datetime | None = None) -> Done:
    """Since midnight by the clock of `now`, or else of the network. Number of queries does not
    depend on what there is."""
    now = now or timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    numbers: dict[str, int] = dict.fromkeys(DEEDS.values(), 0)
    for verb, number in _DEEDS(viewer=viewer.pk, since=midnight):
        numbers[DEEDS[verb]] += number
    deeds = [Deed(kind, number) for kind, number in numbers.items() if number]
    issues = _ISSUES(viewer=viewer, since=now - NEW_ISSUE)
    return Done(deeds[:MOST_DEEDS], _echo(viewer, now - LATELY), issues[0] if issues else None)


def _echo(viewer: Actor, since: datetime) -> Thanks | Congratulation | None:
    said: list[Thanks | Congratulation] = [
        *_THANKS(viewer=viewer.pk, since=since),
        *_CONGRATULATIONS(viewer=viewer.pk, since=since),
    ]
    return max(said, key=lambda one: one.at, default=None)


def _deeds(viewer: int, since: datetime) -> QuerySet[Activity, tuple[str, int]]:
    """How often she did what; what she took back was not done. Without her name counts too: only
    she sees it."""
    undone = Q()
    for beginning in UNDONE:
        undone |= Q(verb__startswith=beginning)
    same = Activity.objects.filter(
        undone, object_type=OuterRef("object_type"), object_id=OuterRef("object_id"), at__gte=since
    )
    hers = Activity.objects.filter(actor__in=names_of(viewer), verb__in=DEEDS, at__gte=since)
    rows = hers.exclude(Exists(same)).values("verb")
    return rows.annotate(number=Count("object_id", distinct=True)).values_list("verb", "number")


def _congratulated(viewer: int, since: datetime) -> QuerySet[Congratulation]:
    return congratulations_for(viewer, since)[:1]


def _thanked(viewer: int, since: datetime) -> QuerySet[Thanks]:
    return thanks_for(viewer, since)[:1]


def _issues(viewer: Actor, since: datetime) -> QuerySet[Issue]:
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    rows = Issue.objects.filter(group__in=mine, published_at__gte=since)
    rows = rows.filter(group__in=readable_groups(viewer)).select_related("group__actor")
    return rows.order_by("-published_at", "-pk")[:1]


_DEEDS = Frozen(_deeds)
_THANKS = Frozen(_thanked)
_CONGRATULATIONS = Frozen(_congratulated)
_ISSUES = Frozen(_issues)
