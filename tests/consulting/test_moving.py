"""An event that is moved takes its desks along."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now
from icalendar import Calendar

from tests import postbox
from tests.consulting.a_desk import NOTE, a_desk, slots
from tests.events.a_day import open_day
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.consulting import actions
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, IntakeNote
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.interfaces.jobs import followups
from vaknet.kit.words import moment_in_words

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def move(world: World, event: Event, later: timedelta) -> None:
    details = events.EventDetails(
        name=event.name,
        venue=event.venue,
        starts_at=event.starts_at + later,
        ends_at=event.ends_at + later,
    )
    events.change_event(world.marit, event=event, details=details)


def desk_of(world: World, event: Event, expert: Actor, *, after: timedelta) -> ConsultationHour:
    begins = event.starts_at + after
    hour = a_desk(
        world, by=world.marit, event=event, starts_at=begins, minutes=60, experts=[expert]
    )
    actions.agree_to_sit(expert, hour=hour)
    return hour


def letters(verb: str) -> list[mail.EmailMessage]:
    mail.outbox = []
    for activity in Activity.objects.filter(verb=verb).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


@pytest.mark.parametrize("later", [HOUR, -HOUR, timedelta(days=1, minutes=15)])
def test_hours_times_and_who_booked_go_along(world: World, later: timedelta) -> None:
    """Noor sits at one desk after the other: neither stands in the way of the other."""
    event = open_day(world)
    one = desk_of(world, event, world.noor, after=HOUR)
    other = desk_of(world, event, world.noor, after=2 * HOUR)
    booked = actions.book(world.samira, hour=one, slot=slots(one)[1].pk, note=NOTE)
    Booking.objects.update(reminded_at=now())
    Expert.objects.update(reminded_at=now())
    before = [slot.starts_at for hour in (one, other) for slot in slots(hour)]
    kept = IntakeNote.objects.get().erase_at
    move(world, event, later)
    assert [x.starts_at for hour in (one, other) for x in slots(hour)] == [
        moment + later for moment in before
    ]
    begins = one.starts_at
    one.refresh_from_db()
    booked.refresh_from_db()
    assert (one.starts_at, one.sequence) == (begins + later, 1)
    assert (booked.reminded_at, booked.sequence) == (None, 1)
    assert not Expert.objects.exclude(reminded_at=None).exists()
    assert IntakeNote.objects.get().erase_at == kept + later
    [letter] = letters("moved_consultation")
    slot = booked.slot
    slot.refresh_from_db()
    when = moment_in_words(slot.starts_at.astimezone(one.local_start.tzinfo), "nl")
    assert letter.to == ["samira@waterveen.example"]
    assert when in letter.subject
    assert "Zaal 4" in letter.body
    [file] = Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")
    assert file["SEQUENCE"] == 1


def test_who_would_sit_at_two_desks_is_off_the_one_that_moved(world: World) -> None:
    event = open_day(world)
    hour = desk_of(world, event, world.noor, after=HOUR)
    actions.add_expert(world.marit, hour=hour, expert=world.peter)
    actions.agree_to_sit(world.peter, hour=hour)
    for person, number in ((world.samira, 0), (world.joost, 1)):
        actions.book(person, hour=hour, slot=slots(hour)[number].pk)
    was = Booking.objects.get(person=world.samira).slot.starts_at
    standing = a_desk(world, subject="Pensioen", starts_at=hour.starts_at + 2 * HOUR)
    move(world, event, 2 * HOUR)
    assert {one.actor for one in slots(hour)} == {world.peter}
    assert {one.actor for one in slots(standing)} == {world.noor}
    gone = Booking.objects.get(person=world.samira)
    stays = Booking.objects.get(person=world.joost)
    assert (gone.expert.actor, stays.expert.actor) == (world.noor, world.peter)
    assert gone.cancelled_at is not None
    assert stays.cancelled_at is None
    [letter] = letters("gave_up_booking")
    assert letter.to == ["samira@waterveen.example"]
    assert moment_in_words(was.astimezone(hour.local_start.tzinfo), "nl") in letter.subject
    assert [one.to for one in letters("moved_consultation")] == [["joost@duinrade.example"]]


def test_a_desk_that_is_off_stays_where_it_was(world: World) -> None:
    event = open_day(world)
    hour = desk_of(world, event, world.noor, after=HOUR)
    actions.cancel_hour(world.marit, hour=hour)
    begins = hour.starts_at
    move(world, event, HOUR)
    hour.refresh_from_db()
    assert hour.starts_at == begins
