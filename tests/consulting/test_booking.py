"""Choosing a time at a desk, another one, and giving it back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, seat_of, slots
from tests.events.a_day import open_day
from tests.world import World
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import Booking, ConsultationHour, IntakeNote
from vaknet.domain.events.actions import cancel_event
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_two_hours_are_eight_quarters(world: World) -> None:
    hour = a_desk(world)
    made = slots(hour)
    assert len(made) == 8
    assert {one.ends_at - one.starts_at for one in made} == {timedelta(minutes=15)}


def test_a_time_that_is_chosen_is_hers_and_taken_for_others(world: World) -> None:
    hour = a_desk(world)
    wanted = slots(hour)[2]
    booked = actions.book(world.samira, hour=hour, slot=wanted.pk, note=NOTE)
    assert actions.book(world.samira, hour=hour, slot=wanted.pk) == booked
    [hers] = queries.views(world.samira, [queries.hour(world.samira, hour.pk)], now=now())
    [others] = queries.views(world.joost, [queries.hour(world.joost, hour.pk)], now=now())
    mine, theirs = hers.sittings[0].times[2], others.sittings[0].times[2]
    assert (mine.is_mine, mine.is_free) == (True, False)
    assert (theirs.is_mine, theirs.is_free) == (False, False)
    assert hers.is_booked_by_her
    assert others.has_free_times
    assert others.experts == [world.noor]


def test_a_time_that_is_gone_says_which_is_free(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk)
    with pytest.raises(Refused) as refused:
        actions.book(world.joost, hour=hour, slot=first.pk)
    local = second.starts_at.astimezone(hour.local_start.tzinfo)
    assert refused.value.field == "slot"
    assert str(refused.value.message).endswith(f"{local.hour}:{local.minute:02d} is free.")


def test_when_all_are_gone_it_says_so(world: World) -> None:
    hour = a_desk(world, minutes=15)
    [only] = slots(hour)
    actions.book(world.samira, hour=hour, slot=only.pk)
    with pytest.raises(Refused, match="All times are taken now"):
        actions.book(world.joost, hour=hour, slot=only.pk)


def test_another_time_is_a_move(world: World) -> None:
    hour = a_desk(world)
    first, second, third, *_more = slots(hour)
    booked = actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    actions.book(world.joost, hour=hour, slot=third.pk)
    with pytest.raises(Refused, match="have a time here already"):
        actions.book(world.samira, hour=hour, slot=second.pk)
    with pytest.raises(Refused, match="just been taken"):
        actions.move_booking(world.samira, hour=hour, slot=third.pk)
    moved = actions.move_booking(world.samira, hour=hour, slot=second.pk)
    assert actions.move_booking(world.samira, hour=hour, slot=second.pk) == moved
    assert (moved.pk, moved.slot, moved.sequence) == (booked.pk, second, 1)
    actions.book(world.bram, hour=hour, slot=first.pk)
    note = IntakeNote.objects.get(booking=moved)
    assert note.reader == world.noor


def test_nothing_to_move_is_said(world: World) -> None:
    hour = a_desk(world)
    with pytest.raises(Refused, match="no time here any more"):
        actions.move_booking(world.samira, hour=hour, slot=slots(hour)[0].pk)


def test_who_is_called_does_not_move(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk)
    begun(first)
    actions.call_next(world.noor, hour=hour)
    with pytest.raises(Refused, match="called already"):
        actions.move_booking(world.samira, hour=hour, slot=second.pk)
    actions.came(world.noor, hour=hour)
    with pytest.raises(Refused, match="at the desk already"):
        actions.cancel_booking(world.samira, hour=hour)


def test_given_back_it_is_free_and_the_note_is_gone(world: World) -> None:
    hour = a_desk(world)
    wanted = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=wanted.pk, note=NOTE)
    actions.cancel_booking(world.samira, hour=hour)
    actions.cancel_booking(world.samira, hour=hour)
    assert not IntakeNote.objects.exists()
    booked = actions.book(world.joost, hour=hour, slot=wanted.pk)
    assert Booking.objects.filter(cancelled_at=None).get() == booked


def test_a_time_of_another_desk_or_of_none_is_refused(world: World) -> None:
    hour, other = a_desk(world), a_desk(world, by=world.peter, subject="Pensioen")
    for slot in (slots(other)[0].pk, 0):
        with pytest.raises(Refused, match="Choose one of the times"):
            actions.book(world.samira, hour=hour, slot=slot)


def test_a_time_that_has_nearly_gone_is_refused(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    begun(first, minutes=11)
    with pytest.raises(Refused, match="Choose one of the times"):
        actions.book(world.samira, hour=hour, slot=first.pk)
    actions.book(world.samira, hour=hour, slot=second.pk)


def test_who_sits_there_does_not_ask_herself(world: World) -> None:
    hour = a_desk(world)
    with pytest.raises(Refused, match="yourself"):
        actions.book(world.noor, hour=hour, slot=slots(hour)[0].pk)


def test_where_and_until_when_one_can_choose(world: World) -> None:
    line = a_line(world)
    with pytest.raises(Refused, match="take a number"):
        actions.book(world.samira, hour=line, slot=1)
    hour = a_desk(world)
    wanted = slots(hour)[0].pk
    actions.close_hour(world.noor, hour=hour)
    actions.close_hour(world.noor, hour=hour)
    with pytest.raises(Refused, match="no longer be chosen"):
        actions.book(world.samira, hour=hour, slot=wanted)


def test_a_cancelled_hour_gives_up_all_times(world: World) -> None:
    hour = a_desk(world, takes_walk_ins=True)
    booked = actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    actions.take_ticket(world.joost, hour=hour, note=NOTE)
    actions.cancel_hour(world.noor, hour=hour, reason="Ziek")
    actions.cancel_hour(world.noor, hour=hour)
    booked.refresh_from_db()
    assert (booked.cancelled_at is not None, booked.sequence) == (True, 1)
    assert queries.live_ticket(world.joost, hour) is None
    assert not IntakeNote.objects.exists()
    with pytest.raises(Refused, match="is cancelled"):
        actions.book(world.samira, hour=hour, slot=booked.slot_id)
    with pytest.raises(Refused, match="is cancelled"):
        actions.take_ticket(world.samira, hour=hour)


def test_what_has_been_is_not_cancelled(world: World) -> None:
    hour = a_desk(world)
    begun(slots(hour)[0], minutes=300)
    with pytest.raises(Refused, match="has been"):
        actions.cancel_hour(world.noor, hour=hour)
    with pytest.raises(Refused, match="has been"):
        actions.add_expert(world.noor, hour=hour, expert=world.peter)


def test_only_who_looks_after_it_cancels(world: World) -> None:
    hour = a_desk(world)
    for verb in (actions.cancel_hour, actions.close_hour):
        with pytest.raises(ConsultationHour.DoesNotExist):
            verb(world.samira, hour=hour)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"readers": "everybody"}, "readers"),
        ({"zone": "Europe/Nergens"}, "zone"),
        ({"online_address": "spreekuur"}, "online_address"),
        ({"room": " "}, "room"),
        ({"slot_minutes": 4}, "slot_minutes"),
        ({"takes_bookings": False}, "takes_bookings"),
        ({"note_days": 61}, "note_days"),
        ({"minutes": 10}, "ends_at"),
        ({"minutes": 13 * 60}, "ends_at"),
        ({"starts_at": now() - timedelta(hours=4)}, "day"),
        ({"starts_at": now() + timedelta(days=1500)}, "day"),
    ],
)
def test_what_cannot_be_opened(world: World, said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        a_desk(world, **said)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_opened_twice_is_once(world: World) -> None:
    begins = now() + timedelta(hours=3)
    assert a_desk(world, starts_at=begins) == a_desk(world, starts_at=begins)


def test_at_an_event_by_who_organises_it_and_within_it(world: World) -> None:
    event = open_day(world)
    with pytest.raises(Refused, match="within the event"):
        a_desk(world, by=world.marit, event=event)
    at = event.starts_at + timedelta(hours=1)
    hour = a_desk(world, by=world.marit, event=event, starts_at=at, experts=[world.noor])
    actions.agree_to_sit(world.noor, hour=hour)
    [shown] = queries.on_event(world.bram, event, now=now())
    assert (shown.hour, shown.experts) == (hour, [world.noor])
    assert queries.on_event(None, event, now=now()) == []
    with pytest.raises(type(event).DoesNotExist):
        a_desk(world, by=world.bram, event=event, starts_at=at)
    cancel_event(world.marit, event=event)
    with pytest.raises(Refused, match="event is cancelled"):
        a_desk(world, by=world.marit, event=event, starts_at=at, subject="Meer")


def test_of_a_group_by_its_stewards(world: World) -> None:
    with pytest.raises(Refused, match="stewards"):
        a_desk(world, by=world.joost, group=world.group)
    hour = a_desk(world, by=world.marit, group=world.group)
    rows = queries.hours_to_come(world.bram, now=now())
    assert list(queries.of_group(rows, world.group)) == [hour]
    assert list(queries.of_person(world.bram, rows, world.marit)) == [hour]
    assert list(queries.of_person(world.bram, rows, world.noor)) == []


def test_who_sits_and_who_comes_see_it_in_their_calendar(world: World) -> None:
    hour = a_desk(world)
    booked = actions.book(world.samira, hour=hour, slot=slots(hour)[1].pk, note=NOTE)
    [hers] = queries.calendar_entries(world.samira)
    assert (hers.uid, hers.sequence) == (str(booked.uid), 0)
    assert (hers.summary, hers.location) == ("Arbeidsrecht", "Zaal 4")
    assert hers.path == f"/spreekuren/{hour.pk}/mijn/"
    [desk] = queries.calendar_entries(world.noor)
    assert (desk.starts_at, desk.path) == (hour.starts_at, f"/spreekuren/{hour.pk}/tafel/")
    actions.cancel_hour(world.noor, hour=hour)
    assert list(queries.calendar_entries(world.samira)) == []
    assert list(queries.calendar_entries(world.noor)) == []


def test_her_times_to_come(world: World) -> None:
    hour = a_desk(world)
    booked = actions.book(world.samira, hour=hour, slot=slots(hour)[1].pk)
    assert list(queries.my_bookings(world.samira, now=now())) == [booked]
    assert list(queries.my_bookings(world.joost, now=now())) == []
    assert list(queries.my_hours(world.noor, now=now())) == [hour]
    assert seat_of(world.noor, hour)
