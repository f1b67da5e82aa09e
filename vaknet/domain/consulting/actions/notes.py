"""Notes for the expert: kept sealed, read by one, and thrown away."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
)
from vaknet.domain.consulting.sealed import sealed
from vaknet.domain.knowledge.words import long_text


def tidy_note(text: str) -> str:
    return long_text(text, field="note", limit=rules.NOTE)


def keep_note(turn: Booking | QueueTicket, writer: Actor, text: str, *, shared: bool) -> None:
    """`text` is tidied already. Of a time the expert of that time reads it; of a number whoever
    calls it."""
    if not text:
        return
    reader = turn.expert.actor if turn.expert is not None else None
    about = {"booking": turn} if isinstance(turn, Booking) else {"ticket": turn}
    IntakeNote.objects.create(
        **about,
        writer=writer,
        reader=reader,
        sealed=sealed(writer.pk, text),
        shared_at=now() if shared else None,
        erase_at=turn.hour.ends_at + timedelta(days=turn.hour.note_days),
    )


def pass_note_on(turn: Booking | QueueTicket, helper: Expert) -> None:
    """Somebody helps her now. What nobody could read yet, or she shared, the helper may read."""
    note = queries.note_of(turn)
    if note is None or (note.reader_id is not None and note.shared_at is None):
        return
    note.reader = helper.actor
    note.save(update_fields=["reader"])


def erase_notes_of(hour: ConsultationHour) -> None:
    IntakeNote.objects.filter(booking__hour=hour).delete()
    IntakeNote.objects.filter(ticket__hour=hour).delete()


@transaction.atomic
def withdraw_note(by: Actor, *, hour: ConsultationHour) -> None:
    """It is gone at once, also when she was helped already; her time or number stays. Twice is
    once."""
    for note in queries.notes_by(by, hour).select_for_update(of=("self",)).order_by("pk"):
        turn = note.turn
        note.delete()
        record(by, "withdrew_note", turn, audience=Audience.SELF)


@transaction.atomic
def share_note(by: Actor, *, hour: ConsultationHour) -> None:
    """Whoever helps her now may read it, and whoever takes over. Twice is once."""
    held = _her_note(by, hour)
    if held is None or held[0].shared_at is not None:
        return
    note, turn = held
    note.shared_at = now()
    if turn.expert is not None:
        note.reader = turn.expert.actor
    note.save(update_fields=["shared_at", "reader"])
    record(by, "shared_note", turn, audience=Audience.SELF)


def _her_note(by: Actor, hour: ConsultationHour) -> tuple[IntakeNote, Booking | QueueTicket] | None:
    turn = queries.live_booking(by, hour) or queries.live_ticket(by, hour)
    note = None if turn is None else queries.note_of(turn)
    if turn is None or note is None:
        return None
    held = IntakeNote.objects.select_for_update(of=("self",)).filter(pk=note.pk).first()
    return None if held is None else (held, turn)
