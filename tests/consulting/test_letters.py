"""Letters about consultation hours: when and where, a file for the calendar, and never a note."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils.timezone import now
from icalendar import Calendar
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import postbox
from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, slots
from tests.consulting.test_weekly import weekly
from tests.events.a_day import open_day
from tests.offline.push_service import Browser
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.consulting import actions
from vaknet.domain.consulting.models import ConsultationHour, QueueTicket
from vaknet.domain.events.actions import cancel_event
from vaknet.domain.people.actions import block
from vaknet.domain.pushing import actions as pushing
from vaknet.interfaces.jobs import clock_of_consulting, followups, turns
from vaknet.kit.words import moment_in_words

pytestmark = pytest.mark.django_db


def told(*verbs: str) -> list[Any]:
    """The letters that follow on what happened, as they are sent."""
    mail.outbox = []
    for activity in Activity.objects.filter(verb__in=verbs).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    assert [letter for letter in mail.outbox if NOTE in str(letter.message())] == []
    return list(mail.outbox)


def in_two_days(world: World, **said: Any) -> ConsultationHour:
    return a_desk(world, starts_at=now() + timedelta(days=2), **said)


def test_the_time_with_its_date_and_place_and_a_file(world: World) -> None:
    hour = in_two_days(world)
    booked = actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    [letter] = told("booked_consultation")
    assert letter.to == ["samira@waterveen.example"]
    when = moment_in_words(hour.local_start, "nl")
    assert when in letter.subject
    assert "Zaal 4" in letter.body
    assert "Noor Janssen" in letter.body
    [file] = letter.attachments
    [event] = Calendar.from_ical(file[1]).walk("VEVENT")
    assert (str(event["UID"]).split("@")[0], event["SUMMARY"]) == (str(booked.uid), "Arbeidsrecht")
    assert event["DTSTART"].dt == hour.starts_at.replace(microsecond=0)
    actions.move_booking(world.samira, hour=hour, slot=slots(hour)[1].pk)
    [moved] = told("moved_consultation")
    [event] = Calendar.from_ical(moved.attachments[0][1]).walk("VEVENT")
    assert event["SEQUENCE"] == 1


def test_given_back(world: World) -> None:
    hour = in_two_days(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    actions.cancel_booking(world.samira, hour=hour)
    assert told("booked_consultation") == []
    [letter] = told("cancelled_consultation")
    assert letter.subject.startswith("Afgezegd: Arbeidsrecht")
    assert "STATUS:CANCELLED" in letter.attachments[0][1]


def test_an_hour_that_is_cancelled(world: World) -> None:
    hour = in_two_days(world)
    for person, slot in ((world.samira, 0), (world.joost, 1)):
        actions.book(person, hour=hour, slot=slots(hour)[slot].pk, note=NOTE)
    actions.cancel_hour(world.noor, hour=hour, reason="Noor is ziek.")
    letters = told("gave_up_booking")
    assert [letter.to[0].split("@")[0] for letter in letters] == ["samira", "joost"]
    assert all("Noor is ziek." in letter.body for letter in letters)
    assert "Joost" not in letters[0].body


def test_an_event_that_is_cancelled_takes_its_desks_along(world: World) -> None:
    event = open_day(world)
    at = event.starts_at + timedelta(hours=1)
    hour = a_desk(world, by=world.marit, event=event, starts_at=at)
    booked = actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    cancel_event(world.marit, event=event, reason="Te weinig mensen.")
    told("cancelled_event")
    told("cancelled_event")
    hour.refresh_from_db()
    booked.refresh_from_db()
    assert booked.cancelled_at == hour.cancelled_at is not None
    [letter] = told("gave_up_booking")
    assert "Te weinig mensen." in letter.body


def test_what_has_begun_needs_no_letter(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk)
    actions.book(world.joost, hour=hour, slot=second.pk)
    begun(first, minutes=30)
    actions.cancel_booking(world.samira, hour=hour)
    actions.cancel_hour(world.noor, hour=hour)
    assert told("gave_up_booking", "cancelled_consultation") == []


def test_the_day_before(world: World) -> None:
    hour = in_two_days(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    with time_machine.travel(hour.starts_at - timedelta(hours=20)):
        clock_of_consulting.remind_of_consultations(0)
        hers, experts = told("was_reminded_of_consultation", "was_reminded_of_desk")
    assert hers.to == ["samira@waterveen.example"]
    assert "Kun je niet?" in hers.body
    assert experts.to == ["noor@vakbond.example"]
    assert "Samira El Idrissi" in experts.body
    actions.cancel_hour(world.noor, hour=hour)
    assert told("was_reminded_of_consultation", "was_reminded_of_desk") == []


def test_an_empty_desk_is_said(world: World) -> None:
    hour = in_two_days(world, zone="Europe/Lisbon")
    with time_machine.travel(hour.starts_at - timedelta(hours=20)):
        actions.remind_experts(now=now())
        [letter] = told("was_reminded_of_desk")
    assert "Nog niemand koos een tijd." in letter.body
    assert "(Europe/Lisbon)" in letter.body


def test_asked_to_sit_there(world: World) -> None:
    hour = in_two_days(world, by=world.marit, group=world.group, experts=[world.noor])
    [letter] = told("asked_expert")
    assert letter.to == ["noor@vakbond.example"]
    assert "Marit Hoekstra" in letter.subject
    actions.agree_to_sit(world.noor, hour=hour)
    assert told("asked_expert") == []


def test_of_whom_she_blocked_she_gets_no_letter(world: World) -> None:
    in_two_days(world, by=world.marit, experts=[world.noor])
    block(world.noor, other=world.marit)
    assert told("asked_expert") == []


def test_a_blocked_expert_has_no_name_in_the_letter(world: World) -> None:
    hour = in_two_days(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    block(world.noor, other=world.samira)
    [letter] = told("booked_consultation")
    assert "Noor" not in letter.body


def test_by_the_clock(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    begun(first)
    actions.call_next(world.noor, hour=hour)
    with time_machine.travel(now() + timedelta(days=30)):
        clock_of_consulting.free_no_shows(0)
        clock_of_consulting.erase_intake_notes(0)
        clock_of_consulting.make_hours(0)
    assert Activity.objects.filter(verb="missed_consultation").count() == 1


def on_telephone(world: World) -> Browser:
    hour_from_now = now() + timedelta(hours=1)
    Session.objects.create(session_key="telephone", session_data="", expire_date=hour_from_now)
    phone = Browser("https://push.example/samira")
    subscription, names = phone.subscription, ("Firefox", "Android")
    pushing.allow_device(world.samira, session="telephone", subscription=subscription, names=names)
    return phone


def turns_to_bring() -> list[dict[str, int]]:
    jobs = ProcrastinateJob.objects.filter(task_name=turns.PUSH_TURN)
    return list(jobs.values_list("args", flat=True))


def test_her_turn_comes_to_her_telephone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    on_telephone(world)
    hour = a_line(world, subject="Ontslag")
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.add_walk_in(world.noor, hour=hour, first_name="Wil")
    pushed: list[dict[str, str]] = []
    monkeypatch.setattr(turns, "push", lambda _to, words, **_how: pushed.append(words))
    actions.call_next(world.noor, hour=hour)
    told("called_next")
    [job] = turns_to_bring()
    clock_of_consulting.push_turn(**job)
    assert pushed[0]["body"] == "Je bent aan de beurt. Kom naar de tafel."
    assert pushed[0]["url"] == f"/spreekuren/{hour.pk}/mijn/"
    assert "Ontslag" not in str(pushed)


def test_a_telephone_that_is_gone_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_telephone(world)
    device = world.samira.devices.get()

    def gone(*_to: Any, **_how: Any) -> None:
        raise turns.Gone

    monkeypatch.setattr(turns, "push", gone)
    turns.bring(device.pk, 1)
    assert not world.samira.devices.exists()
    turns.bring(device.pk, 1)


def test_who_came_meanwhile_is_not_told(world: World) -> None:
    on_telephone(world)
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour)
    actions.call_next(world.noor, hour=hour)
    actions.came(world.noor, hour=hour)
    told("called_next")
    assert turns_to_bring() == []
    assert QueueTicket.objects.count() == 1


def test_experts_hear_that_their_hour_is_off(world: World) -> None:
    """All who agreed but who cancelled it; who was only asked does not sit there."""
    hour = in_two_days(world, experts=[world.noor, world.peter, world.fatma])
    actions.agree_to_sit(world.peter, hour=hour)
    block(world.peter, other=world.noor)
    actions.cancel_hour(world.noor, hour=hour, reason="De zaal is dicht.")
    [letter] = told("cancelled_consultation_hour")
    assert letter.to == ["peter@zuiderstreek.example"]
    assert letter.subject == "Afgezegd: je spreekuur Arbeidsrecht"
    for said in (moment_in_words(hour.local_start, "nl"), "Zaal 4", "De zaal is dicht."):
        assert said in letter.body
    with time_machine.travel(hour.ends_at):
        assert told("cancelled_consultation_hour") == []


def test_experts_hear_that_their_weeks_are_off(world: World) -> None:
    held = weekly(world, by=world.marit, group=world.group, experts=[world.marit, world.joost])
    actions.agree_to_sit(world.joost, hour=held.hours.earliest("held_on"))
    actions.end_weekly_hour(world.marit, weekly=held)
    letters = told("cancelled_consultation_hour")
    assert {letter.to[0] for letter in letters} == {"joost@duinrade.example"}
