"""Planning, moving and cancelling; and that two cannot be in one place, nor one in two."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tests.programme.a_programme import (
    HOUR,
    Day,
    a_programme,
    choose,
    details,
    plan,
    published,
    row_of,
    sits,
    taken,
)
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.programme import actions, queries
from vaknet.domain.programme.calendar import calendar_entries
from vaknet.domain.programme.line import programme_of
from vaknet.domain.programme.models import ProgrammeRoom, Round, Session, SessionSignUp, Speaker
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return published(world, seats=1)


def move(day: Day, session: Session, after: float, **said) -> Session:
    room = said.pop("room", session.room)
    kept = {"kind": session.kind, "capacity": session.capacity} | said
    return actions.change_session(
        day.world.marit,
        session=session,
        details=details(day.event, kept.pop("title", session.title), after, room=room, **kept),
    )


def test_the_same_session_twice_is_one(world: World) -> None:
    day = a_programme(world)
    assert plan(world, day.event, "Toezicht in de wijk", 2, room=day.small) == day.later


def test_two_are_not_in_one_room(day: Day) -> None:
    with pytest.raises(Refused, match="“Van papier naar scherm” is dan in deze zaal"):
        plan(day.world, day.event, "Ook hier", 1.5, room=day.small)
    plan(day.world, day.event, "Er net na", 3, room=day.small)
    with pytest.raises(Refused, match="in deze zaal") as refused:
        move(day, day.asking, 2, room=day.small)
    assert refused.value.field == "room"
    actions.cancel_session(day.world.marit, session=day.scanning)
    plan(day.world, day.event, "Nu wel", 1, room=day.small)


def test_the_database_itself_refuses_all_three(day: Day) -> None:
    sits(day.world.samira, day, day.scanning)
    row = row_of(day.world.samira, day.scanning)
    span = (day.asking.starts_at, day.asking.ends_at)
    speaks = {"event": day.event, "actor": day.world.joost, "position": 1, "span": span}
    Speaker.objects.create(session=day.scanning, **speaks)
    wrong = [
        lambda: Session.objects.filter(pk=day.asking.pk).update(room=day.small),
        lambda: SessionSignUp.objects.create(
            session=day.asking, registration=row.registration, span=span, seated_at=now()
        ),
        lambda: Speaker.objects.create(session=day.asking, **speaks),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "feest"}, "kind"),
        ({"hours": -1}, "ends_at"),
        ({"hours": 25}, "ends_at"),
        ({"after": -1}, "starts_at"),
        ({"after": 6.5}, "ends_at"),
        ({"capacity": 0}, "capacity"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world: World, said: dict, field: str) -> None:
    day = a_programme(world)
    with pytest.raises(Refused) as refused:
        plan(world, day.event, said.pop("title", "Iets"), said.pop("after", 1), **said)
    assert refused.value.field == field


def test_a_room_of_another_event_is_no_room_of_this_one(world: World) -> None:
    day = a_programme(world)
    other = a_programme(world, name="Een andere dag")
    with pytest.raises(Refused, match="zalen van deze bijeenkomst"):
        plan(world, day.event, "Iets", room=other.hall)


def test_a_round_is_planned_at_once_and_has_a_name(world: World) -> None:
    day = a_programme(world)
    titles = [details(day.event, title, 4) for title in ("Een", "Twee", "Drie")]
    actions.plan_round(world.marit, event=day.event, name="Tweede ronde", sessions=titles)
    found = programme_of(world.marit, day.event_for(world.marit))
    assert [len(stop.items) for stop in found.stops] == [1, 2, 1, 3]
    assert found.stops[3].name == str(Round.objects.get()) == "Tweede ronde"
    for name in ("Ronde 2", "Tweede ronde"):
        actions.name_round(world.marit, event=day.event, starts_at=titles[0].starts_at, name=name)
    assert found.has_drafts
    actions.name_round(world.marit, event=day.event, starts_at=titles[0].starts_at, name="")
    assert not Round.objects.exists()
    actions.plan_round(world.marit, event=day.event, sessions=titles[:1])
    with pytest.raises(Refused, match="1 tot 20"):
        actions.plan_round(world.marit, event=day.event, sessions=[])


def test_nothing_is_planned_for_a_cancelled_event(day: Day) -> None:
    events.cancel_event(day.world.marit, event=day.event)
    with pytest.raises(Refused, match="gaat niet door"):
        plan(day.world, day.event, "Te laat", 4)


def test_there_is_an_end_to_it(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaknet.domain.programme.rules.MOST_SESSIONS", 4)
    monkeypatch.setattr("vaknet.domain.programme.rules.MOST_ROOMS", 2)
    with pytest.raises(Refused, match="500"):
        plan(day.world, day.event, "Nog een", 4)
    with pytest.raises(Refused, match="60"):
        actions.keep_room(day.world.marit, event=day.event, name="Kelder")


def test_who_sits_moves_along(day: Day) -> None:
    sits(day.world.samira, day, day.scanning)
    sits(day.world.joost, day, day.asking)
    choose(day.world.joost, day, day.asking, waiting=(day.scanning,))
    moved = move(day, day.scanning, 4)
    assert moved.sequence == 1
    rows = SessionSignUp.objects.filter(session=moved)
    assert {row.span.lower for row in rows} == {moved.starts_at}
    assert taken(day.scanning) == 1
    assert move(day, moved, 4).sequence == 1
    assert move(day, moved, 4, title="Van papier af").sequence == 2


def test_who_would_sit_in_two_keeps_what_she_chose_first(day: Day) -> None:
    """Samira asked for scanning first, and Joost for the later one."""
    world = day.world
    Session.objects.filter(pk__in=[day.scanning.pk, day.later.pk]).update(capacity=2)
    day.scanning.capacity = 2
    sits(world.samira, day, day.scanning)
    choose(world.samira, day, day.scanning, day.later)
    sits(world.joost, day, day.later)
    choose(world.joost, day, day.later, day.scanning)
    events.register(world.noor, event=day.event)
    choose(world.noor, day, waiting=(day.later, day.scanning))
    move(day, day.later, 1, room=None, capacity=2)
    assert row_of(world.samira, day.scanning).cancelled_at is None
    assert row_of(world.samira, day.later).clashed_with == day.scanning
    assert row_of(world.joost, day.later).cancelled_at is None
    assert row_of(world.joost, day.scanning).clashed_with == day.later
    assert row_of(world.noor, day.scanning).offered_until is not None
    assert taken(day.scanning) == taken(day.later) == 2


def test_one_who_chose_three_loses_no_more_than_she_must(day: Day) -> None:
    world = day.world
    third = plan(world, day.event, "Borrel met gesprek", 3)
    actions.publish_programme(world.marit, event=day.event)
    sits(world.samira, day, day.scanning)
    choose(world.samira, day, day.scanning, day.later)
    choose(world.samira, day, day.scanning, day.later, third)
    moved = details(day.event, third.title, 1, hours=2)
    actions.change_session(world.marit, session=third, details=moved)
    standing = SessionSignUp.objects.filter(cancelled_at=None).values_list("session", flat=True)
    assert set(standing) == {day.scanning.pk, day.later.pk}


def test_fewer_seats_take_none_away(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.asking)
    sits(world.joost, day, day.asking)
    move(day, day.asking, 1, capacity=1)
    assert taken(day.asking) == 2
    events.register(world.noor, event=day.event)
    assert choose(world.noor, day, day.asking).full
    choose(world.noor, day, waiting=(day.asking,))
    actions.leave_session(world.samira, session=day.asking)
    assert row_of(world.noor, day.asking).offered_until is None
    move(day, day.asking, 1, capacity=5)
    assert row_of(world.noor, day.asking).offered_until is not None


def test_a_bigger_room_has_seats_for_who_waits(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    events.register(world.joost, event=day.event)
    choose(world.joost, day, waiting=(day.scanning,))
    actions.keep_room(world.marit, event=day.event, room=day.small, name="Zaal 1", capacity=2)
    assert row_of(world.joost, day.scanning).offered_until is not None


def test_rooms_have_a_name_of_their_own_and_go_when_they_are_empty(world: World) -> None:
    day = a_programme(world)
    with pytest.raises(Refused, match="al een zaal"):
        actions.keep_room(world.marit, event=day.event, name="Zaal 1")
    with pytest.raises(Refused, match="andere zaal"):
        actions.remove_room(world.marit, room=day.small)
    empty = actions.keep_room(world.marit, event=day.event, name="Zolder", note="Met de lift")
    assert queries.room(world.marit, empty.pk) == empty
    actions.remove_room(world.marit, room=empty)
    assert [one.name for one in queries.rooms(day.event)] == ["Grote zaal", "Zaal 1"]
    with pytest.raises(ProgrammeRoom.DoesNotExist):
        queries.room(world.samira, day.small.pk)


def test_where_people_signed_up_it_stays_a_workshop(day: Day) -> None:
    sits(day.world.samira, day, day.scanning)
    with pytest.raises(Refused, match="gekozen"):
        move(day, day.scanning, 1, kind="talk")
    assert move(day, day.asking, 1, kind="talk").kind == "talk"


def test_cancelling_frees_who_sat_there_and_who_would_speak(day: Day) -> None:
    world = day.world
    actions.ask_speaker(world.marit, session=day.scanning, handle="@Joost.van.der.Meer")
    sits(world.samira, day, day.scanning)
    events.register(world.noor, event=day.event)
    choose(world.noor, day, waiting=(day.scanning,))
    actions.cancel_session(world.marit, session=day.scanning, reason="Ziek")
    actions.cancel_session(world.marit, session=day.scanning)
    assert taken(day.scanning) == 0
    choose(world.samira, day, day.asking)
    actions.ask_speaker(world.marit, session=day.asking, handle="joost.van.der.meer")
    with pytest.raises(Refused, match="Plan een nieuw"):
        move(day, day.scanning, 3)
    day.scanning.refresh_from_db()
    assert day.scanning.cancel_reason == "Ziek"
    assert [one.summary for one in calendar_entries(world.samira)] == ["Durf te vragen"]


def test_a_draft_is_gone_and_what_was_stays(world: World) -> None:
    day = a_programme(world)
    actions.cancel_session(world.marit, session=day.later)
    assert not Session.objects.filter(pk=day.later.pk).exists()
    actions.publish_programme(world.marit, event=day.event)
    past = now() - timedelta(days=2)
    Session.objects.filter(pk=day.asking.pk).update(starts_at=past, ends_at=past + HOUR)
    with pytest.raises(Refused, match="is geweest"):
        actions.cancel_session(world.marit, session=day.asking)


def test_publishing_is_for_what_is_new(day: Day) -> None:
    assert actions.publish_programme(day.world.marit, event=day.event) == 0
    plan(day.world, day.event, "Nieuw", 4)
    assert actions.publish_programme(day.world.marit, event=day.event) == 1


def test_to_who_does_not_organise_it_the_desk_is_not_there(day: Day) -> None:
    samira = day.world.samira
    with pytest.raises(Event.DoesNotExist):
        actions.plan_session(samira, event=day.event, details=details(day.event, "Van mij", 4))
    with pytest.raises(Session.DoesNotExist):
        actions.change_session(samira, session=day.later, details=details(day.event, "Van mij", 4))


def test_a_draft_for_which_only_she_or_somebody_from_elsewhere_was_asked_is_gone(
    world: World,
) -> None:
    day = a_programme(world)
    actions.ask_speaker(world.marit, session=day.later, handle=world.marit.handle)
    actions.name_speaker(world.marit, session=day.later, name="Ans Vink")
    actions.ask_speaker(world.marit, session=day.later, handle=world.joost.handle)
    actions.decline_to_speak(world.joost, session=day.later)
    actions.cancel_session(world.marit, session=day.later)
    assert not Session.objects.filter(pk=day.later.pk).exists()
