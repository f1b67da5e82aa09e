"""Numbers of an hour, without anybody in them."""

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Q

from vaknet.domain.consulting import rules
from vaknet.domain.consulting.models import Booking, ConsultationHour, QueueTicket
from vaknet.domain.consulting.queries.mine import waiting

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour


@dataclass(frozen=True)
class HourFigures:
    """None where fewer than five are counted: it would tell who they were. `wait` and `took` are
    medians, in minutes."""

    hour: ConsultationHour
    booked: int | None
    booked_came: int | None
    booked_absent: int | None
    numbers: int | None
    numbers_helped: int | None
    numbers_left: int | None
    wait: int | None
    took: int | None


@dataclass(frozen=True)
class Screen:
    """For the wall: numbers only. `called`: who may go to the desk now; `next`: the first ones that
    wait; `waiting`: how many in all."""

    called: list[int]
    next: list[int]
    waiting: int


SHOWN = 8


def figures(hour: "SeenHour") -> HourFigures:
    """For who looks after it: the caller asks `tended_hour` first."""
    booked = Booking.objects.filter(Q(cancelled_at=None), hour=hour)
    tickets = QueueTicket.objects.filter(hour=hour)
    rows = list(booked.values_list("called_at", "came_at", "done_at", "no_show_at"))
    taken = list(tickets.values_list("called_at", "came_at", "done_at", "taken_at", "left_at"))
    waits = [(row[0] - row[3]).total_seconds() / 60 for row in taken if row[0] is not None]
    helped = [*rows, *taken]
    took = [(row[2] - row[1]).total_seconds() / 60 for row in helped if row[1] and row[2]]
    return HourFigures(
        hour=hour,
        booked=_enough(len(rows)),
        booked_came=_part(sum(row[1] is not None for row in rows), len(rows)),
        booked_absent=_part(sum(row[3] is not None for row in rows), len(rows)),
        numbers=_enough(len(taken)),
        numbers_helped=_part(sum(row[1] is not None for row in taken), len(taken)),
        numbers_left=_part(sum(row[4] is not None for row in taken), len(taken)),
        wait=_median(waits),
        took=_median(took),
    )


def _enough(number: int) -> int | None:
    return number if number >= rules.FEWEST else None


def _part(number: int, total: int) -> int | None:
    """Of a few that are not in it, it would tell as much as of a few that are."""
    others = total - number
    return _enough(number) if others == 0 or others >= rules.FEWEST else None


def _median(minutes: list[float]) -> int | None:
    return round(median(minutes)) if len(minutes) >= rules.FEWEST else None


def screen(hour: "SeenHour") -> Screen:
    tickets = QueueTicket.objects.filter(hour=hour, left_at=None, done_at=None)
    called = tickets.filter(called_at__isnull=False).order_by("-called_at", "number")
    line = list(waiting(hour.pk).values_list("number", flat=True))
    return Screen(list(called.values_list("number", flat=True)[:SHOWN]), line[:SHOWN], len(line))
