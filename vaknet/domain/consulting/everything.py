"""All that this room holds of one member, for herself."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
    WeeklyHour,
)
from vaknet.domain.consulting.sealed import opened
from vaknet.domain.parts import Part, Row, streamed


def everything_of(viewer: Actor) -> list[Part]:
    """What others wrote for her to read is theirs."""
    parts = (_opened, _weekly, _sat, _bookings, _numbers, _notes)
    return [part(viewer) for part in parts]


WHAT = {
    "subject": _("What one can ask about"),
    "explanation": _("Explanation"),
    "room": _("Where"),
    "online_address": _("Address on the internet"),
}


def _opened(viewer: Actor) -> Part:
    rows = ConsultationHour.objects.filter(opened_by=viewer).order_by("pk")
    columns = WHAT | {
        "group": _("Group"),
        "event": _("Event"),
        "starts_at": _("Begins"),
        "ends_at": _("Ends"),
        "cancelled_at": _("Called off"),
    }
    listed = rows.values_list(
        *WHAT, "group__actor__name", "event__name", "starts_at", "ends_at", "cancelled_at"
    )
    held = ("consulting.ConsultationHour.opened_by",)
    return Part("consultation_hours", _("Consultation hours"), columns, streamed(listed), held)


def _weekly(viewer: Actor) -> Part:
    rows = WeeklyHour.objects.filter(opened_by=viewer).order_by("pk")
    columns = WHAT | {
        "group": _("Group"),
        "first_on": _("First day"),
        "last_on": _("Last day"),
        "until": _("Ended"),
    }
    listed = rows.values_list(*WHAT, "group__actor__name", "first_on", "last_on", "until")
    held = ("consulting.WeeklyHour.opened_by",)
    return Part(
        "weekly_hours", _("Consultation hours of each week"), columns, streamed(listed), held
    )


def _sat(viewer: Actor) -> Part:
    """Also whom she asked to sit."""
    rows = Expert.objects.filter(Q(actor=viewer) | Q(asked_by=viewer)).order_by("pk")
    columns = {
        "subject": WHAT["subject"],
        "starts_at": _("Begins"),
        "expert": _("Who sits there"),
        "asked_at": _("Asked"),
        "agreed_at": _("Agreed"),
        "until": _("Until"),
    }
    listed = rows.values_list(
        "hour__subject", "hour__starts_at", "actor__name", "asked_at", "agreed_at", "until"
    )
    held = (
        "consulting.Expert.actor",
        "consulting.Expert.asked_by",
        "consulting.Slot.actor",
        "consulting.IntakeNote.reader",
    )
    return Part("desks", _("Desks"), columns, streamed(listed), held)


def _bookings(viewer: Actor) -> Part:
    rows = Booking.objects.filter(person=viewer).order_by("pk")
    names = ("booked_at", "cancelled_at", "came_at", "done_at", "no_show_at")
    columns = {
        "subject": WHAT["subject"],
        "expert": _("With"),
        "starts_at": _("When"),
        "booked_at": _("Chosen"),
        "cancelled_at": _("Called off"),
        "came_at": _("Came"),
        "done_at": _("Done"),
        "no_show_at": _("Did not come"),
    }
    listed = rows.values_list("hour__subject", "expert__actor__name", "slot__starts_at", *names)
    held = ("consulting.Booking.person",)
    return Part("consultations", _("Times at a desk"), columns, streamed(listed), held)


def _numbers(viewer: Actor) -> Part:
    rows = QueueTicket.objects.filter(person=viewer).order_by("pk")
    columns = {
        "subject": WHAT["subject"],
        "number": _("Number"),
        "taken_at": _("Taken"),
        "called_at": _("Called"),
        "came_at": _("Came"),
        "done_at": _("Done"),
        "left_at": _("Left"),
    }
    listed = rows.values_list("hour__subject", *[name for name in columns if name != "subject"])
    held = ("consulting.QueueTicket.person",)
    return Part("queue_tickets", _("Numbers in a line"), columns, streamed(listed), held)


def _notes(viewer: Actor) -> Part:
    rows = IntakeNote.objects.filter(writer=viewer).order_by("pk")

    def told() -> Iterator[Row]:
        for note in rows.select_related("booking__hour", "ticket__hour").iterator(chunk_size=500):
            turn = note.booking or note.ticket
            subject = turn.hour.subject if turn is not None else ""
            yield subject, opened(note), note.written_at, note.erase_at

    columns = {
        "subject": WHAT["subject"],
        "note": _("Note for the expert"),
        "written_at": _("Written"),
        "erase_at": _("Kept until"),
    }
    held = ("consulting.IntakeNote.writer",)
    return Part("intake_notes", _("Notes for an expert"), columns, told, held)
