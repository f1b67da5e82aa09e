"""Who sits at a desk: asked, agreed, and not after all."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, seat_of, slots, two_experts
from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries, rules
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, IntakeNote
from vaknet.domain.people.actions import block
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def sitting(viewer: Actor, hour: ConsultationHour) -> list[Actor]:
    [shown] = queries.views(viewer, [queries.hour(viewer, hour.pk)], now=now())
    return shown.experts


def test_asked_she_sits_there_once_she_agrees(world: World) -> None:
    hour = a_desk(world, by=world.marit, experts=[world.noor])
    assert sitting(world.bram, hour) == []
    assert [one.hour for one in queries.my_asked(world.noor, now=now())] == [hour]
    actions.agree_to_sit(world.noor, hour=hour)
    actions.agree_to_sit(world.noor, hour=hour)
    assert sitting(world.bram, hour) == [world.noor]
    assert queries.my_asked(world.noor, now=now()) == []
    with pytest.raises(Expert.DoesNotExist):
        actions.agree_to_sit(world.peter, hour=hour)


def test_asked_twice_is_once_and_no_is_no(world: World) -> None:
    hour = a_desk(world)
    row = actions.add_expert(world.noor, hour=hour, expert=world.peter)
    assert actions.add_expert(world.noor, hour=hour, expert=world.peter) == row
    actions.step_back(world.peter, hour=hour)
    actions.step_back(world.peter, hour=hour)
    assert sitting(world.bram, hour) == [world.noor]
    assert [one.actor for one in queries.experts_asked(world.noor, hour)] == [world.noor]


def test_nobody_sits_at_two_desks_at_one_moment(world: World) -> None:
    first = a_desk(world)
    second = a_desk(world, by=world.peter, subject="Pensioen", experts=[world.peter, world.noor])
    with pytest.raises(Refused, match="another desk"):
        actions.agree_to_sit(world.noor, hour=second)
    actions.step_back(world.noor, hour=first)
    actions.agree_to_sit(world.noor, hour=second)
    assert sitting(world.bram, second) == [world.peter, world.noor]


def test_who_steps_back_gives_up_her_times(world: World) -> None:
    hour = a_desk(world, experts=[world.noor, world.peter])
    actions.agree_to_sit(world.peter, hour=hour)
    hers = next(one for one in slots(hour) if one.actor == world.peter)
    booked = actions.book(world.samira, hour=hour, slot=hers.pk, note=NOTE)
    actions.step_back(world.peter, hour=hour)
    booked.refresh_from_db()
    assert booked.cancelled_at is not None
    assert not IntakeNote.objects.exists()
    assert {one.actor for one in slots(hour)} == {world.noor}


def test_nobody_leaves_somebody_alone(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk)
    with pytest.raises(Refused, match="Nobody would be there"):
        actions.step_back(world.noor, hour=hour)
    begun(first)
    actions.call_next(world.noor, hour=hour)
    with pytest.raises(Refused, match="sits with you"):
        actions.step_back(world.noor, hour=hour)


def test_what_was_handed_over_to_her_is_for_anybody_again(world: World) -> None:
    hour = two_experts(world)
    actions.take_ticket(world.samira, hour=hour)
    actions.call_next(world.noor, hour=hour)
    actions.hand_over(world.noor, hour=hour, to=seat_of(world.peter, hour))
    actions.step_back(world.peter, hour=hour)
    turn = actions.call_next(world.noor, hour=hour)
    assert turn is not None
    assert turn.person == world.samira


def test_no_more_than_twelve(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_EXPERTS", 1)
    hour = a_desk(world)
    with pytest.raises(Refused, match="Twelve"):
        actions.add_expert(world.noor, hour=hour, expert=world.peter)


def test_whom_she_may_not_see_is_not_asked(world: World) -> None:
    hour = a_desk(world)
    block(world.peter, other=world.noor)
    with pytest.raises(Actor.DoesNotExist):
        actions.add_expert(world.noor, hour=hour, expert=world.peter)
    with pytest.raises(Actor.DoesNotExist):
        actions.add_expert(world.noor, hour=hour, expert=world.group.actor)


def test_agreeing_to_what_is_cancelled(world: World) -> None:
    hour = a_desk(world, by=world.marit, experts=[world.noor])
    actions.cancel_hour(world.marit, hour=hour)
    with pytest.raises(Refused, match="cancelled"):
        actions.agree_to_sit(world.noor, hour=hour)
    with pytest.raises(Refused, match="cancelled"):
        actions.add_expert(world.marit, hour=hour, expert=world.peter)


def test_for_her_contacts_only(world: World) -> None:
    hour = a_desk(world, readers=ConsultationHour.Readers.CONTACTS)
    acquaint(world.noor, world.joost)
    for person in (world.samira, world.joost, world.noor):
        assert queries.hour(person, hour.pk) == hour
    with pytest.raises(ConsultationHour.DoesNotExist):
        queries.hour(world.bram, hour.pk)


def test_figures_are_of_five_or_more(world: World) -> None:
    hour = a_line(world)
    for number in range(4):
        actions.add_walk_in(world.noor, hour=hour, first_name=f"Bezoeker {number}")
    few = queries.figures(queries.tended_hour(world.noor, hour.pk))
    assert (few.numbers, few.wait, few.booked) == (None, None, None)
    actions.add_walk_in(world.noor, hour=hour, first_name="De vijfde")
    for _ in range(4):
        actions.call_next(world.noor, hour=hour)
        actions.came(world.noor, hour=hour)
    told = queries.figures(queries.tended_hour(world.noor, hour.pk))
    assert (told.numbers, told.numbers_helped) == (5, None)
    actions.call_next(world.noor, hour=hour)
    actions.came(world.noor, hour=hour)
    actions.done(world.noor, hour=hour)
    told = queries.figures(queries.tended_hour(world.noor, hour.pk))
    assert (told.numbers, told.numbers_helped, told.wait, told.took) == (5, 5, 0, 0)
    with pytest.raises(ConsultationHour.DoesNotExist):
        queries.tended_hour(world.samira, hour.pk)


def test_reminded_the_day_before_and_once(world: World) -> None:
    hour = a_desk(world, starts_at=now() + timedelta(days=3))
    row = actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    assert actions.remind_of_bookings(now=now()) == 0
    eve = hour.starts_at - timedelta(hours=20)
    assert actions.remind_of_bookings(now=eve) == 1
    assert actions.remind_of_bookings(now=eve) == 0
    row.refresh_from_db()
    assert row.reminded_at == eve


def test_booked_on_the_day_itself_needs_no_reminder(world: World) -> None:
    hour = a_desk(world)
    row = actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    assert actions.remind_of_bookings(now=now()) == 1
    assert not world.samira.activities.filter(verb="was_reminded_of_consultation").exists()
    assert Booking.objects.get() == row


def test_a_newcomer_opens_one_too(world: World) -> None:
    wil = member("Wil Vonk", "wil@vaknet.example")
    assert sitting(world.bram, a_desk(world, by=wil)) == [wil]


def test_an_hour_that_is_off_leaves_its_experts_free_at_that_time(world: World) -> None:
    at = now() + timedelta(days=1)
    off = a_desk(world, starts_at=at)
    actions.cancel_hour(world.noor, hour=off)
    again = a_desk(world, subject="Pensioen", starts_at=at)
    assert {one.actor for one in slots(again)} == {world.noor}
    assert slots(off) == []
