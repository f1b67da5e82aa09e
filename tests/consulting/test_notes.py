"""A note for the expert: read by one, kept for a while, and nowhere else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, seat_of, slots, two_experts
from tests.leaving.tables import tables_with
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries, rules, sealed
from vaknet.domain.consulting.models import ConsultationHour, IntakeNote
from vaknet.domain.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def desk_of(person: Actor, hour: ConsultationHour) -> queries.Desk:
    return queries.desk(person, queries.hour(person, hour.pk), now=now())


def note_of(person: Actor, hour: ConsultationHour) -> queries.MyTurn:
    return queries.my_turn(person, queries.hour(person, hour.pk), now=now())


def test_it_is_sealed_in_the_database(world: World) -> None:
    hour = a_desk(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    assert tables_with(NOTE) == []
    with connection.cursor() as cursor:
        cursor.execute("select sealed from consulting_intakenote")
        assert NOTE.encode() not in bytes(cursor.fetchone()[0])
    assert note_of(world.samira, hour).note == NOTE


def test_with_another_key_it_is_empty_and_with_the_one_of_before_not(world, settings) -> None:
    hour = a_desk(world)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "een heel andere sleutel van de server"
    assert sealed.opened(IntakeNote.objects.get()) == ""
    settings.SECRET_KEY_FALLBACKS = [before]
    assert sealed.opened(IntakeNote.objects.get()) == NOTE


def test_the_expert_of_that_time_reads_it_when_she_is_called(world: World) -> None:
    hour = a_desk(world)
    first = slots(hour)[0]
    actions.book(world.samira, hour=hour, slot=first.pk, note=NOTE)
    begun(first)
    assert desk_of(world.noor, hour).note == ""
    actions.call_next(world.noor, hour=hour)
    assert desk_of(world.noor, hour).note == NOTE


def test_of_a_number_nobody_reads_it_until_somebody_calls(world: World) -> None:
    hour = two_experts(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    assert IntakeNote.objects.get().reader is None
    actions.call_next(world.peter, hour=hour)
    assert desk_of(world.peter, hour).note == NOTE
    assert desk_of(world.noor, hour).note == ""


def test_handed_over_she_is_asked(world: World) -> None:
    hour = two_experts(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.call_next(world.noor, hour=hour)
    actions.hand_over(world.noor, hour=hour, to=seat_of(world.peter, hour))
    actions.call_next(world.peter, hour=hour)
    told = desk_of(world.peter, hour)
    assert (told.note, told.note_waits) == ("", True)
    assert note_of(world.samira, hour).asks_to_share
    actions.share_note(world.samira, hour=hour)
    actions.share_note(world.samira, hour=hour)
    told = desk_of(world.peter, hour)
    assert (told.note, told.note_waits) == (NOTE, False)
    assert not note_of(world.samira, hour).asks_to_share


def test_handed_over_it_goes_along_when_she_said_so_before(world: World) -> None:
    hour = two_experts(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE, shared=True)
    actions.call_next(world.noor, hour=hour)
    actions.hand_over(world.noor, hour=hour, to=seat_of(world.peter, hour))
    actions.call_next(world.peter, hour=hour)
    assert desk_of(world.peter, hour).note == NOTE


def test_shared_while_she_waits_nobody_reads_it_yet(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.share_note(world.samira, hour=hour)
    assert IntakeNote.objects.get().reader is None


def test_withdrawn_it_is_gone_at_once(world: World) -> None:
    hour = a_line(world)
    actions.withdraw_note(world.samira, hour=hour)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.withdraw_note(world.samira, hour=hour)
    actions.withdraw_note(world.samira, hour=hour)
    actions.share_note(world.samira, hour=hour)
    assert not IntakeNote.objects.exists()
    assert note_of(world.samira, hour).place == 1


def test_after_the_term_it_is_thrown_away(world: World) -> None:
    hour = a_desk(world, note_days=3)
    actions.book(world.samira, hour=hour, slot=slots(hour)[0].pk, note=NOTE)
    assert actions.erase_notes(now=hour.ends_at + timedelta(days=2, hours=23)) == 0
    assert actions.erase_notes(now=hour.ends_at + timedelta(days=3)) == 1
    assert note_of(world.samira, hour).note == ""


def test_a_long_one_is_refused(world: World) -> None:
    hour = a_line(world)
    with pytest.raises(Refused) as refused:
        actions.take_ticket(world.samira, hour=hour, note="x" * 2001)
    assert refused.value.field == "note"


def test_helped_already_she_still_sees_it_and_can_throw_it_away(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.call_next(world.noor, hour=hour)
    actions.came(world.noor, hour=hour)
    actions.done(world.noor, hour=hour)
    told = note_of(world.samira, hour)
    assert (told.turn, told.note, told.asks_to_share) == (None, NOTE, False)
    samira = Client()
    samira.force_login(world.samira.account)
    mine = f"/spreekuren/{hour.pk}/mijn/"
    assert NOTE in samira.get(mine).content.decode()
    actions.share_note(world.samira, hour=hour)
    assert IntakeNote.objects.get().shared_at is None
    samira.post(mine, {"act": "withdraw"})
    assert not IntakeNote.objects.exists()
    assert world.samira.activities.filter(verb="withdrew_note").count() == 1


def test_what_others_wrote_she_does_not_throw_away(world: World) -> None:
    hour = a_line(world)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    actions.withdraw_note(world.joost, hour=hour)
    assert note_of(world.joost, hour).note == ""
    assert IntakeNote.objects.get().writer == world.samira


def test_a_line_that_the_clock_empties_keeps_no_notes(world: World) -> None:
    hour, other = a_line(world), a_line(world, by=world.peter, subject="Later", minutes=400)
    for line in (hour, other):
        actions.take_ticket(world.samira, hour=line, note=NOTE)
    actions.free_no_shows(now=hour.ends_at + rules.LATE)
    assert queries.live_ticket(world.samira, hour) is None
    assert IntakeNote.objects.get().ticket == queries.live_ticket(world.samira, other)
