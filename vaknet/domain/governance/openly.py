"""What moderators did, in numbers for everybody, and by name for managers."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncQuarter
from django.utils.timezone import localtime, now

from vaknet.domain.activity.models import BY_THE_CLOCK, Activity, Actor
from vaknet.domain.governance.models import (
    Advice,
    Appeal,
    Decision,
    Forwarded,
    Kind,
    Report,
    Unveiling,
)
from vaknet.domain.people.managers import is_manager

FEW = 5
QUARTERS = 8
CARRIED_OUT = ("confirmed_removal", *BY_THE_CLOCK)
DECIDING = (
    "decided_case",
    *CARRIED_OUT,
    "decided_appeal",
    "proposed_unveiling",
    "confirmed_unveiling",
    "asked_advice",
    "forwarded_report",
    "gave_advice",
)


@dataclass(frozen=True)
class Figure:
    """None for fewer than FEW, also for none: a small number can tell about somebody."""

    kind: str
    number: int | None


@dataclass(frozen=True)
class Quarter:
    begins: datetime
    figures: list[Figure]

    @property
    def number(self) -> int:
        return (localtime(self.begins).month - 1) // 3 + 1


def figures() -> list[Quarter]:
    """Of quarters that are over, the latest first: a number that grows while one looks tells of
    the one report that made it grow.
    """
    counted: dict[datetime, dict[str, int]] = {}
    for name, rows, moment in _counted():
        quarters = rows.annotate(
            quarter=TruncQuarter(moment, output_field=DateTimeField())
        ).order_by()
        for quarter, times in quarters.values_list("quarter").annotate(times=Count("pk")):
            counted.setdefault(quarter, {})[name] = times
    now_on = _begin_of_quarter(now())
    over = sorted((one for one in counted if one < now_on), reverse=True)[:QUARTERS]
    names = [name for name, _rows, _moment in _counted()]
    return [
        Quarter(one, [Figure(name, _safe(counted[one].get(name, 0))) for name in names])
        for one in over
    ]


def _counted() -> list[tuple[str, QuerySet, str]]:  # type: ignore[type-arg]
    """By what happened in a quarter, so that nothing of later changes it. What was taken back
    counts when it was decided and when it was taken back, without the word that did so."""
    carried = Decision.objects.filter(carried_at__isnull=False)
    same = Q(case=OuterRef("case"))
    same |= Q(case__elsewhere=OuterRef("case__elsewhere"), case__elsewhere__gt="")
    done = carried.exclude(Exists(carried.filter(same, dropped_at=OuterRef("at"))))
    appeals = Appeal.objects.filter(decided_at__isnull=False)
    return [
        ("reports", Report.objects.all(), "first_at"),
        *((str(kind), done.filter(kind=kind), "carried_at") for kind in Kind),
        ("taken_back", carried.filter(dropped_at__isnull=False), "dropped_at"),
        ("appeals", Appeal.objects.all(), "at"),
        ("overturned", appeals.filter(upheld=False), "decided_at"),
    ]


def _begin_of_quarter(moment: datetime) -> datetime:
    local = localtime(moment)
    month = (local.month - 1) // 3 * 3 + 1
    return local.replace(month=month, day=1, hour=0, minute=0, second=0, microsecond=0)


def _safe(number: int) -> int | None:
    return number if number >= FEW else None


def log(viewer: Actor) -> QuerySet[Activity]:
    """Who decided what and when, the newest first; for managers, and empty for anybody else.

    `had_reported`: it was about what whoever decided had reported, since nobody else was left.
    `is_nameless`: who did it is not told, of a removal that was carried out. That the clock did so,
    and not the only colleague, tells that he reported it or asked it without his name.
    """
    if not is_manager(viewer):
        return Activity.objects.none()
    models = (Decision, Appeal, Unveiling, Advice, Forwarded)
    kinds = ContentType.objects.get_for_models(*models)
    rows = Activity.objects.filter(verb__in=DECIDING, object_type__in=list(kinds.values()))
    hers = Report.objects.filter(case__decisions=OuterRef("object_id"), by=OuterRef("actor"))
    hers = hers.filter(at__lte=OuterRef("at"))
    decided = Q(verb="decided_case", object_type=kinds[Decision])
    rows = rows.annotate(had_reported=Q(decided, Exists(hers)), is_nameless=Q(verb__in=CARRIED_OUT))
    return rows.select_related("actor").prefetch_related("object").order_by("-at", "-pk")
