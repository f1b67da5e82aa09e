"""What readers with fresh eyes found: each of it happened once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from tests.events import test_letters as letters
from tests.events.a_day import a_day, comes, open_day
from tests.events.test_letters import written
from tests.leaving.story import signed_in
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions, queries, rules
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.actions.registering import enrol, seat_or_wait
from vaknet.domain.events.links import guest_token
from vaknet.domain.events.models import Event, EventGuest, EventSeries, Registration
from vaknet.domain.groups import actions as groups
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.kit.recurrence import Every, Repeat

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 12, 1, 12, tzinfo=ZONE)
FIRST = datetime(2026, 12, 17, 9, 30, tzinfo=ZONE)


def guests_day(world: World, **said: object) -> tuple[Event, EventGuest]:
    event = open_day(world, readers="public", takes_guests=True, **said)
    actions.ask_as_guest(event=event, name="Wil Vonk", email="wil@elders.example", language="nl")
    return event, event.guests.get()


def test_a_guest_who_presses_twice_stays_off(world: World) -> None:
    _event, guest = guests_day(world)
    link, client = f"/b/gast/{guest_token(guest)}/", Client()
    client.post(link)
    for _time in range(2):
        client.post(link, {"act": "cancel"})
    assert not Registration.objects.filter(cancelled_at=None).exists()
    client.post(link, {"act": "accept"})
    assert not Registration.objects.filter(cancelled_at=None).exists()


def test_a_guest_where_guests_do_not_come_any_more(world: World) -> None:
    event, guest = guests_day(world)
    Event.objects.filter(pk=event.pk).update(takes_guests=False, readers="members")
    with pytest.raises(Refused, match="Guests cannot"):
        actions.confirm_guest(guest=guest)
    answer = Client().post(f"/b/gast/{guest_token(guest)}/")
    assert answer.status_code == 422


def test_a_guest_is_called_as_she_says_last(world: World) -> None:
    event, guest = guests_day(world)
    with time_machine.travel(now() + HOUR):
        actions.ask_as_guest(event=event, name="Wil", email="wil@elders.example", language="en")
    guest.refresh_from_db()
    assert (guest.name, guest.language) == ("Wil", "en")


def test_an_address_that_is_too_long(world: World) -> None:
    event, _guest = guests_day(world)
    far = "w" * 60 + "@" + ".".join(["elders" * 8] * 5) + ".example"
    said = {"name": "Wil", "email": far}
    assert Client().post(f"/b/{event.pk}/als-gast/", said).status_code == 422


def test_numbers_without_an_end(world: World) -> None:
    event = open_day(world)
    answer = signed_in(world.marit).post(f"/b/{event.pk}/deur/terug/", {"registration": "9" * 5000})
    assert answer.status_code == 404


def test_a_series_that_begins_after_a_year(world: World) -> None:
    event = open_day(world, starts_at=now() + 400 * DAY)
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.WEEK))
    assert Event.objects.count() == 1
    assert actions.plan_series(at=now() + 70 * DAY) == 1
    assert Event.objects.count() > 2


@time_machine.travel(TODAY, tick=False)
def test_all_are_moved_to_another_day_for_good(world: World) -> None:
    event = open_day(world, starts_at=FIRST, registers_until=FIRST - DAY)
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.MONTH_WEEKDAY))
    second = Event.objects.order_by("starts_at")[1]
    Event.objects.filter(pk=second.pk).update(registers_until=second.starts_at - 2 * DAY)
    moved = EventDetails(
        name="Vrijdag",
        venue="De Sluis",
        starts_at=FIRST + DAY,
        ends_at=FIRST + DAY + 2 * HOUR,
    )
    actions.change_later(world.marit, event=event, details=moved)
    second.refresh_from_db()
    assert second.registers_until is not None
    with time_machine.travel(TODAY + 60 * DAY, tick=False):
        actions.plan_series(at=TODAY + 60 * DAY)
        assert Event.objects.latest("starts_at").local_start.weekday() == 4


@time_machine.travel(TODAY, tick=False)
def test_all_are_moved_to_another_zone(world: World) -> None:
    event = open_day(world, starts_at=FIRST)
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.WEEK))
    there = datetime(2026, 12, 17, 10, tzinfo=ZoneInfo("America/Curacao"))
    said = EventDetails(
        name="Daar", venue="Punda", zone="America/Curacao", starts_at=there, ends_at=there + HOUR
    )
    actions.change_later(world.marit, event=event, details=said)
    assert {one.local_start.hour for one in Event.objects.all()} == {10}
    assert EventSeries.objects.get().starts_at.hour == 10


def test_a_draft_that_comes_back_is_published_with_all(world: World) -> None:
    event = a_day(world)
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.MONTH_DAY))
    actions.publish_event(world.marit, event=event)
    assert not Event.objects.filter(published_at=None).exists()


def test_what_has_been_does_not_come_back(world: World) -> None:
    event = open_day(world)
    Event.objects.update(starts_at=now() - 2 * DAY, ends_at=now() - DAY)
    with pytest.raises(Refused, match="has been"):
        actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.WEEK))


def test_in_the_name_of_two_groups_speak_both(world: World) -> None:
    own = groups.start_group(world.joost, name="Dakkapellen", purpose="Klein")
    starts_at = now() + DAY
    said = EventDetails(name="Samen", venue="X", starts_at=starts_at, ends_at=starts_at + HOUR)
    both = actions.plan_event(world.joost, details=said, groups_that_hold=[own, world.group])
    with pytest.raises(Refused, match="steward of each"):
        actions.publish_event(world.joost, event=both)


def test_who_waits_no_more_makes_place(world: World) -> None:
    """Two seats are free, Joost needs three; when he goes, Noor is asked at once."""
    event = open_day(world, capacity=3, most_companions=2)
    comes(world.samira, event)
    comes(world.joost, event, companions=2)
    noor = comes(world.noor, event)
    actions.cancel_registration(world.joost, event=event)
    noor.refresh_from_db()
    assert rules.is_offered(noor, now())


def test_who_needs_fewer_gets_what_there_is(world: World) -> None:
    event = open_day(world, capacity=3, most_companions=2)
    comes(world.samira, event)
    joost = comes(world.joost, event, companions=2)
    actions.change_registration(world.joost, event=event, companions=1)
    joost.refresh_from_db()
    assert rules.is_offered(joost, now())


def test_who_left_the_group_can_give_her_seat_back(world: World) -> None:
    event = open_day(world, readers="group")
    comes(world.samira, event)
    groups.leave_group(world.samira, group=world.group)
    page = signed_in(world.samira)
    assert page.get(f"/b/{event.pk}/ik-kom-niet/").status_code == 200
    page.post(f"/b/{event.pk}/ik-kom-niet/")
    assert page.get(f"/b/{event.pk}/").status_code == 404


def test_letters_that_would_be_wrong(world: World) -> None:
    letters._seen[0] = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    actions.cancel_registration(world.samira, event=event)
    actions.cancel_event(world.marit, event=event)
    written()
    actions.lapse_offers(at=now() + 13 * HOUR)
    assert written() == []
    over = open_day(world, name="Was")
    comes(world.samira, over)
    written()
    Event.objects.filter(pk=over.pk).update(starts_at=now() - 2 * DAY, ends_at=now() - DAY)
    over.refresh_from_db()
    later = EventDetails(name="Was", venue="Opname", starts_at=over.starts_at, ends_at=over.ends_at)
    actions.change_event(world.marit, event=over, details=later)
    assert written() == []


def test_who_is_kept_apart_looks_like_nobody(world: World) -> None:
    event = open_day(world)
    people.block(world.bram, other=world.marit)
    marit, desk = signed_in(world.marit), f"/b/{event.pk}/organisatoren/"
    for handle in (world.bram.handle, "nergens"):
        assert marit.post(desk, {"handle": handle}).status_code == 303
        assert "Nobody here has this address" in marit.get(f"/b/{event.pk}/maken/").text


def test_the_better_place_is_kept_when_two_become_one(world: World) -> None:
    event = open_day(world, capacity=1)
    double = member("Samira", "samira@oud.example")
    comes(double, event)
    comes(world.samira, event)
    actions.take_over_events(kept=world.samira, merged=double, at=now())
    row = queries.registration(world.samira, event)
    assert row is not None
    assert row.seated_at is not None
    event.refresh_from_db()
    assert event.seats_taken == 1


def test_who_organised_it_is_gone_and_the_clock_goes_on(world: World) -> None:
    place = world.joost.roles.get(until=None).organisation
    starts_at = now() + DAY
    said = EventDetails(name="Huis", venue="X", starts_at=starts_at, ends_at=starts_at + HOUR)
    event = actions.plan_event(world.joost, details=said, organisation=place)
    actions.publish_event(world.joost, event=event)
    former = Actor.objects.create(kind="person", handle="former_x", name="")
    actions.erase_attendee(actor=world.joost, former=former)
    assert actions.remind(now=now()) == 1


def test_who_stopped_organising_does_nothing_in_the_log_any_more(world: World) -> None:
    place = world.joost.roles.get(until=None).organisation
    starts_at = now() + DAY
    said = EventDetails(name="Huis", venue="X", starts_at=starts_at, ends_at=starts_at + HOUR)
    event = actions.plan_event(world.joost, details=said, organisation=place)
    actions.add_organiser(world.joost, event=event, organiser=world.samira)
    actions.publish_event(world.joost, event=event)
    actions.stop_organising(world.joost, event=event, organiser=world.joost)
    actions.remind(now=now())
    assert Activity.objects.get(verb="reminded_of_event").actor == world.samira


def test_nobody_gets_a_seat_at_what_is_cancelled(world: World) -> None:
    event = open_day(world)
    row = enrol(event, person=world.samira, companions=0)
    Event.objects.update(cancelled_at=now())
    with pytest.raises(Refused, match="cancelled"):
        seat_or_wait(event, row)
