"""Many at the same moment: nobody gets a seat that is not there, and nobody is lost."""

from datetime import timedelta
from itertools import batched
from threading import Event as Happening
from time import monotonic, sleep

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import now

from tests import world as worlds
from tests.connections.test_races import at_once
from tests.events.a_day import comes, open_day
from tests.federation.story import somebody_elsewhere
from tests.waiting import somebody_waits
from tests.world import World, member
from vaknet.domain.events import actions
from vaknet.domain.events.actions import elsewhere, join_from_elsewhere
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 20  # connections of the test database
PATIENCE = 30.0


@pytest.fixture
def busy(transactional_db: None) -> World:
    return worlds.build()


def test_two_hundred_come_for_twenty_seats(busy: World) -> None:
    event = open_day(busy, capacity=20)
    people = [member(f"Lid {number}", f"lid{number}@duinrade.example") for number in range(200)]
    for some in batched(people, TOGETHER, strict=False):
        at_once(*[lambda one=one: actions.register(one, event=event) for one in some])
    rows = Registration.objects.filter(event=event, cancelled_at=None)
    assert rows.count() == 200
    assert rows.filter(seated_at__isnull=False).count() == 20
    event.refresh_from_db()
    assert event.seats_taken == 20


def test_a_double_click_comes_once(busy: World) -> None:
    event = open_day(busy, capacity=5)
    at_once(*[lambda: actions.register(busy.samira, event=event) for _ in range(6)])
    assert Registration.objects.count() == 1
    assert Event.objects.get(pk=event.pk).seats_taken == 1


def test_giving_back_and_coming_at_once(busy: World) -> None:
    """However they meet, a seat that is free is offered to who waits."""
    event = open_day(busy, capacity=1)
    comes(busy.samira, event)
    at_once(
        lambda: actions.cancel_registration(busy.samira, event=event),
        lambda: actions.register(busy.joost, event=event),
        lambda: actions.register(busy.noor, event=event),
    )
    rows = Registration.objects.filter(event=event, cancelled_at=None)
    held = rows.exclude(seated_at=None, offered_until=None)
    assert held.count() == 1
    assert Event.objects.aggregate(all=Sum("seats_taken"))["all"] == 1


def test_two_workers_let_an_offer_go_once(busy: World) -> None:
    event = open_day(busy, capacity=1)
    for person in (busy.samira, busy.joost, busy.noor):
        comes(person, event)
    actions.cancel_registration(busy.samira, event=event)
    later = now() + timedelta(hours=13)
    said = at_once(*[lambda: actions.lapse_offers(at=later) for _ in range(4)])
    assert sum(said) == 1
    assert Event.objects.get(pk=event.pk).seats_taken == 1


def test_two_helpers_let_one_person_in(busy: World) -> None:
    event = open_day(busy)
    row = comes(busy.samira, event)
    said = at_once(
        *[lambda: actions.check_in(busy.marit, event=event, code=row.code) for _ in range(4)]
    )
    assert sorted(one.was_in for one in said) == [False, True, True, True]


def test_two_networks_and_a_member_want_the_last_seat(busy: World) -> None:
    event = open_day(busy, capacity=1, readers="public", takes_guests=True)
    some = [somebody_elsewhere("Wout", host=f"{name}.example") for name in ("hier", "daar")]
    at_once(
        *[lambda one=one: join_from_elsewhere(one, event=event, asked_as=one.uri) for one in some],
        lambda: actions.register(busy.samira, event=event),
    )
    rows = Registration.objects.filter(event=event, cancelled_at=None)
    assert (rows.count(), rows.filter(seated_at__isnull=False).count()) == (3, 1)
    assert Event.objects.get(pk=event.pk).seats_taken == 1


def test_one_who_asks_twice_at_once_from_elsewhere_comes_once(busy: World) -> None:
    event = open_day(busy, capacity=5, readers="public", takes_guests=True)
    wout = somebody_elsewhere()
    asked = [f"{wout.uri}/{number}" for number in range(6)]
    at_once(
        *[lambda one=one: join_from_elsewhere(wout, event=event, asked_as=one) for one in asked]
    )
    assert Registration.objects.count() == 1
    assert Event.objects.get(pk=event.pk).seats_taken == 1


def test_who_come_at_once_from_one_domain_are_counted_one_after_another(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "JOINS_AN_HOUR", 2)
    event = open_day(busy, capacity=20, readers="public", takes_guests=True)
    some = [somebody_elsewhere("Wout", host=f"{name}.bouw.example") for name in "abcdef"]
    said = at_once(
        *[lambda one=one: join_from_elsewhere(one, event=event, asked_as=one.uri) for one in some]
    )
    assert sum(isinstance(one, Refused) for one in said) == 4
    assert Event.objects.get(pk=event.pk).seats_taken == 2


def test_a_seat_that_comes_free_while_somebody_asks_is_hers(busy: World) -> None:
    """It was taken when she asked. While she waits to stand in the line, it is given back."""
    event = open_day(busy, capacity=1)
    comes(busy.samira, event)
    given = Happening()

    def gives_back() -> None:
        with transaction.atomic():
            actions.cancel_registration(busy.samira, event=event)
            given.set()
            limit = monotonic() + PATIENCE
            while not somebody_waits():
                assert monotonic() < limit, "nobody waited"
                sleep(0.02)

    def asks() -> None:
        assert given.wait(PATIENCE)
        actions.register(busy.joost, event=event)

    at_once(gives_back, asks)
    row = Registration.objects.get(person=busy.joost, event=event)
    assert row.seated_at is not None
    assert Event.objects.get(pk=event.pk).seats_taken == 1
