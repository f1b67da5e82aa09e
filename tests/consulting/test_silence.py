"""Who came to whom is known to the two of them. And who is kept apart never learns of it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, slots, two_experts
from tests.events.a_day import open_day
from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import ConsultationHour
from vaknet.domain.consulting.queries.hours import Sitting
from vaknet.domain.groups import actions as groups
from vaknet.domain.people.actions import block
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def seen(viewer: Actor, hour: ConsultationHour) -> list[Sitting]:
    [view] = queries.views(viewer, [queries.hour(viewer, hour.pk)], now=now())
    return view.sittings


def taken(viewer: Actor, hour: ConsultationHour) -> list[bool]:
    return [not time.is_free for one in seen(viewer, hour) for time in one.times]


def test_times_that_are_taken_look_the_same_whoever_took_them(world: World) -> None:
    """Also to a contact of hers, and to who looks after the hour."""
    hour = a_desk(world, by=world.marit, experts=[world.noor])
    actions.agree_to_sit(world.noor, hour=hour)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    actions.book(world.bram, hour=hour, slot=second.pk, note=NOTE)
    for viewer in (world.joost, world.marit, world.peter, world.moderator):
        one, other = seen(viewer, hour)[0].times[:2]
        assert (one.is_free, one.is_mine) == (other.is_free, other.is_mine) == (False, False)


def test_blocked_either_way_her_desk_looks_taken(world: World) -> None:
    hour = a_desk(world, by=world.marit, group=world.group, experts=[world.noor])
    actions.agree_to_sit(world.noor, hour=hour)
    wanted = slots(hour)[0].pk
    block(world.noor, other=world.samira)
    block(world.joost, other=world.noor)
    for person in (world.samira, world.joost):
        assert taken(person, hour) == [True] * 8
        assert [one.expert for one in seen(person, hour)] == [None]
        with pytest.raises(Refused, match="All times are taken now"):
            actions.book(person, hour=hour, slot=wanted)
    assert taken(world.bram, hour) == [False] * 8


def test_a_line_at_who_is_kept_apart_looks_full(world: World) -> None:
    hour = a_line(world, by=world.marit, group=world.group, experts=[world.noor])
    actions.agree_to_sit(world.noor, hour=hour)
    block(world.samira, other=world.noor)
    [view] = queries.views(world.samira, [queries.hour(world.samira, hour.pk)], now=now())
    assert (view.takes_numbers, view.is_reachable) == (False, False)
    with pytest.raises(Refused, match="line is full"):
        actions.take_ticket(world.samira, hour=hour)
    assert queries.desk(world.noor, queries.hour(world.noor, hour.pk), now=now()).waiting == 0


def test_of_two_at_a_desk_only_the_other_calls_her(world: World) -> None:
    hour = two_experts(world, by=world.marit, group=world.group)
    actions.agree_to_sit(world.noor, hour=hour)
    block(world.samira, other=world.noor)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.take_ticket(world.joost, hour=hour)
    desk = queries.desk(world.noor, queries.hour(world.noor, hour.pk), now=now())
    assert desk.waiting == 1
    first = actions.call_next(world.noor, hour=hour)
    assert first is not None
    assert first.person == world.joost
    turn = actions.call_next(world.peter, hour=hour)
    assert turn is not None
    assert turn.person == world.samira


def test_blocked_after_she_booked_the_expert_sees_nobody(world: World) -> None:
    hour = a_desk(world, by=world.marit, group=world.group, experts=[world.noor])
    actions.agree_to_sit(world.noor, hour=hour)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk)
    block(world.samira, other=world.noor)
    begun(first)
    assert queries.desk(world.noor, queries.hour(world.noor, hour.pk), now=now()).booked == []
    assert actions.call_next(world.noor, hour=hour) is None


def test_an_hour_of_her_own_does_not_exist_for_whom_she_blocked(world: World) -> None:
    hour = a_desk(world)
    block(world.noor, other=world.bram)
    with pytest.raises(ConsultationHour.DoesNotExist):
        queries.hour(world.bram, hour.pk)
    with pytest.raises(ConsultationHour.DoesNotExist):
        actions.book(world.bram, hour=hour, slot=slots(hour)[0].pk)
    assert list(queries.hours_to_come(world.bram, now=now())) == []


def test_of_a_closed_group_an_outsider_knows_nothing(world: World) -> None:
    secret = groups.start_group(world.noor, name="Kaderleden", purpose="Intern", readers="group")
    bring_in(world.noor, secret, world.samira)
    hour = a_desk(world, group=secret)
    assert queries.hour(world.samira, hour.pk) == hour
    for verb in (actions.take_ticket, actions.cancel_booking, actions.leave_queue):
        with pytest.raises(ConsultationHour.DoesNotExist):
            verb(world.bram, hour=hour)
    assert list(queries.hours_to_come(world.bram, now=now())) == []
    rows = queries.hours_to_come(world.bram, now=now())
    assert list(queries.of_person(world.bram, rows, world.noor)) == []


def test_of_an_event_that_is_a_draft_too(world: World) -> None:
    event = open_day(world, readers="group")
    at = event.starts_at + timedelta(hours=1)
    hour = a_desk(world, by=world.marit, event=event, starts_at=at)
    assert queries.hour(world.samira, hour.pk) == hour
    with pytest.raises(ConsultationHour.DoesNotExist):
        queries.hour(world.bram, hour.pk)
    assert queries.on_event(world.bram, event, now=now()) == []


def test_the_screen_has_numbers_only(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour)
    actions.add_walk_in(world.noor, hour=hour, first_name="Wil")
    actions.call_next(world.noor, hour=hour)
    shown = queries.screen(queries.hour(world.bram, hour.pk))
    assert vars(shown) == {"called": [1], "next": [2], "waiting": 1}
