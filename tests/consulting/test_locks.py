"""In one order, so that two who act at one moment wait for each other and no more."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.consulting.a_desk import a_desk, seat_of, slots, two_experts
from tests.world import World
from vaknet.domain.consulting import actions

pytestmark = pytest.mark.django_db
LOCKED = re.compile(r'FROM "consulting_(\w+)".* FOR (?:NO KEY )?UPDATE')


def locked_by(act: Callable[[], object]) -> list[str]:
    """Rows of which tables it locks, in this order."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    found = [LOCKED.search(one["sql"]) for one in asked.captured_queries]
    return [one.group(1) for one in found if one]


def test_who_moves_takes_the_time_first_as_an_expert_who_steps_back_does(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk)
    move = locked_by(lambda: actions.move_booking(world.samira, hour=hour, slot=second.pk))
    assert move == ["slot", "booking"]


def test_who_hands_over_holds_the_desk_before_her_seat(world: World) -> None:
    """As who steps back does: the colleague is still there when she is handed over."""
    hour = two_experts(world)
    actions.take_ticket(world.samira, hour=hour)
    actions.call_next(world.noor, hour=hour)
    peter = seat_of(world.peter, hour)
    over = locked_by(lambda: actions.hand_over(world.noor, hour=hour, to=peter))
    assert over == ["consultationhour", "expert", "queueticket"]
