"""The line: numbers, who is next, and how long one waits."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, seat_of, slots, two_experts
from tests.events.a_day import open_day
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries, rules
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
)
from vaknet.domain.people.actions import block
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def turn_of(person: Actor, hour: ConsultationHour) -> queries.MyTurn:
    return queries.my_turn(person, queries.hour(person, hour.pk), now=now())


def calls(expert: Actor, hour: ConsultationHour) -> object:
    turn = actions.call_next(expert, hour=hour)
    if turn is None:
        return None
    return turn.person or (turn.first_name if isinstance(turn, QueueTicket) else "")


def test_you_are_third(world: World) -> None:
    hour = a_line(world)
    for person in (world.samira, world.joost, world.bram):
        actions.take_ticket(person, hour=hour)
    assert actions.take_ticket(world.bram, hour=hour).number == 3
    turn = turn_of(world.bram, hour)
    assert (turn.place, turn.minutes) == (3, 30)
    assert calls(world.noor, hour) == world.samira
    called = turn_of(world.samira, hour)
    assert (called.place, called.expert) == (0, world.noor)
    assert (turn_of(world.bram, hour).place, turn_of(world.bram, hour).minutes) == (2, 30)


def test_the_last_ones_say_how_long_it_takes(world: World) -> None:
    hour = a_line(world)
    for person in (world.samira, world.joost, world.bram):
        actions.take_ticket(person, hour=hour)
    calls(world.noor, hour)
    actions.came(world.noor, hour=hour)
    actions.came(world.noor, hour=hour)
    actions.done(world.noor, hour=hour)
    QueueTicket.objects.filter(number=1).update(came_at=now() - timedelta(minutes=5))
    calls(world.noor, hour)
    assert turn_of(world.bram, hour).minutes == 5


def test_next_sends_on_who_sat_there_and_twice_is_once(world: World) -> None:
    hour = a_line(world)
    first = actions.take_ticket(world.samira, hour=hour)
    actions.take_ticket(world.joost, hour=hour)
    assert calls(world.noor, hour) == world.samira
    assert calls(world.noor, hour) == world.samira
    actions.came(world.noor, hour=hour)
    assert calls(world.noor, hour) == world.joost
    first.refresh_from_db()
    assert first.done_at is not None
    actions.came(world.noor, hour=hour)
    assert calls(world.noor, hour) is None
    assert actions.came(world.noor, hour=hour) is None
    actions.done(world.noor, hour=hour)
    actions.no_show(world.noor, hour=hour)
    actions.pass_over(world.noor, hour=hour)


def test_who_was_helped_takes_a_new_number(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour)
    calls(world.noor, hour)
    with pytest.raises(Refused, match="Say first"):
        actions.done(world.noor, hour=hour)
    actions.came(world.noor, hour=hour)
    actions.no_show(world.noor, hour=hour)
    actions.pass_over(world.noor, hour=hour)
    with pytest.raises(Refused, match="at the desk already"):
        actions.leave_queue(world.samira, hour=hour)
    actions.done(world.noor, hour=hour)
    assert actions.take_ticket(world.samira, hour=hour).number == 2


def test_a_time_that_has_come_goes_before_numbers(world: World) -> None:
    hour = a_desk(world, takes_walk_ins=True)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk)
    actions.book(world.bram, hour=hour, slot=second.pk)
    begun(first)
    actions.take_ticket(world.joost, hour=hour)
    assert turn_of(world.joost, hour).minutes == 30
    assert calls(world.noor, hour) == world.samira
    actions.came(world.noor, hour=hour)
    assert calls(world.noor, hour) == world.joost
    actions.came(world.noor, hour=hour)
    assert calls(world.noor, hour) is None


def test_not_there_is_a_few_places_back_and_twice_is_out(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    for name in ("Ans", "Ben", "Cor", "Dirk"):
        actions.add_walk_in(world.noor, hour=hour, first_name=name)
    assert calls(world.noor, hour) == world.samira
    actions.pass_over(world.noor, hour=hour)
    assert turn_of(world.samira, hour).place == 4
    called = []
    for _ in range(3):
        called.append(calls(world.noor, hour))
        actions.came(world.noor, hour=hour)
    assert called == ["Ans", "Ben", "Cor"]
    assert calls(world.noor, hour) == world.samira
    assert queries.screen(queries.hour(world.noor, hour.pk)) == queries.Screen(
        called=[1], next=[5], waiting=1
    )
    actions.no_show(world.noor, hour=hour)
    assert turn_of(world.samira, hour).turn is None
    assert not IntakeNote.objects.exists()
    assert calls(world.noor, hour) == "Dirk"


def test_who_left_is_not_called(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.leave_queue(world.samira, hour=hour)
    actions.leave_queue(world.samira, hour=hour)
    assert not IntakeNote.objects.exists()
    assert calls(world.noor, hour) is None


def test_a_line_of_a_desk_that_is_over_is_empty(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour)
    actions.free_no_shows(now=hour.ends_at + timedelta(hours=1))
    assert turn_of(world.samira, hour).place == 1
    actions.free_no_shows(now=hour.ends_at + timedelta(hours=2))
    assert turn_of(world.samira, hour).turn is None


def test_a_booking_is_given_five_minutes(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    begun(first)
    calls(world.noor, hour)
    for verb in (actions.no_show, actions.pass_over):
        with pytest.raises(Refused, match="five minutes"):
            verb(world.noor, hour=hour)
    assert actions.free_no_shows(now=now()) == 0
    assert actions.free_no_shows(now=now() + timedelta(minutes=6)) == 1
    assert not IntakeNote.objects.exists()
    assert queries.live_booking(world.samira, hour) is None
    actions.book(world.joost, hour=hour, slot=first.pk)


def test_said_by_the_expert_after_five_minutes(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    booked = actions.book(world.samira, hour=hour, slot=first.pk)
    begun(first, minutes=6)
    calls(world.noor, hour)
    Booking.objects.update(called_at=now() - timedelta(minutes=6))
    actions.no_show(world.noor, hour=hour)
    booked.refresh_from_db()
    assert not rules.is_live(booked)


def test_an_expert_who_is_late_takes_nothing_away(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk)
    begun(first, minutes=10)
    assert actions.free_no_shows(now=now()) == 0
    assert calls(world.noor, hour) == world.samira


def test_when_numbers_are_given(world: World) -> None:
    times = a_desk(world)
    with pytest.raises(Refused, match="choose a time"):
        actions.take_ticket(world.samira, hour=times)
    later = a_line(world, starts_at=now() + timedelta(hours=3), subject="Later")
    with pytest.raises(Refused, match="from an hour before"):
        actions.take_ticket(world.samira, hour=later)
    with pytest.raises(Refused, match="not open now"):
        actions.call_next(world.noor, hour=later)
    closed = a_line(world)
    actions.close_hour(world.noor, hour=closed)
    with pytest.raises(Refused, match="no longer given"):
        actions.take_ticket(world.samira, hour=closed)


def test_a_line_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour)
    with pytest.raises(Refused, match="line is full"):
        actions.take_ticket(world.joost, hour=hour)


def test_one_way_to_come_at_a_time(world: World) -> None:
    hour = a_desk(world, takes_walk_ins=True)
    wanted = slots(hour)[0].pk
    actions.take_ticket(world.samira, hour=hour)
    with pytest.raises(Refused, match="stand in the line"):
        actions.book(world.samira, hour=hour, slot=wanted)
    actions.book(world.joost, hour=hour, slot=wanted)
    with pytest.raises(Refused, match="need no number"):
        actions.take_ticket(world.joost, hour=hour)
    with pytest.raises(Refused, match="yourself"):
        actions.take_ticket(world.noor, hour=hour)


def test_at_the_door_a_first_name_is_enough(world: World) -> None:
    hour = a_line(world)
    with pytest.raises(Refused) as refused:
        actions.add_walk_in(world.noor, hour=hour, first_name=" ")
    assert refused.value.field == "first_name"
    with pytest.raises(ConsultationHour.DoesNotExist):
        actions.add_walk_in(world.samira, hour=hour, first_name="Wil")
    actions.add_walk_in(world.noor, hour=hour, first_name="Wil")
    assert calls(world.noor, hour) == "Wil"
    QueueTicket.objects.update(done_at=now())
    begun_long_ago(hour)
    actions.erase_notes(now=now())
    assert QueueTicket.objects.get().first_name == ""


def begun_long_ago(hour: ConsultationHour) -> None:
    ConsultationHour.objects.filter(pk=hour.pk).update(
        starts_at=now() - timedelta(days=3), ends_at=now() - timedelta(days=2)
    )


def test_only_who_sits_there_calls(world: World) -> None:
    hour = a_line(world, experts=[world.peter])
    for person in (world.noor, world.peter, world.samira):
        with pytest.raises(Expert.DoesNotExist):
            actions.call_next(person, hour=hour)
    actions.agree_to_sit(world.peter, hour=hour)
    assert calls(world.peter, hour) is None


def test_handed_over_at_one_desk(world: World) -> None:
    hour = two_experts(world)
    actions.take_ticket(world.samira, hour=hour)
    actions.take_ticket(world.joost, hour=hour)
    peter = seat_of(world.peter, hour)
    assert actions.hand_over(world.noor, hour=hour, to=peter) is None
    assert calls(world.noor, hour) == world.samira
    actions.came(world.noor, hour=hour)
    actions.hand_over(world.noor, hour=hour, to=peter)
    assert turn_of(world.samira, hour).place == 1
    assert calls(world.noor, hour) == world.joost
    assert calls(world.peter, hour) == world.samira


def test_a_booking_is_handed_over_too(world: World) -> None:
    hour = a_desk(world, experts=[world.noor, world.peter])
    actions.agree_to_sit(world.peter, hour=hour)
    [first, *_more] = [one for one in slots(hour) if one.actor == world.noor]
    booked = actions.book(world.samira, hour=hour, slot=first.pk)
    begun(first)
    calls(world.noor, hour)
    actions.hand_over(world.noor, hour=hour, to=seat_of(world.peter, hour))
    booked.refresh_from_db()
    assert (booked.called_at, booked.expert.actor) == (None, world.peter)
    assert calls(world.peter, hour) == world.samira


def test_handed_over_to_another_desk_of_the_event(world: World) -> None:
    event = open_day(world, starts_at=now() + timedelta(minutes=5))
    at = event.starts_at
    law = a_line(world, by=world.marit, event=event, starts_at=at, experts=[world.noor])
    pension = a_line(
        world, by=world.marit, event=event, starts_at=at, subject="Pensioen", experts=[world.peter]
    )
    actions.agree_to_sit(world.noor, hour=law)
    actions.agree_to_sit(world.peter, hour=pension)
    actions.take_ticket(world.joost, hour=pension)
    actions.take_ticket(world.samira, hour=law)
    actions.add_walk_in(world.noor, hour=law, first_name="Wil")
    peter = seat_of(world.peter, pension)
    for name in (world.samira, "Wil"):
        assert calls(world.noor, law) == name
        actions.came(world.noor, hour=law)
        actions.hand_over(world.noor, hour=law, to=peter)
    assert turn_of(world.samira, law).turn is None
    numbers = []
    for name in (world.samira, "Wil", world.joost):
        assert calls(world.peter, pension) == name
        numbers.append(queries.screen(queries.hour(world.peter, pension.pk)).called[0])
        actions.came(world.peter, hour=pension)
    assert numbers == [2, 3, 1]


def test_a_colleague_whose_desk_is_not_open_takes_nobody_over(world: World) -> None:
    event = open_day(world, starts_at=now() + timedelta(minutes=5))
    law = a_line(world, by=world.marit, event=event, starts_at=event.starts_at)
    later = event.starts_at + timedelta(hours=3)
    pension = a_line(
        world, by=world.marit, event=event, starts_at=later, subject="Later", experts=[world.peter]
    )
    actions.agree_to_sit(world.peter, hour=pension)
    actions.take_ticket(world.samira, hour=law)
    calls(world.marit, law)
    with pytest.raises(Refused, match="cannot take anybody over"):
        actions.hand_over(world.marit, hour=law, to=seat_of(world.peter, pension))


def test_what_no_colleague_can_take(world: World) -> None:
    hour = two_experts(world)
    elsewhere = a_line(world, by=world.marit, subject="Pensioen")
    actions.take_ticket(world.samira, hour=hour)
    calls(world.noor, hour)
    for to in (0, seat_of(world.marit, elsewhere), seat_of(world.noor, hour)):
        with pytest.raises(Refused, match="cannot take anybody over"):
            actions.hand_over(world.noor, hour=hour, to=to)
    block(world.samira, other=world.peter)
    with pytest.raises(Refused, match="cannot take anybody over"):
        actions.hand_over(world.noor, hour=hour, to=seat_of(world.peter, hour))


def test_who_has_a_time_at_the_other_desk_already_is_not_handed_over_there(world: World) -> None:
    event = open_day(world, starts_at=now() + timedelta(minutes=5))
    at = event.starts_at
    law = a_line(world, by=world.marit, event=event, starts_at=at, experts=[world.noor])
    pension = a_desk(
        world, by=world.marit, event=event, starts_at=at, subject="Pensioen", experts=[world.peter]
    )
    actions.agree_to_sit(world.noor, hour=law)
    actions.agree_to_sit(world.peter, hour=pension)
    actions.book(world.samira, hour=pension, slot=slots(pension)[3].pk)
    actions.take_ticket(world.samira, hour=law)
    assert calls(world.noor, law) == world.samira
    with pytest.raises(Refused, match="cannot take anybody over"):
        actions.hand_over(world.noor, hour=law, to=seat_of(world.peter, pension))
    actions.cancel_booking(world.samira, hour=pension)
    actions.hand_over(world.noor, hour=law, to=seat_of(world.peter, pension))
    assert calls(world.peter, pension) == world.samira
