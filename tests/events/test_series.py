"""Events that come back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.events.a_day import a_day, comes, open_day
from tests.world import World
from vaknet.domain.events import actions, queries
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event, EventSeries
from vaknet.domain.refusal import Refused
from vaknet.kit.recurrence import Every, Repeat

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 12, 1, 12, tzinfo=ZONE)
FIRST = datetime(2026, 12, 17, 9, 30, tzinfo=ZONE)  # the third Thursday


def series(world: World, *, until: date | None = None) -> list[Event]:
    """Every third Thursday, published, with a question for who comes."""
    event = open_day(world, starts_at=FIRST, questions=["Wat eet je?"], capacity=10)
    repeat = Repeat(Every.MONTH_WEEKDAY, until)
    actions.repeat_event(world.marit, event=event, repeat=repeat)
    return list(Event.objects.order_by("starts_at"))


@time_machine.travel(TODAY, tick=False)
def test_each_time_is_an_event_of_its_own(world: World) -> None:
    found = series(world)
    assert len(found) == 12
    assert {event.local_start.time().isoformat() for event in found} == {"09:30:00"}
    assert {event.local_start.utcoffset() for event in found} == {
        timedelta(hours=1),
        timedelta(hours=2),
    }
    last = found[-1]
    assert (last.local_start.date(), last.recurs_on) == (date(2027, 11, 18), date(2027, 11, 18))
    assert len({event.uid for event in found}) == 12
    assert [row.text for row in last.questions.all()] == ["Wat eet je?"]
    assert [host.group for host in queries.hosts(world.samira, last)] == [world.group]
    assert queries.organised_event(world.marit, last.pk)
    assert comes(world.samira, last).seated_at
    moment = TODAY + timedelta(days=1)
    assert len(queries.other_times(world.samira, found[0], now=moment)) == 11
    assert queries.other_times(world.samira, a_day(world, name="Los"), now=moment) == []


def test_without_an_end_it_is_planned_on(world: World) -> None:
    with time_machine.travel(TODAY, tick=False):
        series(world)
    assert actions.plan_series(at=TODAY + timedelta(days=10)) == 0
    assert actions.plan_series(at=TODAY + timedelta(days=60)) == 1
    last = Event.objects.latest("starts_at")
    assert last.local_start.date() == date(2028, 1, 20)
    assert actions.plan_series(at=TODAY + timedelta(days=60)) == 0


@time_machine.travel(TODAY, tick=False)
def test_until_a_day(world: World) -> None:
    assert len(series(world, until=date(2027, 2, 18))) == 3


@time_machine.travel(TODAY, tick=False)
def test_one_is_moved_and_one_cancelled_alone(world: World) -> None:
    found = series(world)
    actions.cancel_event(world.marit, event=found[1])
    later = EventDetails(
        name="Op vrijdag",
        venue="De Sluis",
        starts_at=found[2].starts_at + timedelta(days=1),
        ends_at=found[2].ends_at + timedelta(days=1),
    )
    actions.change_event(world.marit, event=found[2], details=later)
    names = list(Event.objects.order_by("starts_at").values_list("name", flat=True)[:4])
    assert names == [found[0].name, found[1].name, "Op vrijdag", found[0].name]
    assert Event.objects.get(pk=found[2].pk).recurs_on == found[2].recurs_on


@time_machine.travel(TODAY, tick=False)
def test_this_one_and_all_that_come_after(world: World) -> None:
    """An hour later and a day later, from the third on: the clock on the wall counts."""
    found = series(world)
    moved = EventDetails(
        name="Vrijdag om half elf",
        venue="De Sluis",
        starts_at=found[2].starts_at + timedelta(days=1, hours=1),
        ends_at=found[2].ends_at + timedelta(days=1, hours=1),
        registers_until=found[2].starts_at,
    )
    assert actions.change_later(world.marit, event=found[2], details=moved) == 10
    now_there = list(Event.objects.order_by("starts_at"))
    assert [event.name for event in now_there[:3]] == [found[0].name] * 2 + [moved.name]
    assert {event.local_start.weekday() for event in now_there[2:]} == {4}
    assert {event.local_start.time().isoformat() for event in now_there[2:]} == {"10:30:00"}
    assert [bool(event.registers_until) for event in now_there[2:4]] == [True, False]
    assert EventSeries.objects.get().starts_at.isoformat() == "10:30:00"


@time_machine.travel(TODAY, tick=False)
def test_it_stops(world: World) -> None:
    found = series(world)
    assert actions.cancel_later(world.marit, event=found[3], reason="Genoeg") == 9
    assert Event.objects.filter(cancelled_at=None).count() == 3
    assert actions.plan_series(at=TODAY + timedelta(days=90)) == 0


def test_what_has_been_is_left_as_it_was(world: World) -> None:
    with time_machine.travel(TODAY, tick=False):
        found = series(world)
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=ZONE), tick=False):
        said = EventDetails(
            name="Anders",
            venue="De Sluis",
            starts_at=found[0].starts_at,
            ends_at=found[0].ends_at,
        )
        assert actions.change_later(world.marit, event=found[0], details=said) == 10


@time_machine.travel(TODAY, tick=False)
def test_what_is_no_series(world: World) -> None:
    event = open_day(world, starts_at=FIRST)
    with pytest.raises(Refused, match="not one of a series"):
        actions.cancel_later(world.marit, event=event)
    with pytest.raises(Refused, match="before the second"):
        actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.WEEK, FIRST.date()))
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.WEEK))
    with pytest.raises(Refused, match="already"):
        actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.WEEK))


@time_machine.travel(TODAY, tick=False)
def test_of_a_series_without_events_nothing_is_planned(world: World) -> None:
    series(world)
    Event.objects.all().delete()
    assert actions.plan_series(at=TODAY + timedelta(days=60)) == 1
    assert not Event.objects.exists()
