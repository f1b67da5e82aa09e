"""What stands on the line of today of events, seats that are kept, coffee, and whom one met."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.coffee import story as coffee_story
from tests.events.a_day import comes, open_day
from tests.programme import a_programme
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee import actions as coffee
from vaknet.domain.coffee.models import CoffeeMatch, Often
from vaknet.domain.encounters import actions as encounters
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.notices import actions
from vaknet.domain.notices.meeting import been
from vaknet.domain.notices.queries import Today, today
from vaknet.domain.notices.sight import Sight
from vaknet.domain.notices.stops import Stop
from vaknet.domain.people import actions as people
from vaknet.domain.programme import actions as programme
from vaknet.domain.programme.models import SessionSignUp

# A Thursday; the event is on the Tuesday after.
THURSDAY = datetime(2026, 12, 3, 9, tzinfo=timezone.get_default_timezone())
TUESDAY = THURSDAY + timedelta(days=5)


def opened(viewer: Actor, at: datetime) -> Today:
    """She opens her start page at that moment."""
    page = today(viewer, now=at)
    if page.is_new:
        actions.lay_round(actor=viewer, day=page.day, stops=page.line)
    return today(viewer, now=at)


def stops(viewer: Actor, at: datetime, *kinds: str) -> list[Stop]:
    return [stop for stop in opened(viewer, at).stops if stop.kind in kinds]


def would_have(viewer: Actor, at: datetime) -> set[str]:
    """What she would be offered, if she looked then."""
    return {stop.kind for stop in today(viewer, now=at).stops}


def one(viewer: Actor, at: datetime, kind: str) -> Stop:
    [stop] = stops(viewer, at, kind)
    return stop


def planned(world: World, **said: Any) -> Event:
    with time_machine.travel(THURSDAY, tick=False):
        return open_day(world, starts_at=TUESDAY.replace(hour=13), hours=4, **said)


def line_of(client: Client, viewer: Actor, at: datetime, language: str = "nl") -> str:
    with time_machine.travel(at, tick=False):
        client.force_login(viewer.account)
        return client.get("/", headers={"accept-language": language}).text


@pytest.fixture
def event(world: World) -> Event:
    return planned(world)


def test_an_event_stands_there_the_day_before_and_on_the_day(world: World, event: Event) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        mine = comes(world.bram, event)
    assert stops(world.bram, THURSDAY, "coming") == []
    before = one(world.bram, TUESDAY - timedelta(days=1), "coming")
    assert (before.about.event, before.about.registration) == (event, mine)
    assert before.about.is_later
    early = one(world.bram, TUESDAY.replace(hour=7), "coming")
    assert not early.about.is_later, "it is the round of yesterday, and the event is today"
    assert not one(world.bram, TUESDAY, "coming").about.is_later
    assert stops(world.bram, TUESDAY.replace(hour=17), "coming") == []
    assert stops(world.joost, TUESDAY, "coming") == []


@pytest.mark.parametrize("over", ["cancelled", "not coming"])
def test_what_is_off_goes_from_the_line(world: World, event: Event, over: str) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        comes(world.bram, event)
    assert stops(world.bram, TUESDAY, "coming")
    with time_machine.travel(TUESDAY, tick=False):
        if over == "cancelled":
            events.cancel_event(world.marit, event=event)
        else:
            events.cancel_registration(world.bram, event=event)
    assert stops(world.bram, TUESDAY, "coming") == []


def test_what_is_skipped_the_day_before_comes_back_on_the_day_once(
    world: World, event: Event
) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        comes(world.bram, event)
    for at, comes_back in ((TUESDAY - timedelta(days=1), True), (TUESDAY, False)):
        opened(world.bram, at)
        actions.skip_stop(world.bram, day=at.date(), kind="coming", about=event.pk)
        assert stops(world.bram, at, "coming") == []
        assert bool(stops(world.bram, TUESDAY, "coming")) is comes_back


def test_with_her_sessions_and_where_she_speaks(world: World, client: Client) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        day = a_programme.published(world)
        a_programme.sits(world.bram, day, day.scanning)
        programme.ask_speaker(world.marit, session=day.later, handle=world.bram.handle)
        programme.agree_to_speak(world.bram, session=day.later)
        a_programme.sits(world.joost, day, day.asking)
    at = day.event.starts_at.astimezone(TUESDAY.tzinfo).replace(hour=8, minute=30)
    assert one(world.bram, at, "coming").about.sessions == [day.scanning, day.later]
    text = line_of(client, world.bram, at)
    assert "Vandaag: Dag van de vergunning" in " ".join(text.split())
    assert "Van papier naar scherm" in text
    assert f'href="/b/{day.event.pk}/kaartje/"' in text
    assert "Durf te vragen" not in text
    after = day.scanning.ends_at
    assert one(world.bram, after, "coming").about.sessions == [day.later]


def full(world: World, *waiting: Actor) -> Event:
    """One seat, that of Peter; the others wait, and then he gives it back."""
    with time_machine.travel(THURSDAY, tick=False):
        event = planned(world, capacity=1)
        comes(world.peter, event)
        for person in waiting:
            comes(person, event)
        events.cancel_registration(world.peter, event=event)
    return event


def test_a_seat_that_is_kept_stands_there_until_its_term(world: World, client: Client) -> None:
    event = full(world, world.bram, world.joost)
    stop = one(world.bram, THURSDAY, "seat")
    until = Registration.objects.get(person=world.bram).offered_until
    assert stop.about.offered_until == until
    assert stops(world.joost, THURSDAY, "seat") == []
    text = " ".join(line_of(client, world.bram, THURSDAY, "en").split())
    assert "After that it goes to the next in line." in text
    assert "Joost" not in text
    assert stops(world.bram, until, "seat") == []
    assert event.pk == stop.number


def test_who_takes_it_from_the_line_goes_on_there(world: World, client: Client) -> None:
    event = full(world, world.bram)
    line_of(client, world.bram, THURSDAY)
    with time_machine.travel(THURSDAY, tick=False):
        answer = client.post(f"/b/{event.pk}/neem-plek/", {"from": "line"})
    assert answer.headers["Location"] == "/#line"
    page = opened(world.bram, THURSDAY)
    assert [(stop.kind, stop.state) for stop in page.line if stop.kind == "seat"] == [
        ("seat", "done")
    ]
    assert "Je hebt het gezegd." in line_of(client, world.bram, THURSDAY)


def test_who_lets_it_go_from_the_line_goes_on_there(world: World, client: Client) -> None:
    event = full(world, world.bram)
    line_of(client, world.bram, THURSDAY)
    with time_machine.travel(THURSDAY, tick=False):
        answer = client.post(f"/b/{event.pk}/ik-kom-niet/", {"from": "line"})
    assert answer.headers["Location"] == "/#line"
    assert stops(world.bram, THURSDAY, "seat") == []


def test_a_seat_in_a_session_that_is_kept(world: World, client: Client) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        day = a_programme.published(world, seats=1)
        a_programme.sits(world.joost, day, day.scanning)
        comes(world.bram, day.event)
        a_programme.choose(world.bram, day, waiting=(day.scanning,))
        a_programme.choose(world.joost, day)
    stop = one(world.bram, THURSDAY, "session_seat")
    assert stop.about.session == day.scanning
    assert "Van papier naar scherm" in line_of(client, world.bram, THURSDAY)
    with time_machine.travel(THURSDAY, tick=False):
        address = f"/b/{day.event.pk}/programma/{day.scanning.pk}/"
        answer = client.post(address, {"from": "line", "act": "take"})
    assert answer.headers["Location"] == "/#line"
    assert SessionSignUp.objects.get(registration__person=world.bram).seated_at
    assert stops(world.bram, THURSDAY, "session_seat") == []


@pytest.fixture
def coffee_of_two(world: World) -> CoffeeMatch:
    """Bram and Samira are brought together that Thursday."""
    with time_machine.travel(THURSDAY, tick=False):
        for person in (world.bram, world.samira):
            coffee_story.look(person, often=Often.ONCE)
        coffee_story.draw(Often.ONCE, THURSDAY.date(), THURSDAY)
    return CoffeeMatch.objects.get()


def test_somebody_for_coffee_waits_for_a_yes(
    world: World, coffee_of_two: CoffeeMatch, client: Client
) -> None:
    stop = one(world.bram, THURSDAY, "coffee")
    assert [seat.person for seat in stop.about.others] == [world.samira]
    text = line_of(client, world.bram, THURSDAY)
    assert "Samira" in text
    with time_machine.travel(THURSDAY, tick=False):
        answer = client.post(f"/koffie/{coffee_of_two.pk}/ja/", {"from": "line"})
    assert answer.headers["Location"] == "/#line"
    assert [s.state for s in opened(world.bram, THURSDAY).line if s.kind == "coffee"] == ["done"]
    assert one(world.samira, THURSDAY, "coffee").state == "open"
    assert stops(world.joost, THURSDAY, "coffee") == []


def test_a_no_of_the_other_changes_nothing_on_her_line(
    world: World, coffee_of_two: CoffeeMatch, client: Client
) -> None:
    before = line_of(client, world.bram, THURSDAY)
    with time_machine.travel(THURSDAY, tick=False):
        coffee.say_no(world.samira, match=coffee_of_two)
    assert plain(line_of(client, world.bram, THURSDAY)) == plain(before)


def plain(page: str) -> str:
    """Without what differs each time."""
    return page[page.index('id="line"') : page.index("</ol>")].split("csrf", maxsplit=1)[0]


def test_coffee_that_came_to_nothing_goes(world: World, coffee_of_two: CoffeeMatch) -> None:
    assert stops(world.bram, THURSDAY, "coffee")
    coffee.end_waiting(now=THURSDAY + timedelta(days=10))
    assert stops(world.bram, THURSDAY, "coffee") == []


def test_whom_she_muted_or_blocked_is_not_brought_there(
    world: World, coffee_of_two: CoffeeMatch
) -> None:
    people.mute(world.bram, other=world.samira)
    assert stops(world.bram, THURSDAY, "coffee") == []
    people.block(world.samira, other=world.bram)
    assert stops(world.samira, THURSDAY, "coffee") == []


def test_some_days_later_it_asks_whether_they_met(
    world: World, coffee_of_two: CoffeeMatch, client: Client
) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        coffee.say_yes(world.bram, match=coffee_of_two)
    later = THURSDAY + timedelta(days=11)
    assert "had_coffee" not in would_have(world.bram, later), "the other did not say yes"
    with time_machine.travel(THURSDAY, tick=False):
        coffee.say_yes(world.samira, match=coffee_of_two)
    assert stops(world.bram, THURSDAY + timedelta(days=5), "had_coffee") == []
    assert one(world.bram, later, "had_coffee").number == coffee_of_two.pk
    assert "Samira" in line_of(client, world.bram, later)
    with time_machine.travel(later, tick=False):
        address = f"/koffie/{coffee_of_two.pk}/gesproken/"
        answer = client.post(address, {"from": "line", "met": "not_yet"})
    assert answer.headers["Location"] == "/#line"
    assert stops(world.bram, later, "had_coffee") == []
    assert stops(world.samira, THURSDAY + timedelta(days=41), "had_coffee") == []


@pytest.fixture
def yesterday(world: World, event: Event) -> datetime:
    """Bram and Joost were there and agreed to be seen; Fatma came without."""
    with time_machine.travel(THURSDAY, tick=False):
        for person in (world.bram, world.joost):
            comes(person, event, listed=True)
        comes(world.fatma, event)
    return TUESDAY + timedelta(days=1)


def test_the_day_after_it_asks_once_whom_she_spoke(
    world: World, event: Event, yesterday: datetime, client: Client
) -> None:
    assert stops(world.bram, TUESDAY.replace(hour=18), "met") == []
    stop = one(world.bram, yesterday, "met")
    assert (stop.about.event, stop.about.people) == (event, [])
    text = line_of(client, world.bram, yesterday)
    assert f'href="/b/{event.pk}/ontmoet/"' in text
    assert "Joost" not in text
    assert stops(world.bram, yesterday + timedelta(days=1), "met") == []


def test_who_sees_nobody_there_is_not_asked(
    world: World, event: Event, yesterday: datetime
) -> None:
    assert stops(world.fatma, yesterday, "met") == []
    people.block(world.joost, other=world.bram)
    assert stops(world.bram, yesterday, "met") == []


def test_whom_she_spoke_is_kept_from_the_line(
    world: World, event: Event, yesterday: datetime, client: Client
) -> None:
    with time_machine.travel(TUESDAY.replace(hour=15), tick=False):
        row = encounters.say_met(world.bram, event=event, other=world.joost)
    assert one(world.bram, yesterday, "met").about.people == [row]
    assert "Joost" in line_of(client, world.bram, yesterday)
    assert one(world.joost, yesterday, "met").about.people == []
    with time_machine.travel(yesterday, tick=False):
        answer = client.post(f"/ontmoet/{row.pk}/", {"from": "line", "act": "keep"})
    assert answer.headers["Location"] == "/#line"
    assert [s.state for s in opened(world.bram, yesterday).line if s.kind == "met"] == ["done"]


def test_of_many_a_few_are_named(world: World, event: Event, yesterday: datetime) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        for person in (world.samira, world.noor, world.peter):
            comes(person, event, listed=True)
    with time_machine.travel(TUESDAY.replace(hour=15), tick=False):
        for person in (world.joost, world.samira, world.noor, world.peter):
            encounters.say_met(world.bram, event=event, other=person)
    stop = one(world.bram, yesterday, "met")
    assert (len(stop.about.people), stop.more) == (3, 1)


def test_a_week_later_nobody_asks(world: World, event: Event, yesterday: datetime) -> None:
    assert stops(world.bram, yesterday + timedelta(days=8), "met") == []


def test_more_of_it_makes_no_more_statements(world: World, django_assert_num_queries: Any) -> None:
    def another(number: int) -> None:
        with time_machine.travel(THURSDAY, tick=False):
            soon = open_day(world, starts_at=TUESDAY.replace(hour=10 + number), hours=1)
            was = open_day(world, starts_at=THURSDAY + timedelta(hours=1 + number), hours=1)
            kept = open_day(world, starts_at=TUESDAY + timedelta(days=20), capacity=1)
            for person in (world.bram, world.joost):
                comes(person, was, listed=True)
            comes(world.bram, soon)
            comes(world.peter, kept)
            comes(world.bram, kept)
            events.cancel_registration(world.peter, event=kept)
        Registration.objects.filter(person=world.bram, event=kept).update(
            offered_until=TUESDAY + timedelta(days=2)
        )
        Encounter.objects.create(event=was, person=world.bram, other=world.joost)

    at = TUESDAY.replace(hour=8, minute=30)
    another(0)
    with django_assert_num_queries(STATEMENTS):
        found = today(world.bram, now=at)
    assert {stop.kind for stop in found.stops} >= {"coming", "seat", "met"}
    another(1)
    another(2)
    with django_assert_num_queries(STATEMENTS):
        today(world.bram, now=at)


STATEMENTS = 32


@time_machine.travel(THURSDAY, tick=False)
def test_that_she_is_asked_whom_she_met_names_where_she_had_a_seat(
    world: World, event: Event
) -> None:
    assert been(world.bram, [event.pk]) == {}
    comes(world.bram, event)
    assert been(world.bram, [event.pk]) == {event.pk: Sight(event.name, event.pk)}
    events.cancel_registration(world.bram, event=event)
    assert been(world.bram, [event.pk]) == {}
