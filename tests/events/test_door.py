"""At the door, and what the clock does before it opens."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import a_day, comes, open_day
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def test_a_ticket_counts_once(world: World) -> None:
    event = open_day(world)
    row = comes(world.samira, event)
    typed = f" {row.code[:4].lower()}-{row.code[4:]} "
    first = actions.check_in(world.marit, event=event, code=typed)
    again = actions.check_in(world.marit, event=event, code=row.code)
    assert (first.was_in, again.was_in) == (False, True)
    assert Activity.objects.filter(verb="checked_in").count() == 1
    for _time in range(2):
        actions.undo_check_in(world.marit, event=event, registration=row)
    assert Registration.objects.get(pk=row.pk).checked_in_at is None
    assert Activity.objects.filter(verb="undid_check_in").count() == 1


def test_a_ticket_that_does_not_count(world: World) -> None:
    event, other = open_day(world, capacity=1), open_day(world, name="Elders")
    comes(world.samira, event)
    waits = comes(world.joost, event)
    elsewhere = comes(world.samira, other)
    gone = comes(world.noor, other)
    actions.cancel_registration(world.noor, event=other)
    for at, code, words in (
        (event, "ABCDEFGH", "not of this event"),
        (event, elsewhere.code, "not of this event"),
        (event, waits.code, "waits for a seat"),
        (other, gone.code, "was cancelled"),
    ):
        with pytest.raises(Refused, match=words):
            actions.check_in(world.marit, event=at, code=code)


def test_only_organisers_stand_at_the_door(world: World) -> None:
    event = open_day(world)
    row = comes(world.samira, event)
    with pytest.raises(Event.DoesNotExist):
        actions.check_in(world.samira, event=event, code=row.code)


def test_who_comes_is_reminded_once(world: World) -> None:
    soon = open_day(world, starts_at=now() + timedelta(hours=20))
    open_day(world, name="Later")
    a_day(world, name="Concept", starts_at=now() + timedelta(hours=20))
    assert actions.remind(now=now()) == 1
    assert actions.remind(now=now()) == 0
    told = Activity.objects.filter(verb="reminded_of_event")
    assert [(row.object, row.actor) for row in told] == [(soon, world.group.actor)]
