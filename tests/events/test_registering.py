"""Saying "I'm coming": a seat, a place in the line, and giving it back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import a_day, comes, open_day
from tests.world import World
from vaknet.domain.events import actions, queries, rules
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def seats(event: Event) -> int:
    """As counted along, which is what the rows say too."""
    rows = Registration.objects.filter(event=event)
    event.refresh_from_db()
    assert event.seats_taken == sum(row.seats for row in rows if rules.holds_seat(row))
    return event.seats_taken


def test_who_comes_has_a_seat(world: World) -> None:
    event = open_day(world, capacity=2)
    row = comes(world.samira, event)
    assert row.seated_at is not None
    assert len(row.code) == 8
    assert comes(world.samira, event) == row
    assert seats(event) == 1


def test_the_line_is_served_in_its_order(world: World) -> None:
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    joost, noor = comes(world.joost, event), comes(world.noor, event)
    assert [queries.place_in_line(row) for row in (joost, noor)] == [1, 2]
    actions.cancel_registration(world.samira, event=event)
    joost.refresh_from_db()
    noor.refresh_from_db()
    assert rules.is_offered(joost, now())
    assert rules.is_waiting(noor)
    assert seats(event) == 1
    actions.accept_offer(world.joost, event=event)
    assert comes(world.joost, event).seated_at is not None
    assert seats(event) == 1


def test_an_offer_that_nobody_answers_goes_on(world: World) -> None:
    event = open_day(world, capacity=1)
    for person in (world.samira, world.joost, world.noor):
        comes(person, event)
    actions.cancel_registration(world.samira, event=event)
    later = now() + timedelta(hours=13)
    assert actions.lapse_offers(at=later) == 1
    assert queries.registration(world.joost, event) is None
    offered = queries.registration(world.noor, event)
    assert offered is not None
    assert offered.offered_until is not None
    with pytest.raises(Refused, match="not on the list"):
        actions.accept_offer(world.joost, event=event)
    assert seats(event) == 1


def test_a_newcomer_does_not_pass_the_line(world: World) -> None:
    """Two wait together for two seats; one that is free goes to nobody who came later."""
    event = open_day(world, capacity=2, most_companions=1)
    comes(world.samira, event)
    comes(world.joost, event, companions=1)
    noor = comes(world.noor, event)
    assert noor.seated_at is None
    assert seats(event) == 1


def test_a_draft_takes_nobody(world: World) -> None:
    event = a_day(world)
    with pytest.raises(Refused, match="draft"):
        actions.register(world.marit, event=event)
    with pytest.raises(Event.DoesNotExist):
        actions.register(world.samira, event=event)
