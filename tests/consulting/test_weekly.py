"""A desk that opens each week, by the clock on the wall."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from tests.consulting.a_desk import slots
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import WeeklyHour
from vaknet.domain.groups.models import Group, GroupSleep
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HERE = ZoneInfo("Europe/Amsterdam")


def here() -> datetime:
    """By the clock on the wall, so that days that are added to it are days."""
    return now().astimezone(HERE)


def tomorrow() -> date:
    return (here() + timedelta(days=1)).date()


def last_winter_day() -> datetime:
    """The last before the next summer time that does not begin within ten days."""
    days = (here() + timedelta(days=number) for number in range(10, 400))
    return next(day for day in days if not day.dst() and (day + timedelta(days=1)).dst())


def weekly(world: World, **said: Any) -> WeeklyHour:
    said.setdefault("first_on", tomorrow())
    said.setdefault("starts_at", time(15))
    said.setdefault("ends_at", time(17))
    by = said.pop("by", world.noor)
    details = actions.DeskDetails(subject="Arbeidsrecht", room="Telefoon", **said.pop("more", {}))
    return actions.open_weekly_hour(by, details=details, **said)


def walls(held: WeeklyHour) -> list[str]:
    rows = held.hours.order_by("starts_at")
    return [f"{one.local_start:%H.%M}" for one in rows]


def test_four_weeks_ahead_and_then_by_the_clock(world: World) -> None:
    held = weekly(world)
    assert held.hours.count() == 4
    assert actions.make_hours(now=now()) == 0
    assert actions.make_hours(now=here() + timedelta(days=7)) == 1
    assert actions.make_hours(now=here() + timedelta(days=7)) == 0
    assert set(walls(held)) == {"15.00"}
    last = held.hours.order_by("-held_on")[0]
    assert len(slots(last)) == 8
    assert {one.actor for one in slots(last)} == {world.noor}


def test_three_o_clock_stays_three_o_clock_when_summer_time_begins(world: World) -> None:
    held = weekly(world)
    actions.make_hours(now=last_winter_day() - timedelta(days=7))
    assert set(walls(held)) == {"15.00"}
    offsets = {one.local_start.utcoffset() for one in held.hours.all()}
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


def test_until_the_last_day(world: World) -> None:
    held = weekly(world, last_on=tomorrow() + timedelta(days=7))
    assert held.hours.count() == 2
    assert actions.make_hours(now=here() + timedelta(days=60)) == 0


def test_each_can_be_cancelled_and_is_not_made_again(world: World) -> None:
    held = weekly(world)
    first = held.hours.order_by("held_on")[0]
    actions.cancel_hour(world.noor, hour=first)
    actions.make_hours(now=here() + timedelta(days=7))
    assert held.hours.filter(held_on=first.held_on).count() == 1
    assert held.hours.filter(cancelled_at=None).count() == 4


def test_ended_those_to_come_are_off(world: World) -> None:
    held = weekly(world)
    with pytest.raises(WeeklyHour.DoesNotExist):
        actions.end_weekly_hour(world.peter, weekly=held)
    assert list(queries.weekly_hours(world.noor)) == [held]
    actions.end_weekly_hour(world.noor, weekly=held)
    actions.end_weekly_hour(world.noor, weekly=held)
    assert not held.hours.filter(cancelled_at=None).exists()
    assert actions.make_hours(now=here() + timedelta(days=7)) == 0
    assert list(queries.weekly_hours(world.noor)) == []


def test_of_a_group_whoever_agreed_once_agreed_for_each_week(world: World) -> None:
    held = weekly(world, by=world.marit, group=world.group, experts=[world.marit, world.joost])
    first, *later = held.hours.order_by("held_on")
    assert [len(queries.experts_asked(world.marit, one)) for one in (first, later[0])] == [2, 1]
    actions.agree_to_sit(world.joost, hour=first)
    for one in later:
        sits = queries.experts_asked(world.marit, one)
        assert {row.actor for row in sits if row.agreed_at} == {world.marit, world.joost}
    actions.make_hours(now=here() + timedelta(days=7))
    last = held.hours.order_by("-held_on")[0]
    assert {one.actor for one in slots(last)} == {world.marit, world.joost}
    assert list(queries.weekly_hours(world.marit)) == [held]
    assert list(queries.weekly_hours(world.joost)) == []


def test_asked_for_a_later_one_too_she_is_asked_there_once(world: World) -> None:
    held = weekly(world, by=world.marit, group=world.group, experts=[world.marit, world.joost])
    first, second, *_more = held.hours.order_by("held_on")
    actions.add_expert(world.marit, hour=second, expert=world.joost)
    actions.agree_to_sit(world.joost, hour=first)
    asked = [row for row in queries.experts_asked(world.marit, second) if row.actor == world.joost]
    assert [row.agreed_at for row in asked] == [None]


def test_at_one_moment_she_sits_at_one_desk(world: World) -> None:
    held = weekly(world)
    other = weekly(world, by=world.peter, starts_at=time(16), ends_at=time(18))
    first, *later = other.hours.order_by("held_on")
    actions.step_back(world.noor, hour=held.hours.order_by("held_on")[0])
    actions.add_expert(world.peter, hour=first, expert=world.noor)
    actions.agree_to_sit(world.noor, hour=first)
    assert {one.actor for one in slots(first)} == {world.noor, world.peter}
    assert {one.actor for one in slots(later[0])} == {world.peter}


def test_a_group_asleep_makes_none(world: World) -> None:
    held = weekly(world, by=world.marit, group=world.group)
    put_to_sleep(world.group)
    assert actions.make_hours(now=here() + timedelta(days=7)) == 0
    assert held.hours.count() == 4


def put_to_sleep(group: Group) -> None:
    GroupSleep.objects.create(group=group, by=Actor.objects.get(handle="marit.hoekstra"))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"first_on": date(2020, 1, 1)}, "day"),
        ({"first_on": date(2036, 1, 1)}, "day"),
        ({"ends_at": time(4)}, "ends_at"),
        ({"ends_at": time(15, 5)}, "ends_at"),
        ({"last_on": date(2020, 1, 1)}, "last_on"),
    ],
)
def test_what_cannot_be(world: World, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        weekly(world, **said)
    assert refused.value.field == field


def test_what_begins_too_late_leaves_nothing_behind(world: World) -> None:
    with pytest.raises(Refused) as refused:
        weekly(world, first_on=tomorrow() + timedelta(days=35))
    assert refused.value.field == "day"
    assert not WeeklyHour.objects.exists()


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_out_of_all_calendars_is_refused(world: World, day: date) -> None:
    with pytest.raises(Refused) as refused:
        weekly(world, first_on=day, starts_at=time(14), ends_at=time(13))
    assert refused.value.field == "day"


def test_sent_twice_it_is_one_desk(world: World) -> None:
    held = weekly(world)
    assert weekly(world) == held
    assert held.hours.count() == 4
    assert weekly(world, starts_at=time(9), ends_at=time(10)) != held


def test_one_week_without_her_is_one_week(world: World) -> None:
    held = weekly(world)
    last = held.hours.latest("held_on")
    actions.add_expert(world.noor, hour=last, expert=world.peter)
    actions.agree_to_sit(world.peter, hour=last)
    actions.step_back(world.noor, hour=last)
    actions.make_hours(now=here() + timedelta(days=7))
    made = held.hours.latest("held_on")
    assert made != last
    assert {one.actor for one in slots(made)} == {world.noor, world.peter}


def test_back_from_each_week_she_is_in_none_to_come(world: World) -> None:
    held = weekly(world, by=world.marit, group=world.group, experts=[world.marit, world.joost])
    first, *_later = held.hours.order_by("held_on")
    actions.agree_to_sit(world.joost, hour=first)
    for hour in held.hours.order_by("held_on"):
        actions.step_back(world.joost, hour=hour)
    actions.make_hours(now=here() + timedelta(days=7))
    assert {one.actor for one in slots(held.hours.latest("held_on"))} == {world.marit}


def test_made_late_it_is_as_the_last_one_was(world: World) -> None:
    held = weekly(world)
    actions.make_hours(now=here() + timedelta(days=70))
    assert {one.actor for one in slots(held.hours.latest("held_on"))} == {world.noor}


def test_what_was_over_the_day_before_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="This moment is over") as refused:
        weekly(world, first_on=tomorrow() - timedelta(days=2))
    assert refused.value.field == "day"
