"""Coming without an account."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from tests.events.a_day import comes, open_day
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions, rules
from vaknet.domain.events.actions import guests
from vaknet.domain.events.links import guest_of, guest_token
from vaknet.domain.events.models import Event, EventGuest, Registration, RegistrationAnswer
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def day(world: World, **said: object) -> Event:
    return open_day(world, readers="public", takes_guests=True, **said)


def ask(event: Event, email: str = "wil@elders.example") -> None:
    actions.ask_as_guest(event=event, name="Wil Vonk", email=email, language="nl")


def letters() -> int:
    return Activity.objects.filter(verb="asked_as_guest").count()


def test_an_address_is_written_to_once_in_a_while(world: World) -> None:
    event = day(world)
    ask(event)
    ask(event, " WIL@elders.example ")
    assert letters() == 1
    with time_machine.travel(now() + timedelta(minutes=11)):
        ask(event)
    assert letters() == 2
    assert EventGuest.objects.get().name == "Wil Vonk"
    assert not Registration.objects.exists()


def test_to_a_member_the_same(world: World) -> None:
    """Whether samira@waterveen.example is a member cannot be told from what happens."""
    event = day(world)
    ask(event, "samira@waterveen.example")
    ask(event)
    assert letters() == 2


def test_by_the_link_she_has_a_seat(world: World) -> None:
    event = day(world, capacity=1, questions=["Wat eet je?"])
    ask(event)
    guest = guest_of(guest_token(EventGuest.objects.get()))
    asked = event.questions.get()
    for _time in range(2):
        row = actions.confirm_guest(guest=guest, answers={asked.pk: "Alles"})
    row.refresh_from_db()
    with time_machine.travel(now() + timedelta(minutes=11)):
        actions.ask_as_guest(event=event, name="Iemand", email=guest.email, language="en")
    assert EventGuest.objects.get().name == "Wil Vonk"  # she proved that the address is hers
    assert row.seated_at
    assert rules.is_waiting(comes(world.samira, event))
    for _time in range(2):
        actions.cancel_as_guest(guest=guest)
    actions.accept_offer(world.samira, event=event)
    again = actions.confirm_guest(guest=guest)
    again.refresh_from_db()
    assert rules.is_waiting(again)


def test_a_guest_takes_an_offer(world: World) -> None:
    event = day(world, capacity=1)
    comes(world.samira, event)
    ask(event)
    guest = EventGuest.objects.get()
    actions.confirm_guest(guest=guest)
    with pytest.raises(Refused, match="offer is over"):
        actions.accept_as_guest(guest=guest)
    actions.cancel_registration(world.samira, event=event)
    Event.objects.update(cancelled_at=now())
    with pytest.raises(Refused, match="cancelled"):
        actions.accept_as_guest(guest=guest)
    Event.objects.update(cancelled_at=None)
    for _time in range(2):
        actions.accept_as_guest(guest=guest)
    row = Registration.objects.get(guest=guest)
    assert row.seated_at
    actions.check_in(world.marit, event=event, code=row.code)
    with pytest.raises(Refused, match="there already"):
        actions.cancel_as_guest(guest=guest)


def test_not_where_guests_do_not_come(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = open_day(world, readers="public")
    with pytest.raises(Refused, match="Only members"):
        ask(closed)
    hidden = open_day(world, name="Stil", readers="group")
    with pytest.raises(Event.DoesNotExist):
        ask(hidden)
    event = day(world, name="Vol")
    monkeypatch.setattr(guests, "LETTERS_AN_HOUR", 1)
    ask(event)
    with pytest.raises(Refused, match="in an hour"):
        ask(event, "nog@elders.example")


def test_a_link_that_is_not_ours(world: World) -> None:
    ask(day(world))
    token = guest_token(EventGuest.objects.get())
    for wrong in ("", "x", token[:-1], token.replace("~", "~x"), "x" + token):
        with pytest.raises(EventGuest.DoesNotExist):
            guest_of(wrong)


def test_all_is_thrown_away_a_month_after(world: World) -> None:
    event = day(world, questions=["Wat eet je?"])
    asked = event.questions.get()
    ask(event)
    ask(event, "nooit@elders.example")
    actions.confirm_guest(guest=EventGuest.objects.order_by("pk")[0], answers={asked.pk: "Alles"})
    comes(world.samira, event, answers={asked.pk: "Vis"})
    actions.forget_guests(now=now() + timedelta(days=3))
    assert EventGuest.objects.count() == 1
    actions.forget_guests(now=event.ends_at + timedelta(days=29))
    assert RegistrationAnswer.objects.count() == 2
    actions.forget_guests(now=event.ends_at + timedelta(days=31))
    assert not EventGuest.objects.exists()
    assert not RegistrationAnswer.objects.exists()
    assert [row.person for row in Registration.objects.all()] == [world.samira]
