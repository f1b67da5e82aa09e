"""What becomes of seats and events when somebody leaves, or has one account instead of two."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import comes, one_of_each, open_day
from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, queries, rules
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event, EventOrganiser, EventSeries, Registration
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def test_her_seat_goes_to_who_waits(world: World) -> None:
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    joost = comes(world.joost, event)
    actions.step_out(actor=world.samira, at=now())
    joost.refresh_from_db()
    assert rules.is_offered(joost, now())


def test_what_she_alone_organises_keeps_her(world: World) -> None:
    place = world.joost.roles.get(until=None).organisation
    starts_at = now() + timedelta(days=3)
    said = EventDetails(
        name="Open huis",
        venue="Stadhuis",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    event = actions.plan_event(world.joost, details=said, organisation=place)
    with pytest.raises(Refused, match="Open huis"):
        actions.step_out(actor=world.joost, at=now())
    actions.add_organiser(world.joost, event=event, organiser=world.samira)
    moment = now()
    actions.step_out(actor=world.joost, at=moment)
    with pytest.raises(Event.DoesNotExist):
        queries.organised_event(world.joost, event.pk)
    actions.step_in_again(actor=world.joost, at=moment)
    assert queries.organised_event(world.joost, event.pk)


def test_she_is_forgotten_and_the_day_is_held(world: World) -> None:
    event = one_of_each(world, world.samira)
    former = Actor.objects.create(kind="person", handle="former_x", name="")
    actions.erase_attendee(actor=world.samira, former=former)
    assert not Registration.objects.filter(person=world.samira).exists()
    assert not EventOrganiser.objects.filter(actor=world.samira).exists()
    assert EventOrganiser.objects.filter(actor=former).exists()
    assert EventSeries.objects.get().by == former
    assert queries.event(world.joost, event.pk)


def test_two_accounts_come_once(world: World) -> None:
    event, other = open_day(world, capacity=2), open_day(world, name="Elders")
    double = member("Samira", "samira@oud.example")
    comes(world.samira, event)
    comes(double, event)
    comes(double, other)
    actions.add_organiser(world.marit, event=event, organiser=double)
    actions.take_over_events(kept=world.samira, merged=double, at=now())
    rows = Registration.objects.filter(person=world.samira, cancelled_at=None)
    assert {row.event for row in rows} == {event, other}
    event.refresh_from_db()
    assert event.seats_taken == 1
    assert queries.organised_event(world.samira, event.pk)


def test_in_a_day_of_the_demo_people_come(world: World) -> None:
    starts_at = now() + timedelta(days=3)
    said = EventDetails(
        name="Dag", form="online", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    event = actions.lay_out_event(
        world.marit,
        details=said,
        groups_that_hold=[world.group],
        coming=[world.samira, world.joost],
        at=now() - timedelta(days=1),
    )
    event.refresh_from_db()
    assert event.seats_taken == 2
    assert queries.who_comes(world.samira, event).count() == 2
