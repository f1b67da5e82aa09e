"""What somebody holds at a desk stays hers, also when she may no longer know of the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, slots
from tests.events.a_day import a_day
from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import ConsultationHour, Expert, IntakeNote
from vaknet.domain.events.models import Event
from vaknet.domain.groups import actions as groups
from vaknet.domain.people.actions import block
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def knows_of(viewer: Actor, hour: ConsultationHour) -> bool:
    return queries.visible_hours(viewer).filter(pk=hour.pk).exists()


def page_of(viewer: Actor, hour: ConsultationHour, name: str = "mijn/") -> Any:
    client = Client()
    client.force_login(viewer.account)
    return client.get(f"/spreekuren/{hour.pk}/{name}")


def page(viewer: Actor, hour: ConsultationHour, name: str = "mijn/") -> int:
    return page_of(viewer, hour, name).status_code


def secret_group(world: World) -> object:
    group = groups.start_group(world.noor, name="Kaderleden", purpose="Intern", readers="group")
    bring_in(world.noor, group, world.samira)
    return group


def test_blocked_she_can_still_give_back_her_time(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    block(world.noor, other=world.samira)
    assert page(world.samira, hour) == page(world.samira, hour, "") == 200
    assert list(queries.hours_to_come(world.samira, now=now())) == []
    assert "Noor" not in page_of(world.samira, hour).content.decode()
    with pytest.raises(Refused, match=r"no longer be chosen|geen tijd meer kiezen"):
        actions.move_booking(world.samira, hour=hour, slot=second.pk)
    actions.withdraw_note(world.samira, hour=hour)
    assert not IntakeNote.objects.exists()
    actions.cancel_booking(world.samira, hour=hour)
    assert not knows_of(world.samira, hour)
    assert page(world.samira, hour) == 404


def test_blocked_she_can_still_leave_the_line(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    block(world.samira, other=world.noor)
    assert page(world.samira, hour) == 200
    actions.leave_queue(world.samira, hour=hour)
    assert page(world.samira, hour) == 404


def test_no_contact_any_more_she_keeps_her_time_and_takes_nothing_new(world: World) -> None:
    hour = a_desk(world, readers="contacts", takes_walk_ins=True, starts_at=now())
    actions.book(world.samira, hour=hour, slot=slots(hour)[1].pk)
    connections.end_connection(world.noor, contact=world.samira)
    held = queries.hour(world.samira, hour.pk)
    [view] = queries.views(world.samira, [held], now=now())
    assert (view.has_free_times, view.takes_numbers, view.is_booked_by_her) == (False, False, True)
    with pytest.raises(Refused, match="no longer given"):
        actions.take_ticket(world.samira, hour=hour)


def test_out_of_the_group_she_keeps_her_time(world: World) -> None:
    group = secret_group(world)
    hour = a_desk(world, group=group)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    groups.leave_group(world.samira, group=group)
    assert page(world.samira, hour) == 200
    assert not knows_of(world.bram, hour)


def test_an_expert_keeps_her_desk_when_they_are_apart(world: World) -> None:
    hour = a_desk(world, experts=[world.noor, world.peter])
    actions.agree_to_sit(world.peter, hour=hour)
    block(world.noor, other=world.peter)
    assert page(world.peter, hour, "tafel/") == 200
    actions.step_back(world.peter, hour=hour)
    assert page(world.peter, hour, "tafel/") == 404


def test_asked_for_an_event_that_is_a_draft_she_can_answer(world: World) -> None:
    event = a_day(world)
    at = event.starts_at + timedelta(hours=1)
    hour = a_desk(world, by=world.marit, event=event, starts_at=at, experts=[world.bram])
    assert page(world.bram, hour, "tafel/") == 200
    assert not knows_of(world.peter, hour)
    actions.agree_to_sit(world.bram, hour=hour)
    assert page(world.bram, hour, "tafel/") == 200


def test_of_a_hidden_group_nobody_hears_by_being_asked(world: World) -> None:
    hour = a_desk(world, group=secret_group(world))
    with pytest.raises(Refused, match="Bram Kuipers may not know of it"):
        actions.add_expert(world.noor, hour=hour, expert=world.bram)
    assert not Expert.objects.filter(actor=world.bram).exists()
    assert actions.add_expert(world.noor, hour=hour, expert=world.samira).actor == world.samira


def test_of_an_event_of_a_group_only_who_is_in_it_is_asked(world: World) -> None:
    event = a_day(world, readers=Event.Readers.GROUP)
    at = event.starts_at + timedelta(hours=1)
    hour = a_desk(world, by=world.marit, event=event, starts_at=at)
    with pytest.raises(Refused, match="may not know of it"):
        actions.add_expert(world.marit, hour=hour, expert=world.bram)
    assert actions.add_expert(world.marit, hour=hour, expert=world.joost).actor == world.joost
