"""What is written about sessions, and to whom."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from tests.postbox import empty
from tests.programme.a_programme import (
    Day,
    a_programme,
    choose,
    details,
    plan,
    published,
    row_of,
    sits,
)
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions as events
from vaknet.domain.people import actions as people
from vaknet.domain.programme import actions, queries
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.interfaces.jobs import clock_of_events, followups

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return published(world, seats=1, readers="public")


def letters(verb: str) -> list[tuple[str, str]]:
    """Of the latest time that this happened: to whom, and under which subject."""
    mail.outbox.clear()
    followups.run(Activity.objects.filter(verb=verb).latest("pk").pk)
    empty()
    return sorted((one.to[0].partition("@")[0], one.subject) for one in mail.outbox)


def text() -> str:
    return str(mail.outbox[0].body)


def test_who_is_asked_to_speak_hears_when_and_where(day: Day) -> None:
    actions.ask_speaker(day.world.marit, session=day.scanning, handle="joost.van.der.meer")
    assert letters("asked_speaker") == [("joost", "Marit Hoekstra vraagt je om te spreken")]
    assert "10.30 uur, Zaal 1" in text()
    assert f"/b/{day.event.pk}/programma/{day.scanning.pk}/" in text()
    people.block(day.world.joost, other=day.world.marit)
    assert letters("asked_speaker") == []


def test_organisers_hear_of_a_no(day: Day) -> None:
    actions.ask_speaker(day.world.marit, session=day.scanning, handle="joost.van.der.meer")
    actions.decline_to_speak(day.world.joost, session=day.scanning)
    said = "Joost van der Meer spreekt niet bij “Van papier naar scherm”"
    assert letters("declined_to_speak") == [("marit", said)]
    assert letters("asked_speaker") == []


def test_who_sits_waits_or_speaks_hears_that_it_is_moved(day: Day) -> None:
    world = day.world
    actions.ask_speaker(world.marit, session=day.scanning, handle="fatma.yildiz")
    sits(world.samira, day, day.scanning)
    events.register(world.noor, event=day.event)
    choose(world.noor, day, waiting=(day.scanning,))
    moved = details(day.event, day.scanning.title, 4, room=day.hall)
    actions.change_session(world.marit, session=day.scanning, details=moved)
    subject = "Andere tijd of zaal: Van papier naar scherm"
    heard = letters("moved_session")
    assert {subject for _who, subject in heard} == {subject}
    assert {"samira", "noor"} <= {who for who, _subject in heard}
    assert "13.30 uur, Grote zaal" in text()
    assert "SEQUENCE:1" in mail.outbox[0].attachments[0].content
    actions.cancel_session(world.marit, session=day.scanning)
    assert letters("moved_session") == []


def test_who_sat_there_hears_that_it_is_cancelled_and_why(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    sits(world.joost, day, day.later)
    choose(world.joost, day)
    actions.cancel_session(world.marit, session=day.scanning, reason="De spreker is ziek")
    assert letters("cancelled_session") == [("samira", "Gaat niet door: Van papier naar scherm")]
    assert "De spreker is ziek" in text()
    assert "STATUS:CANCELLED" in mail.outbox[0].attachments[0].content


def test_an_offer_has_day_time_and_room_in_it_and_then_goes_on(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    events.register(world.joost, event=day.event)
    choose(world.joost, day, waiting=(day.scanning,))
    actions.leave_session(world.samira, session=day.scanning)
    title = day.scanning.title
    assert letters("offered_session_seat") == [("joost", f"Een plek voor jou: {title}")]
    assert "10.30 uur, Zaal 1" in text()
    later = now() - timedelta(minutes=1)
    SessionSignUp.objects.filter(pk=row_of(world.joost, day.scanning).pk).update(
        offered_until=later
    )
    clock_of_events.lapse_session_offers(0)
    assert letters("offered_session_seat") == []
    assert letters("lapsed_session_offer") == [("joost", f"De plek is doorgegaan: {title}")]


def test_who_loses_a_seat_by_a_move_reads_which_she_keeps(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    choose(world.samira, day, day.scanning, day.later)
    moved = details(day.event, day.later.title, 1)
    actions.change_session(world.marit, session=day.later, details=moved)
    subject = "Je plek is weg: Toezicht in de wijk"
    assert letters("lost_session_seat") == [("samira", subject)]
    assert "Je houdt “Van papier naar scherm”" in text()


def test_who_does_not_come_gives_back_her_seats_at_once_and_by_the_clock(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    events.cancel_registration(world.samira, event=day.event)
    letters("cancelled_registration")
    assert Session.objects.get(pk=day.scanning.pk).seats_taken == 0
    sits(world.joost, day, day.scanning)
    events.cancel_registration(world.joost, event=day.event)
    clock_of_events.give_back_session_seats(0)
    assert Session.objects.get(pk=day.scanning.pk).seats_taken == 0


def test_who_proposed_something_hears_yes_or_no(day: Day) -> None:
    world = day.world
    until = now() + timedelta(days=5)
    actions.open_call(world.marit, event=day.event, open_until=until)
    for title in ("Scannen", "Vuur"):
        kept = actions.keep_proposal(
            world.samira, event=day.event, title=title, abstract="Zo doe je dat."
        )
        actions.send_proposal(world.samira, proposal=kept)
        actions.review_proposal(world.marit, proposal=kept, score=3)
        if title == "Vuur":
            actions.decline_proposal(world.marit, proposal=kept, reply="Te heet")
        else:
            at = details(day.event, title, 4)
            actions.accept_proposal(
                world.marit, proposal=kept, starts_at=at.starts_at, ends_at=at.ends_at
            )
    assert letters("accepted_proposal") == [("samira", "Ja op je voorstel: Scannen")]
    assert letters("declined_proposal") == [("samira", "Deze keer niet: Vuur")]
    assert "Te heet" in text()


def test_of_what_is_not_held_or_has_begun_no_seat_is_offered_or_goes_on(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    events.register(world.joost, event=day.event)
    choose(world.joost, day, waiting=(day.scanning,))
    actions.leave_session(world.samira, session=day.scanning)
    assert len(letters("offered_session_seat")) == 1
    begun = Session.objects.filter(pk=day.scanning.pk)
    begun.update(starts_at=now() - timedelta(minutes=1))
    assert letters("offered_session_seat") == []
    actions.lapse_session_offers(at=now() + timedelta(days=3))
    assert letters("lapsed_session_offer") == []
    begun.update(starts_at=day.scanning.starts_at)
    assert len(letters("lapsed_session_offer")) == 1
    events.cancel_event(world.marit, event=day.event)
    assert letters("lapsed_session_offer") == []


def test_who_was_asked_for_a_draft_hears_that_it_is_cancelled(day: Day) -> None:
    world = day.world
    draft = plan(world, day.event, "Zo scan je", 4)
    actions.ask_speaker(world.marit, session=draft, handle="joost.van.der.meer")
    actions.cancel_session(world.marit, session=draft, reason="Te weinig zalen")
    assert letters("cancelled_session") == [("joost", "Gaat niet door: Zo scan je")]
    assert "Te weinig zalen" in text()
    marit = day.event_for(world.marit)
    assert draft not in queries.sessions_of(marit)
    actions.cancel_session(world.marit, session=day.later)
    assert day.later in queries.sessions_of(marit)


def test_of_a_programme_that_is_not_out_no_letter_leads_to_it(world: World) -> None:
    day = a_programme(world, readers="public")
    actions.ask_speaker(world.marit, session=day.later, handle="joost.van.der.meer")
    actions.cancel_session(world.marit, session=day.later)
    assert len(letters("cancelled_session")) == 1
    assert "/b/\n" in text()
    assert "/programma/" not in text()
    assert "iets anders kiezen" not in text()
