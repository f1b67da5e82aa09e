"""Who comes without an account chooses sessions by the link in her letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from django.utils.timezone import now
from icalendar import Calendar

from tests import postbox
from tests.connections.test_pages import words as plain
from tests.events.a_day import meanwhile
from tests.programme.a_programme import HOUR, Day, details, published, sits, taken
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions as events
from vaknet.domain.events.links import guest_token
from vaknet.domain.events.models import Event, EventGuest, Registration
from vaknet.domain.programme import actions, queries
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

pytestmark = pytest.mark.django_db


def guest_of_day(day: Day, email: str = "wil@elders.example") -> EventGuest:
    events.ask_as_guest(event=day.event, name="Wil Vonk", email=email, language="nl")
    guest = day.event.guests.get(email=email)
    events.confirm_guest(guest=guest)
    return guest


@pytest.fixture
def day(world: World) -> Day:
    return published(world, readers="public", takes_guests=True, seats=1)


@pytest.fixture
def wil(day: Day) -> EventGuest:
    return guest_of_day(day)


def page_of(guest: EventGuest) -> str:
    return f"/b/gast/{guest_token(guest)}/programma/"


def visitor() -> Client:
    return Client(headers={"accept-language": "nl"})


def has(guest: EventGuest) -> list[tuple[str, bool]]:
    rows = SessionSignUp.objects.filter(registration__guest=guest, cancelled_at=None)
    return [(one.session.title, one.seated_at is not None) for one in rows.order_by("pk")]


def round_of(session: Session) -> str:
    return f"round_{int(session.starts_at.timestamp())}"


def letters(*verbs: str) -> list[mail.EmailMessage]:
    mail.outbox = []
    for activity in Activity.objects.filter(verb__in=verbs).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


def test_she_chooses_in_the_same_form(day: Day, wil: EventGuest) -> None:
    her = visitor()
    assert page_of(wil) in her.get(f"/b/gast/{guest_token(wil)}/").text
    page = her.get(page_of(wil))
    assert f'value="{day.scanning.pk}"' in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    answer = her.post(page_of(wil), {round_of(day.scanning): day.scanning.pk}, follow=True)
    assert answer.redirect_chain == [(page_of(wil), 303)]
    assert "1 keuze" in plain(answer)
    assert has(wil) == [("Van papier naar scherm", True)]
    assert taken(day.scanning) == 1
    told = Activity.objects.get(verb="chose_sessions")
    assert told.actor == day.world.group.actor  # a guest is nobody in the log
    her.post(page_of(wil), {round_of(day.scanning): ""})
    assert has(wil) == []
    assert taken(day.scanning) == 0


def test_the_same_rules_and_the_same_line(day: Day, wil: EventGuest) -> None:
    sits(day.world.samira, day, day.scanning)
    chosen = actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk])
    assert chosen.full == (day.scanning,)
    with pytest.raises(Refused, match="Durf te vragen"):
        actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk, day.asking.pk])
    full = visitor().post(page_of(wil), {round_of(day.scanning): day.scanning.pk})
    assert full.status_code == 409
    assert "net vol" in plain(full)
    visitor().post(page_of(wil), {"wait": day.scanning.pk})
    assert has(wil) == [("Van papier naar scherm", False)]
    other = guest_of_day(day, "nog@elders.example")
    actions.choose_as_guest(guest=other, sessions=[], waiting=[day.scanning.pk])
    actions.leave_session(day.world.samira, session=day.scanning)
    row = SessionSignUp.objects.get(registration__guest=wil, cancelled_at=None)
    assert row.offered_until is not None
    [letter] = letters("offered_session_seat")
    assert letter.to == ["wil@elders.example"]
    assert "Van papier naar scherm" in letter.subject
    assert "Zaal 1" in letter.body
    assert page_of(wil) in letter.body
    her = visitor()
    assert 'value="take"' in her.get(page_of(wil)).text
    for _twice in range(2):
        her.post(page_of(wil), {"act": "take", "session": day.scanning.pk})
    assert has(wil) == [("Van papier naar scherm", True)]
    for _twice in range(2):
        her.post(page_of(wil), {"act": "leave", "session": day.scanning.pk})
    assert has(wil) == []
    assert SessionSignUp.objects.get(
        registration__guest=other, cancelled_at=None
    ).offered_until is not None  # fmt: skip


def test_a_letter_with_session_room_and_time(day: Day, wil: EventGuest) -> None:
    sits(day.world.samira, day, day.later)
    actions.choose_as_guest(guest=wil, sessions=[day.asking.pk], waiting=[day.later.pk])
    [letter] = letters("chose_sessions")
    assert letter.to == ["wil@elders.example"]
    assert letter.subject == "Je sessies: Dag van de vergunning"
    said = " ".join(letter.body.split())
    assert "Durf te vragen:" in said
    assert "Grote zaal" in said
    assert "(wachtlijst)" in said
    assert "10.30 uur" in said
    [entry] = Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")
    assert (entry["SUMMARY"], entry["STATUS"]) == ("Durf te vragen", "CONFIRMED")
    actions.leave_session_as_guest(guest=wil, session=day.asking)
    actions.leave_session_as_guest(guest=wil, session=day.later)
    [*_first, last] = letters("left_session")
    assert "Je hebt geen sessies gekozen." in last.body
    [entry] = Calendar.from_ical(last.attachments[0][1]).walk("VEVENT")
    assert entry["STATUS"] == "CANCELLED"


def test_she_hears_of_another_time_and_that_it_is_off(day: Day, wil: EventGuest) -> None:
    actions.choose_as_guest(guest=wil, sessions=[day.later.pk])
    moved = details(day.event, "Toezicht in de wijk", 3, room=day.small)
    actions.change_session(day.world.marit, session=day.later, details=moved)
    [letter] = letters("moved_session")
    assert letter.to == ["wil@elders.example"]
    assert "12.30 uur" in letter.body
    assert letter.attachments
    actions.cancel_session(day.world.marit, session=day.later)
    [letter] = letters("cancelled_session")
    assert letter.to == ["wil@elders.example"]


def test_who_does_not_come_gives_her_seats_back(day: Day, wil: EventGuest) -> None:
    actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk])
    events.cancel_as_guest(guest=wil)
    letters("cancelled_registration")
    assert taken(day.scanning) == 0
    assert letters("chose_sessions") == []
    with pytest.raises(Refused):
        actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk])
    assert page_of(wil) not in visitor().get(f"/b/gast/{guest_token(wil)}/").text


def test_who_waits_for_the_event_cannot_choose_yet(world: World) -> None:
    day = published(world, readers="public", takes_guests=True, capacity=1)
    guest_of_day(day)
    waits = guest_of_day(day, "nog@elders.example")
    assert Registration.objects.get(guest=waits).seated_at is None
    page = visitor().get(page_of(waits))
    assert 'type="radio"' not in page.text
    refused = visitor().post(page_of(waits), {round_of(day.scanning): day.scanning.pk})
    assert refused.status_code == 422
    assert has(waits) == []


def test_she_sees_what_everybody_may_and_no_more(day: Day, wil: EventGuest) -> None:
    """Also in the browser of somebody who organises it."""
    draft = actions.plan_session(
        day.world.marit, event=day.event, details=details(day.event, "Nog geheim", 4)
    )
    events.register(day.world.samira, event=day.event, listed=True)
    client = visitor()
    client.force_login(day.world.marit.account)
    page = client.get(page_of(wil)).text
    assert "Nog geheim" not in page
    assert "Samira" not in page
    assert "/programma/maken/" not in page
    assert "/voorstel/" not in page
    answer = client.post(page_of(wil), {"act": "take", "session": draft.pk})
    assert answer.status_code == 404
    gone = actions.choose_as_guest(guest=wil, sessions=[draft.pk])
    assert gone.gone == 1


def test_a_link_that_does_not_fit(day: Day, wil: EventGuest) -> None:
    her = visitor()
    for token in ("onbekend", f"{guest_token(wil)}x"):
        assert her.get(f"/b/gast/{token}/programma/").status_code == 404
        assert her.post(f"/b/gast/{token}/programma/", {}).status_code == 404
    for said in ({"act": "iets"}, {"act": "take", "session": "x"}, {"act": "take"}):
        assert her.post(page_of(wil), said).status_code == 404
    elsewhere = published(day.world, name="Elders")
    told = {"act": "take", "session": elsewhere.scanning.pk}
    assert her.post(page_of(wil), told).status_code == 404
    events.cancel_as_guest(guest=wil)
    Event.objects.filter(pk=day.event.pk).update(takes_guests=False, readers="members")
    assert her.get(page_of(wil)).status_code == 404
    assert her.post(page_of(wil), {}).status_code == 404
    assert page_of(wil) not in her.get(f"/b/gast/{guest_token(wil)}/").text


def test_nothing_to_choose_any_more_when_it_has_begun(day: Day, wil: EventGuest) -> None:
    actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk])
    Session.objects.filter(pk=day.scanning.pk).update(starts_at=now() - timedelta(minutes=1))
    day.scanning.refresh_from_db()
    with pytest.raises(Refused):
        actions.leave_session_as_guest(guest=wil, session=day.scanning)
    Event.objects.filter(pk=day.event.pk).update(cancelled_at=now())
    with pytest.raises(Refused):
        actions.accept_session_seat_as_guest(guest=wil, session=day.scanning)
    assert letters("chose_sessions") == []


def test_who_comes_back_at_once_takes_no_seat_from_others(day: Day, wil: EventGuest) -> None:
    actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk])
    events.cancel_as_guest(guest=wil)
    events.confirm_guest(guest=wil)
    letters("cancelled_registration")
    assert has(wil) == []
    assert taken(day.scanning) == 0
    assert actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk]).full == ()


def test_a_seat_that_is_kept_for_her_is_called_so(day: Day, wil: EventGuest) -> None:
    sits(day.world.samira, day, day.scanning)
    actions.choose_as_guest(guest=wil, sessions=[day.later.pk], waiting=[day.scanning.pk])
    actions.leave_session(day.world.samira, session=day.scanning)
    [letter] = letters("chose_sessions")
    assert "(vrij voor jou)" in letter.body
    assert "wachtlijst" not in letter.body


def entry_in(letter: mail.EmailMessage) -> Any:
    """Of the one session that the letter tells a calendar about."""
    [body] = [content for name, content, _type in letter.attachments if name == "sessie.ics"]
    calendar = Calendar.from_ical(body)
    assert calendar["METHOD"] == "PUBLISH"
    [entry] = calendar.walk("VEVENT")
    return entry


def test_her_calendar_follows_the_event(day: Day, wil: EventGuest) -> None:
    actions.choose_as_guest(guest=wil, sessions=[day.later.pk])
    before = Session.objects.get(pk=day.later.pk)
    moved = events.EventDetails(
        name=day.event.name,
        venue="Buurthuis De Sluis",
        readers="public",
        takes_guests=True,
        starts_at=day.event.starts_at + HOUR,
        ends_at=day.event.ends_at + HOUR,
    )
    events.change_event(day.world.marit, event=day.event, details=moved)
    [letter] = letters("moved_event")
    entry = entry_in(letter)
    assert entry["DTSTART"].dt == before.starts_at + HOUR
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", before.sequence + 1)
    events.cancel_event(day.world.marit, event=day.event)
    [letter] = letters("cancelled_event")
    assert entry_in(letter)["STATUS"] == "CANCELLED"


def test_who_does_not_come_after_all_has_nothing_in_her_calendar(day: Day, wil: EventGuest) -> None:
    other = guest_of_day(day, "nog@elders.example")
    actions.choose_as_guest(guest=wil, sessions=[day.later.pk])
    for one in (wil, other):
        events.cancel_as_guest(guest=one)
    [letter] = letters("cancelled_registration")
    assert letter.to == ["wil@elders.example"]
    assert letter.subject == "Afgemeld: Dag van de vergunning"
    assert entry_in(letter)["STATUS"] == "CANCELLED"
    events.confirm_guest(guest=wil)
    actions.choose_as_guest(guest=wil, sessions=[day.later.pk])
    [letter] = letters("cancelled_registration")
    assert entry_in(letter)["STATUS"] == "CONFIRMED", "she is in it again"
    events.cancel_event(day.world.marit, event=day.event)
    assert letters("cancelled_registration") == []


def test_who_comes_keeps_her_programme_when_it_is_for_members_from_now_on(
    day: Day, wil: EventGuest
) -> None:
    other = guest_of_day(day, "nog@elders.example")
    events.cancel_as_guest(guest=other)
    actions.choose_as_guest(guest=wil, sessions=[day.later.pk])
    Event.objects.filter(pk=day.event.pk).update(takes_guests=False, readers="members")
    her = visitor()
    assert page_of(wil) in her.get(f"/b/gast/{guest_token(wil)}/").text
    assert "Toezicht in de wijk" in her.get(page_of(wil)).text
    moved = details(day.event, "Toezicht in de wijk", 3, room=day.small)
    actions.change_session(day.world.marit, session=day.later, details=moved)
    [letter] = letters("moved_session")
    assert letter.to == ["wil@elders.example"]
    her.post(page_of(wil), {"act": "leave", "session": day.later.pk})
    assert has(wil) == []
    assert her.get(page_of(other)).status_code == 404
    assert queries.sessions_of_guest(wil).count() == 4
    Event.objects.filter(pk=day.event.pk).update(published_at=None)
    assert her.get(page_of(wil)).status_code == 404
    assert not queries.sessions_of_guest(wil).exists()


def test_on_the_day_she_finds_her_programme(day: Day, wil: EventGuest) -> None:
    actions.choose_as_guest(guest=wil, sessions=[day.scanning.pk])
    ago = timedelta(days=15)
    Session.objects.filter(event=day.event).update(
        starts_at=F("starts_at") - ago, ends_at=F("ends_at") - ago
    )
    page = visitor().get(f"/b/gast/{guest_token(wil)}/").text
    assert page_of(wil) in page
    assert "Bekijk het programma" in page
    assert "Kies je workshops" not in page


def test_it_is_not_for_her_any_more_while_she_sends(day: Day, wil: EventGuest) -> None:
    def gone() -> None:
        Registration.objects.filter(guest=wil).update(cancelled_at=now())
        Event.objects.filter(pk=day.event.pk).update(takes_guests=False, readers="members")

    for said in ({}, {"act": "leave", "session": day.scanning.pk}):
        Registration.objects.filter(guest=wil).update(cancelled_at=None)
        Event.objects.filter(pk=day.event.pk).update(readers="public")
        with meanwhile("SAVEPOINT", gone):
            assert visitor().post(page_of(wil), said).status_code == 404
