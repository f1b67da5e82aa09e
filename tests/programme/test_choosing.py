"""Choosing sessions, waiting for a seat, and what happens when one is free."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import comes
from tests.programme.a_programme import HOUR, Day, choose, details, published, row_of, sits, taken
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.programme import actions, queries
from vaknet.domain.programme.actions.seats import offer_seats
from vaknet.domain.programme.line import programme_of
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return published(world, seats=1)


def test_all_choices_at_once_and_another_time_others(day: Day) -> None:
    samira = day.world.samira
    sits(samira, day, day.asking, day.later)
    assert taken(day.asking) == taken(day.later) == 1
    choose(samira, day, day.scanning)
    assert (taken(day.asking), taken(day.scanning), taken(day.later)) == (0, 1, 0)
    choose(samira, day, day.scanning)
    assert SessionSignUp.objects.filter(cancelled_at=None).count() == 1


def test_who_finds_it_full_keeps_what_she_had_at_that_time(day: Day) -> None:
    samira, joost = day.world.samira, day.world.joost
    sits(joost, day, day.scanning)
    sits(samira, day, day.asking)
    chosen = choose(samira, day, day.scanning, day.later)
    assert chosen.full == (day.scanning,)
    assert row_of(samira, day.asking).cancelled_at is None
    assert (taken(day.asking), taken(day.scanning), taken(day.later)) == (1, 1, 1)


def test_what_she_had_beside_a_full_one_goes_when_something_else_takes_its_time(day: Day) -> None:
    world = day.world
    long_one = actions.plan_session(
        world.marit, event=day.event, details=details(day.event, "Lang", 1.5, hours=1.4)
    )
    actions.publish_programme(world.marit, event=day.event)
    sits(world.joost, day, day.scanning)
    sits(world.samira, day, long_one)
    choose(world.samira, day, day.scanning, day.later)
    assert row_of(world.samira, long_one).cancelled_at is not None
    assert row_of(world.samira, day.later).seated_at is not None


def test_two_at_one_time_are_refused_by_name(day: Day) -> None:
    events.register(day.world.samira, event=day.event)
    with pytest.raises(Refused, match=r"Van papier naar scherm.*Durf te vragen") as refused:
        choose(day.world.samira, day, day.scanning, day.asking)
    assert refused.value.field == f"session_{day.asking.pk}"


def test_what_has_begun_stays_and_keeps_its_time(day: Day) -> None:
    samira = day.world.samira
    sits(samira, day, day.scanning)
    row = row_of(samira, day.scanning)
    begun = now() - HOUR / 2
    span = (begun, day.asking.ends_at)
    Session.objects.filter(pk=day.scanning.pk).update(starts_at=begun, ends_at=span[1])
    SessionSignUp.objects.filter(pk=row.pk).update(span=span)
    with pytest.raises(Refused, match="dezelfde tijd"):
        choose(samira, day, day.asking)
    choose(samira, day)
    row.refresh_from_db()
    assert row.cancelled_at is None
    with pytest.raises(Refused, match="is begonnen"):
        actions.leave_session(samira, session=Session.objects.get(pk=day.scanning.pk))


def test_what_is_gone_is_told_and_the_rest_is_kept(day: Day) -> None:
    samira = day.world.samira
    events.register(samira, event=day.event)
    chosen = actions.choose_sessions(
        samira, event=day.event, sessions=[day.opening.pk, day.later.pk, 10**9]
    )
    assert chosen.gone == 2
    assert taken(day.later) == 1


def test_who_does_not_come_or_waits_for_the_event_does_not_choose(world: World) -> None:
    day = published(world, capacity=1)
    with pytest.raises(Refused, match="Zeg eerst"):
        choose(world.samira, day, day.scanning)
    comes(world.joost, day.event)
    comes(world.samira, day.event)
    with pytest.raises(Refused, match="als je een plek hebt"):
        choose(world.samira, day, day.scanning)
    events.cancel_event(world.marit, event=day.event)
    with pytest.raises(Refused, match="gaat niet door"):
        choose(world.joost, day, day.scanning)


def test_a_seat_that_is_free_is_offered_to_who_waits_longest(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    for one in (world.joost, world.noor):
        events.register(one, event=day.event)
        choose(one, day, waiting=(day.scanning,))
    places = [queries.place_in_line(row_of(one, day.scanning)) for one in (world.joost, world.noor)]
    assert places == [1, 2]
    actions.leave_session(world.samira, session=day.scanning)
    offered = row_of(world.joost, day.scanning)
    assert offered.offered_until is not None
    assert queries.place_in_line(offered) == 0
    assert queries.place_in_line(row_of(world.noor, day.scanning)) == 1
    with pytest.raises(Refused, match="voorbij"):
        actions.accept_session_seat(world.noor, session=day.scanning)
    chosen = choose(world.fatma, day, day.scanning) if comes(world.fatma, day.event) else None
    assert chosen is not None
    assert chosen.full
    assert actions.accept_session_seat(world.joost, session=day.scanning).seated_at is not None
    assert actions.accept_session_seat(world.joost, session=day.scanning).seated_at is not None
    assert taken(day.scanning) == 1


def test_an_offer_is_taken_by_choosing_too_and_let_go_by_not_waiting_any_more(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    for one in (world.joost, world.noor):
        events.register(one, event=day.event)
        choose(one, day, waiting=(day.scanning,))
    choose(world.samira, day)
    choose(world.joost, day, waiting=(day.scanning,))
    assert row_of(world.joost, day.scanning).offered_until is not None
    choose(world.joost, day)
    assert row_of(world.noor, day.scanning).offered_until is not None
    choose(world.noor, day, day.scanning)
    assert row_of(world.noor, day.scanning).seated_at is not None
    assert taken(day.scanning) == 1


def test_taking_an_offer_gives_up_what_was_at_that_time(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    sits(world.joost, day, day.asking, day.later)
    choose(world.joost, day, day.asking, day.later, waiting=(day.scanning,))
    actions.leave_session(world.samira, session=day.scanning)
    actions.accept_session_seat(world.joost, session=day.scanning)
    assert (taken(day.scanning), taken(day.asking), taken(day.later)) == (1, 0, 1)


def test_an_offer_that_nobody_answers_goes_on(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    for one in (world.joost, world.noor):
        events.register(one, event=day.event)
        choose(one, day, waiting=(day.scanning,))
    actions.leave_session(world.samira, session=day.scanning)
    actions.leave_session(world.samira, session=day.scanning)
    later = now() + timedelta(hours=13)
    assert actions.lapse_session_offers(at=later) == 1
    assert row_of(world.joost, day.scanning).lapsed_at == later
    assert row_of(world.noor, day.scanning).offered_until is not None
    with pytest.raises(Refused, match="niet meer op de lijst"):
        actions.accept_session_seat(world.joost, session=day.scanning)
    SessionSignUp.objects.filter(registration__person=world.noor).update(offered_until=now() - HOUR)
    with pytest.raises(Refused, match="voorbij"):
        actions.accept_session_seat(world.noor, session=day.scanning)
    assert choose(world.noor, day, day.scanning).full
    assert taken(day.scanning) == 1


def test_waiting_for_a_free_seat_is_being_offered_one(day: Day) -> None:
    events.register(day.world.samira, event=day.event)
    choose(day.world.samira, day, waiting=(day.scanning,))
    assert row_of(day.world.samira, day.scanning).offered_until is not None
    assert taken(day.scanning) == 1


def test_who_does_not_come_gives_back_her_seats(day: Day) -> None:
    world = day.world
    row = sits(world.samira, day, day.scanning, day.later)
    events.register(world.joost, event=day.event)
    choose(world.joost, day, waiting=(day.scanning,))
    sits(world.noor, day, day.asking)
    events.cancel_registration(world.samira, event=day.event)
    assert programme_of(world.samira, day.event_for(world.samira)).chosen == []
    assert actions.give_back_seats(at=now(), registration=row.pk) == 2
    events.cancel_registration(world.noor, event=day.event)
    assert actions.give_back_seats(at=now()) == 1
    assert actions.give_back_seats(at=now()) == 0
    assert row_of(world.joost, day.scanning).offered_until is not None
    assert (taken(day.scanning), taken(day.later), taken(day.asking)) == (1, 0, 0)


def test_who_lost_her_seat_at_the_event_is_passed_in_the_line(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    for one in (world.joost, world.noor):
        events.register(one, event=day.event)
        choose(one, day, waiting=(day.scanning,))
    Registration.objects.filter(person=world.joost).update(cancelled_at=now())
    actions.leave_session(world.samira, session=day.scanning)
    assert row_of(world.joost, day.scanning).offered_until is None
    assert row_of(world.noor, day.scanning).offered_until is not None


def test_nothing_is_offered_when_nothing_is_held(day: Day) -> None:
    world = day.world
    sits(world.samira, day, day.scanning)
    events.register(world.joost, event=day.event)
    choose(world.joost, day, waiting=(day.scanning,))
    events.cancel_event(world.marit, event=day.event)
    actions.give_back_seats(at=now())
    SessionSignUp.objects.filter(registration__person=world.samira).update(cancelled_at=now())
    Session.objects.filter(pk=day.scanning.pk).update(seats_taken=0)
    assert offer_seats(day.scanning.pk) == 0
    Event.objects.filter(pk=day.event.pk).update(cancelled_at=None)
    assert offer_seats(day.scanning.pk, at=day.scanning.starts_at) == 0
    assert offer_seats(day.scanning.pk) == 1


def test_the_line_shows_what_is_hers(day: Day) -> None:
    world = day.world
    sits(world.joost, day, day.scanning)
    events.register(world.samira, event=day.event)
    choose(world.samira, day, day.later, waiting=(day.scanning,))
    found = programme_of(world.samira, day.event_for(world.samira))
    assert found.may_choose
    assert found.has_choices
    assert not found.has_drafts
    assert [item.session.title for item in found.chosen] == [day.scanning.title, day.later.title]
    [first, second, third] = found.stops
    assert [len(stop.others) for stop in found.stops] == [1, 0, 0]
    assert not first.is_chosen
    assert not second.is_chosen
    assert third.is_chosen
    [full] = [item for item in second.items if item.session == day.scanning]
    assert full.is_full
    assert full.is_waiting
    assert not full.can_be_chosen
    assert found.offered == []


def test_what_overlaps_in_other_rounds_is_said_beforehand(day: Day) -> None:
    for number in range(5):
        actions.plan_session(
            day.world.marit,
            event=day.event,
            details=details(day.event, f"Overal {number}", 1.5, hours=0.1),
        )
    actions.publish_programme(day.world.marit, event=day.event)
    found = programme_of(day.world.marit, day.event_for(day.world.marit))
    clashing = {item.session.title: item.clashing for item in found.items if item.clashing}
    assert clashing["Durf te vragen"] == ["Overal 0", "Overal 1", "Overal 2"]
    assert clashing["Overal 4"] == ["Durf te vragen", "Van papier naar scherm"]
