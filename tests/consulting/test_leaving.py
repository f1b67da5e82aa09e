"""What becomes of desks, times and notes when somebody goes, or has one account instead of two."""

import pytest
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, seat_of, slots
from tests.consulting.test_weekly import weekly
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries, sealed
from vaknet.domain.consulting.everything import everything_of
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
    Slot,
    WeeklyHour,
)
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def former() -> Actor:
    return Actor.objects.create(kind="person", handle="former_member", name="")


def test_her_times_are_free_and_her_notes_gone(world: World) -> None:
    hour, line = a_desk(world), a_line(world, by=world.peter, subject="Pensioen")
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    actions.take_ticket(world.samira, hour=line, note=NOTE)
    at = now()
    actions.step_out(actor=world.samira, at=at)
    actions.step_in_again(actor=world.samira, at=at)
    assert queries.live_booking(world.samira, hour) is None
    assert queries.live_ticket(world.samira, line) is None
    assert not IntakeNote.objects.exists()


def test_who_leaves_after_her_time_tells_nobody(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk)
    begun(first, minutes=2)
    actions.step_out(actor=world.samira, at=now())
    assert not world.samira.activities.filter(verb="cancelled_consultation").exists()


def test_nobody_waits_at_her_desk(world: World) -> None:
    hour = a_desk(world)
    held = weekly(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    with pytest.raises(Refused, match="booked a time with you"):
        actions.step_out(actor=world.noor, at=now())
    actions.cancel_booking(world.samira, hour=hour)
    actions.step_out(actor=world.noor, at=now())
    assert not ConsultationHour.objects.filter(cancelled_at=None).exists()
    held.refresh_from_db()
    assert held.until is not None


def test_gone_for_good(world: World) -> None:
    own = a_desk(world)
    weekly(world)
    of_group = a_desk(world, by=world.marit, group=world.group, experts=[world.noor, world.marit])
    actions.add_expert(world.marit, hour=of_group, expert=world.peter)
    line = a_line(world, by=world.peter, subject="Pensioen")
    actions.take_ticket(world.noor, hour=line, note=NOTE)
    nobody = former()
    for gone in (world.noor, world.marit):
        actions.erase_consultations(actor=gone, former=nobody)
    assert not ConsultationHour.objects.filter(pk=own.pk).exists()
    assert not WeeklyHour.objects.exists()
    of_group.refresh_from_db()
    assert of_group.opened_by == nobody
    assert not QueueTicket.objects.exists()
    hers = [Expert.objects.filter(actor__in=[world.noor, world.marit])]
    hers += [Slot.objects.filter(actor__in=[world.noor, world.marit])]
    assert not any(rows.exists() for rows in hers)


def test_two_accounts_become_one(world: World) -> None:
    """Joost has another account, Bram's. With both he has a time, and with both he sits."""
    hour, line = a_desk(world), a_line(world, by=world.peter, subject="Pensioen")
    first, second, *_more = slots(hour)
    actions.book(world.joost, hour=hour, slot=first.pk)
    actions.book(world.bram, hour=hour, slot=second.pk)
    actions.take_ticket(world.bram, hour=line, note=NOTE)
    at = hour.starts_at
    together = a_desk(world, by=world.marit, starts_at=at, experts=[world.joost, world.bram])
    for one in (world.joost, world.bram):
        actions.agree_to_sit(one, hour=together)
    elsewhere = a_desk(world, by=world.bram, starts_at=together.ends_at, subject="Meer")
    actions.take_over_consultations(kept=world.joost, merged=world.bram, at=now())
    assert Booking.objects.filter(person=world.joost, cancelled_at=None).get().slot == first
    ticket = queries.live_ticket(world.joost, line)
    assert ticket is not None
    assert sealed.opened(IntakeNote.objects.get(writer=world.joost)) == NOTE
    assert seat_of(world.joost, together)
    assert Expert.objects.filter(hour=together, until=None).count() == 1
    assert {one.actor for one in slots(elsewhere)} == {world.joost}
    for model, column in ((Expert, "actor"), (Slot, "actor"), (ConsultationHour, "opened_by")):
        assert not model._default_manager.filter(**{column: world.bram}).exists()


def test_at_one_moment_at_two_desks_by_two_accounts(world: World) -> None:
    at = now().replace(microsecond=0)
    one = a_desk(world, by=world.joost, subject="Een")
    other = a_desk(world, by=world.bram, subject="Twee", starts_at=one.starts_at)
    booked = actions.book(world.samira, hour=other, slot=slots(other)[0].pk)
    actions.take_over_consultations(kept=world.joost, merged=world.bram, at=at)
    booked.refresh_from_db()
    assert booked.cancelled_at == at
    assert slots(other) == []
    assert {slot.actor for slot in slots(one)} == {world.joost}


def test_she_takes_along_what_is_hers_and_no_note_of_others(world: World) -> None:
    hour = a_desk(world)
    weekly(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    hers = {part.name: [*part.rows()] for part in everything_of(world.samira)}
    assert [row[1] for row in hers["intake_notes"]] == [NOTE]
    assert [row[:2] for row in hers["consultations"]] == [("Arbeidsrecht", "Noor Janssen")]
    experts = {part.name: [*part.rows()] for part in everything_of(world.noor)}
    assert experts["intake_notes"] == experts["consultations"] == []
    assert NOTE not in str(experts)
    assert len(experts["consultation_hours"]) == 5
    assert len(experts["weekly_hours"]) == 1


def test_at_the_desk_of_somebody_else_she_can_go(world: World) -> None:
    """She cannot cancel that hour: who booked with her hears it."""
    hour = a_desk(world, by=world.marit, group=world.group, experts=[world.noor])
    actions.agree_to_sit(world.noor, hour=hour)
    booked = actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk)
    actions.step_out(actor=world.noor, at=now())
    booked.refresh_from_db()
    assert booked.cancelled_at is not None
    assert world.noor.activities.filter(verb="gave_up_booking").count() == 1
    hour.refresh_from_db()
    assert hour.cancelled_at is None


def test_a_colleague_at_her_desk_is_free_when_she_goes(world: World) -> None:
    hour = a_desk(world, experts=[world.noor, world.peter])
    actions.agree_to_sit(world.peter, hour=hour)
    actions.book(world.samira, hour=hour, slot=slots(hour)[1].pk)
    with pytest.raises(Refused, match="booked a time with you"):
        actions.step_out(actor=world.noor, at=now())
    actions.cancel_booking(world.samira, hour=hour)
    actions.step_out(actor=world.noor, at=now())
    assert not Slot.objects.filter(actor=world.peter, withdrawn_at=None).exists()


def test_the_turn_that_goes_takes_its_note_along(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.joost, hour=hour, slot=first.pk)
    actions.book(world.bram, hour=hour, slot=second.pk, note=NOTE)
    actions.take_over_consultations(kept=world.joost, merged=world.bram, at=now())
    assert not IntakeNote.objects.exists()
    assert Booking.objects.get(person=world.joost, cancelled_at=None).slot == first


def test_who_did_not_come_once_keeps_the_time_of_her_other_account(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    missed = actions.book(world.joost, hour=hour, slot=first.pk)
    Booking.objects.filter(pk=missed.pk).update(no_show_at=now())
    actions.book(world.bram, hour=hour, slot=second.pk, note=NOTE)
    actions.take_over_consultations(kept=world.joost, merged=world.bram, at=now())
    standing = queries.live_booking(world.joost, hour)
    assert standing is not None
    assert standing.slot == second
    assert IntakeNote.objects.get().booking == standing


def test_of_two_accounts_nobody_asks_herself_for_help(world: World) -> None:
    hour, line = a_desk(world, by=world.bram), a_line(world, by=world.joost, subject="Rij")
    actions.book(world.joost, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    actions.take_ticket(world.bram, hour=line, note=NOTE)
    actions.take_over_consultations(kept=world.joost, merged=world.bram, at=now())
    assert queries.live_booking(world.joost, hour) is None
    assert queries.live_ticket(world.joost, line) is None
    assert not IntakeNote.objects.exists()
