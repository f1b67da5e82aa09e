"""A whole union day with 186 people, from the announcement to a month after it: in the browser for
those whom we follow, by the same actions for all others, and over mail.

The time is moved along on the server; the browser's own clock stays where it is.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils.translation import override
from icalendar import Calendar

from tests import postbox
from tests import world as worlds
from tests.world import member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections.queries import are_connected
from vaknet.domain.consulting import actions as consulting
from vaknet.domain.consulting.models import QueueTicket
from vaknet.domain.encounters import actions as encounters
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.groups import actions as groups
from vaknet.domain.programme import actions as programme
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.interfaces.jobs import followups

ZONE = ZoneInfo("Europe/Amsterdam")
PLANNED = datetime(2026, 12, 1, 10, tzinfo=ZONE)
DAY = datetime(2026, 12, 10, 9, 30, tzinfo=ZONE)
PEOPLE, POPULAR = 186, 20


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


class Post:
    """What is mailed since the last look."""

    def __init__(self) -> None:
        self.seen = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def __call__(self) -> list[mail.EmailMessage]:
        mail.outbox.clear()
        for activity in Activity.objects.filter(pk__gt=self.seen).order_by("pk"):
            followups.run(activity.pk)
            self.seen = activity.pk
        postbox.empty()
        return list(mail.outbox)


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment)


def crowd(world: worlds.World) -> list[Actor]:
    """All but those whom the story follows, and Bram, who comes last."""
    with transaction.atomic():
        made = [
            member(f"Lid {number}", f"lid{number}@waterveen.example", language="nl")
            for number in range(PEOPLE - 3)
        ]
        for person in made:
            groups.join_group(person, group=world.group)
    return made


def announced(walk, world: worlds.World) -> Event:
    marit = walk.open("/b/nieuw/", world.marit)
    fill = {
        "What is it called?": "Netwerkdag",
        "In one sentence": "Een dag met vakgenoten.",
        "Day": "2026-12-10",
        "Begins at": "09:30",
        "Ends at": "16:30",
        "Building or room": "Werkspoorhal",
        "Number of seats": str(PEOPLE),
    }
    for label, text in fill.items():
        marit.get_by_label(walk.say(label)).first.fill(text)
    walk.press(marit, "Keep the draft")
    walk.press(marit, "Publish it")
    marit.context.close()
    return Event.objects.get()


def a_programme(world: worlds.World, event: Event) -> tuple[Session, Session, Session]:
    """One that everybody wants, one beside it, and one after it."""
    small = programme.keep_room(world.marit, event=event, name="Zaal 1", capacity=POPULAR)
    hall = programme.keep_room(world.marit, event=event, name="Grote zaal", capacity=200)

    def plan(title: str, after: int, room) -> Session:
        starts_at = event.starts_at + timedelta(hours=after)
        details = programme.SessionDetails(
            title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), room=room
        )
        return programme.plan_session(world.marit, event=event, details=details)

    planned = plan("Durf te vragen", 1, small), plan("Je pensioen", 1, hall), plan("Wijk", 2, hall)
    programme.publish_programme(world.marit, event=event)
    return planned


def test_a_whole_day(walk, world) -> None:
    with at(PLANNED), override("nl"):
        people = crowd(world)
        post = Post()
        event = announced(walk, world)
        popular, _beside, later = a_programme(world, event)
        desk = consulting.open_hour(
            world.marit,
            details=consulting.DeskDetails(
                subject="Arbeidsrecht", room="Zaal 4", takes_walk_ins=True, takes_bookings=False
            ),
            starts_at=DAY + timedelta(hours=3),
            ends_at=DAY + timedelta(hours=5),
            event=event,
            experts=[world.noor],
        )
        consulting.agree_to_sit(world.noor, hour=desk)
        _sign_up(walk, world, event, people)
        _choose(event, people, popular, later)
        letters = post()
        _look_at_letters(letters)
        _a_seat_goes_on(walk, world, event, people, post)
        _a_workshop_place_goes_on(popular, people)
    with at(DAY - timedelta(hours=20)), override("nl"):
        assert events.remind(now=DAY - timedelta(hours=20)) == 1
        reminders = [one for one in post() if one.subject.startswith("Netwerkdag:")]
        assert len(reminders) == PEOPLE
        assert all("10 december, 9.30 tot 16.30 uur" in one.subject for one in reminders)
        assert all("Werkspoorhal" in one.body for one in reminders)
    with at(DAY + timedelta(hours=3, minutes=5)):
        _at_the_door(walk, world, event, people)
        _in_the_line(walk, world, desk)
        _they_met(walk, world, event)
    _afterwards(walk, world, event, post)


def _sign_up(walk, world, event, people) -> None:
    samira = walk.open(f"/b/{event.pk}/", world.samira)
    walk.press(samira, "I'm coming")
    walk.reads(samira, "You are coming")
    samira.context.close()
    with transaction.atomic():
        for person in (*people, world.joost, world.noor):
            events.register(person, event=event, listed=True)
    seated = Registration.objects.filter(event=event, seated_at__isnull=False)
    assert seated.count() == PEOPLE
    bram = walk.open(f"/b/{event.pk}/", world.bram)
    walk.press(bram, "Put me on the waiting list")
    walk.reads(bram, "You are number %(number)s on the waiting list", number="1")
    bram.context.close()


def _choose(event: Event, people: list[Actor], popular: Session, later: Session) -> None:
    """Thirty want what twenty can have; whoever finds it full gets in line for it."""
    for person in people[: POPULAR + 10]:
        both = [popular.pk, later.pk]
        programme.choose_sessions(person, event=event, sessions=both, waiting=[popular.pk])


def _look_at_letters(letters: list[mail.EmailMessage]) -> None:
    """Each holds the day and the place, and a file that her calendar reads."""
    tickets = [one for one in letters if "Werkspoorhal" in one.body and one.attachments]
    assert len(tickets) == PEOPLE
    (entry,) = Calendar.from_ical(tickets[0].attachments[0][1]).walk("VEVENT")
    assert entry.decoded("DTSTART") == DAY


def _a_seat_goes_on(walk, world, event, people, post) -> None:
    """Somebody gives hers back: Bram is written, and takes it."""
    events.cancel_registration(people[-1], event=event)
    (offered,) = [one for one in post() if one.to == ["bram@lindewoude.example"]]
    assert "10 december" in offered.body
    bram = walk.open(f"/b/{event.pk}/", world.bram)
    walk.press(bram, "Take the seat")
    walk.reads(bram, "You are coming")
    bram.context.close()
    event.refresh_from_db()
    assert event.seats_taken == PEOPLE


def _a_workshop_place_goes_on(popular: Session, people: list[Actor]) -> None:
    rows = SessionSignUp.objects.filter(session=popular, cancelled_at=None)
    assert rows.filter(seated_at__isnull=False).count() == POPULAR
    waits = rows.filter(seated_at=None).order_by("pk").first()
    assert waits is not None
    out = rows.filter(seated_at__isnull=False).select_related("registration__person")[0]
    programme.leave_session(out.registration.person, session=popular)
    waits.refresh_from_db()
    assert waits.offered_until is not None
    programme.accept_session_seat(waits.registration.person, session=popular)
    assert rows.filter(seated_at__isnull=False).count() == POPULAR


def _at_the_door(walk, world, event, people) -> None:
    code = Registration.objects.get(event=event, person=world.samira).code
    marit = walk.open(f"/b/{event.pk}/deur/", world.marit)
    marit.get_by_label(walk.say("Code on the ticket")).fill(f"{code[:4]} {code[4:]}".lower())
    walk.press(marit, "Check in")
    marit.get_by_text("Samira El Idrissi").first.wait_for()
    marit.context.close()
    rows = Registration.objects.filter(event=event, cancelled_at=None, checked_in_at=None)
    with transaction.atomic():
        for row in rows.exclude(person=people[0]):
            assert not events.check_in(world.marit, event=event, code=row.code).was_in
    there = Registration.objects.filter(event=event, checked_in_at__isnull=False)
    assert there.count() == PEOPLE - 1


def _in_the_line(walk, world, desk) -> None:
    """Two stand before her; Noor calls them one by one."""
    for person in (world.joost, world.bram):
        consulting.take_ticket(person, hour=desk)
    samira = walk.open(f"/spreekuren/{desk.pk}/", world.samira)
    walk.press(samira, "Take a number")
    number = QueueTicket.objects.get(person=world.samira).number
    assert number == 3
    samira.context.close()
    for _turn in range(2):
        consulting.call_next(world.noor, hour=desk)
        consulting.came(world.noor, hour=desk)
        consulting.done(world.noor, hour=desk)
    turn = consulting.call_next(world.noor, hour=desk)
    assert turn is not None
    assert turn.person == world.samira


def _they_met(walk, world, event) -> None:
    events.change_registration(world.bram, event=event, listed=True)
    samira = walk.open(f"/b/{event.pk}/ik-kom/", world.samira)
    samira.get_by_label(walk.say("Others who come may see that I come")).check()
    walk.press(samira, "Save")
    samira.goto(samira.url.split("/b/")[0] + f"/b/{event.pk}/ontmoet/")
    walk.look(samira)
    samira.get_by_label("Bram Kuipers").check()
    walk.press(samira, "Put them on my list")
    samira.get_by_role("button", name=walk.say("Stay in touch")).first.click()
    walk.look(samira)
    samira.context.close()
    assert not are_connected(world.samira, world.bram)


def _afterwards(walk, world, event, post) -> None:
    with at(DAY + timedelta(days=1)), override("nl"):
        encounters.ask_afterwards(at=DAY + timedelta(days=1))
        asked = [one for one in post() if one.subject.startswith("Wie sprak je?")]
        assert len(asked) == PEOPLE - 1
        bram = walk.open(f"/b/{event.pk}/ontmoet/?wie=samira", world.bram)
        bram.get_by_label("Samira El Idrissi").check()
        walk.press(bram, "Put them on my list")
        bram.get_by_role("button", name=walk.say("Stay in touch")).first.click()
        walk.reads(bram, "You are contacts")
        bram.context.close()
    assert are_connected(world.samira, world.bram)
    assert Encounter.objects.filter(kept_at__isnull=False).count() == 2
    month = DAY + timedelta(days=32)
    with at(month), override("nl"):
        encounters.ask_afterwards(at=month)
        letters = [one for one in post() if one.subject.startswith("Een maand na")]
        assert sorted(to for one in letters for to in one.to) == [
            "bram@lindewoude.example",
            "samira@waterveen.example",
        ]
