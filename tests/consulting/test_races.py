"""Many at one moment, in threads with a real database each."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.connections.test_races import at_once
from tests.consulting.a_desk import a_desk, a_line, slots, two_experts
from tests.world import World, build, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions
from vaknet.domain.consulting.models import Booking, ConsultationHour, QueueTicket
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


def crowd(number: int) -> list[Actor]:
    return [member(f"Bezoeker {one}", f"bezoeker{one}@vaknet.example") for one in range(number)]


def test_fifty_who_choose_one_time_are_one(world: World) -> None:
    hour = a_desk(world)
    wanted = slots(hour)[3].pk
    tried = at_once(
        *[lambda one=one: actions.book(one, hour=hour, slot=wanted, note="x") for one in crowd(50)]
    )
    booked = [one for one in tried if isinstance(one, Booking)]
    assert len(booked) == 1
    assert len([one for one in tried if isinstance(one, Refused)]) == 49
    assert [row.pk for row in Booking.objects.filter(slot=wanted)] == [booked[0].pk]


def test_one_who_presses_twice_has_one_time(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    at_once(
        *[
            lambda slot=slot: actions.book(world.bram, hour=hour, slot=slot.pk)
            for slot in (first, second, first, second)
        ]
    )
    assert Booking.objects.filter(person=world.bram, cancelled_at=None).count() == 1


def test_thirty_numbers_at_once_have_no_gaps(world: World) -> None:
    hour = a_line(world)
    taken = at_once(*[lambda one=one: actions.take_ticket(one, hour=hour) for one in crowd(30)])
    assert sorted(ticket.number for ticket in taken) == [*range(1, 31)]
    hour.refresh_from_db()
    assert hour.last_number == 30


def test_pressed_four_times_is_one_number(world: World) -> None:
    hour = a_line(world)
    taken = at_once(*[lambda: actions.take_ticket(world.bram, hour=hour) for _ in range(4)])
    assert {ticket.number for ticket in taken} == {1}


def _calls(expert: Actor, hour: ConsultationHour, times: int) -> list[int]:
    """Calls, meets and sends on, one after another."""
    called = []
    try:
        for _ in range(times):
            turn = actions.call_next(expert, hour=hour)
            if turn is None:
                continue
            assert isinstance(turn, QueueTicket)
            called.append(turn.number)
            actions.came(expert, hour=hour)
    finally:
        connection.close()
    return called


def test_two_who_call_forty_times_never_call_the_same(world: World) -> None:
    hour = two_experts(world)
    for one in range(40):
        actions.add_walk_in(world.noor, hour=hour, first_name=f"Bezoeker {one}")
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda who: _calls(who, hour, 40), (world.noor, world.peter)))
    called = [*both[0], *both[1]]
    assert sorted(called) == [*range(1, 41)]
    assert all(numbers == sorted(numbers) for numbers in both)


def test_called_and_gone_at_one_moment_ends_one_way(world: World) -> None:
    hour = a_line(world)
    for _ in range(8):
        ticket = actions.take_ticket(world.bram, hour=hour)
        results: Any = at_once(
            lambda: actions.call_next(world.noor, hour=hour),
            lambda: actions.leave_queue(world.bram, hour=hour),
        )
        ticket.refresh_from_db()
        assert ticket.left_at is not None
        assert ticket.came_at is None
        del results
