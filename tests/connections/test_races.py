"""Two people at the same moment, in two threads with a real database each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.world import build
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Connection, ConnectionRequest, Introduction
from vaknet.domain.refusal import Refused

NOTE = "Zullen we kennismaken?"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Any:
    return build()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run these together; what was refused comes back as the refusal."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_who_ask_each_other_at_the_same_moment_are_connected_once(world):
    at_once(
        lambda: actions.request_connection(world.bram, recipient=world.marit, note=NOTE),
        lambda: actions.request_connection(world.marit, recipient=world.bram, note=NOTE),
    )
    assert Connection.objects.filter(holder=world.bram, contact=world.marit).count() == 1
    assert Connection.objects.filter(holder=world.marit, contact=world.bram).count() == 1


def test_a_double_click_on_accept_makes_one_pair(world):
    request = actions.request_connection(world.bram, recipient=world.marit, note=NOTE)
    ties = at_once(
        *[lambda: actions.accept_request(world.marit, request=request) for _ in range(4)]
    )
    assert len({tie.pk for tie in ties}) == 1
    assert Connection.objects.filter(holder=world.bram).count() == 1


def test_a_double_click_on_ask_asks_once(world):
    at_once(
        *[
            lambda: actions.request_connection(world.bram, recipient=world.marit, note=NOTE)
            for _ in range(4)
        ]
    )
    assert ConnectionRequest.objects.filter(sender=world.bram).count() == 1


def test_withdrawn_and_accepted_at_the_same_moment_ends_one_way(world):
    request = actions.request_connection(world.bram, recipient=world.marit, note=NOTE)
    at_once(
        lambda: actions.accept_request(world.marit, request=request),
        lambda: actions.withdraw_request(world.bram, request=request),
    )
    request.refresh_from_db()
    assert (request.accepted_at is None) != (request.withdrawn_at is None)
    assert queries.are_connected(world.bram, world.marit) == (request.accepted_at is not None)


def test_both_end_it_at_the_same_moment(world):
    at_once(
        lambda: _or_none(lambda: actions.end_connection(world.samira, contact=world.joost)),
        lambda: _or_none(lambda: actions.end_connection(world.joost, contact=world.samira)),
    )
    assert not queries.are_connected(world.samira, world.joost)


def _or_none(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Connection.DoesNotExist:
        return None


def test_the_target_says_yes_while_the_asker_connects_directly(world):
    introduction = actions.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Over het archief."
    )
    actions.agree_to_introduce(world.joost, step=introduction.steps.get())
    request = actions.request_connection(world.samira, recipient=world.marit, note=NOTE)
    at_once(
        lambda: actions.accept_introduction(world.marit, introduction=introduction),
        lambda: actions.accept_request(world.marit, request=request),
    )
    ties = Connection.objects.filter(holder=world.samira, contact=world.marit, until=None)
    assert ties.count() == 1


def test_asking_twice_at_once_asks_one_introduction(world):
    at_once(
        *[
            lambda: actions.ask_introduction(
                world.samira, target=world.marit, route=[world.joost], purpose="Over het archief."
            )
            for _ in range(3)
        ]
    )
    assert Introduction.objects.count() == 1


def test_the_clock_ticking_twice_offers_once(world):
    actions.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Over het archief."
    )
    later = timezone.now() + timedelta(days=9)
    offered = at_once(*[lambda: actions.offer_next_routes(now=later) for _ in range(3)])
    assert sum(len(some) for some in offered) == 1
