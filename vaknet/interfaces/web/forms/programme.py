"""Making a programme: rooms, sessions, rounds, who speaks; and proposing a session."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vaknet.domain.events.models import Event
from vaknet.domain.programme.actions import SessionDetails
from vaknet.domain.programme.models import ProgrammeRoom, Session
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.moments import day_field, moment_said, time_field

ROWS = 6
# What ends before this and begins the evening before ends in the night; else it is a slip.
SMALL_HOURS = time(6)
LANGUAGES = [("", _("Not said")), ("nl", _("Dutch")), ("en", _("English"))]
SCORES = [(number, str(number)) for number in range(1, 6)]


class TimedForm(Form):
    """A beginning and an end by the clock on the wall of the event, on one of its days."""

    day = day_field(_("Day"))
    starts = time_field(_("Begins at"))
    ends = time_field(_("Ends at"))

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        self.event = event
        first = event.local_start
        options["initial"] = {"day": first.date()} | (options.get("initial") or {})
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if not (data.get("day") and starts and ends):
            return data
        is_next_day = ends <= starts and ends <= SMALL_HOURS
        for name, clock, days in (("starts", starts, 0), ("ends", ends, int(is_next_day))):
            try:
                day = data["day"] + timedelta(days=days)
                data[f"{name}_at"] = moment_said(day, clock, self.event.zone)
            except ValidationError as problem:
                self.add_error(name, problem)
            except OverflowError:  # the first and the last day of all have no day beside them
                self.add_error("day", _("Choose another day."))
                return data
        return data

    def refuse(self, refusal: Any) -> None:
        """What the room calls a moment is a time here."""
        refusal.field = refusal.field.removesuffix("_at")
        super().refuse(refusal)


def _room_field(rooms: Iterable[ProgrammeRoom], label: Any) -> forms.ChoiceField:
    choices = [("", _("No room of its own")), *((str(one.pk), one.name) for one in rooms)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class SessionForm(TimedForm):
    title = TextField(label=_("What is it called?"), max_length=160)
    kind = forms.ChoiceField(label=_("What kind is it?"), choices=Session.Kind)
    capacity = forms.IntegerField(
        label=_("How many people fit in?"),
        help_text=_("Only for workshops. Empty: as many as fit in the room."),
        required=False,
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES, required=False)
    abstract = TextField(
        label=_("What is it about?"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    field_order = ("title", "kind", "day", "starts", "ends", "room", "capacity", "language")

    def __init__(self, *args: Any, rooms: list[ProgrammeRoom], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rooms = {str(one.pk): one for one in rooms}
        self.fields["room"] = _room_field(rooms, _("In which room?"))
        self.order_fields([*self.field_order, "abstract"])

    def details(self) -> SessionDetails:
        data = self.cleaned_data
        return SessionDetails(
            title=data["title"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            kind=data["kind"],
            abstract=data["abstract"],
            language=data["language"],
            room=self.rooms.get(data["room"]),
            capacity=data["capacity"],
        )


def said_of(session: Session) -> dict[str, Any]:
    """What stands in the form for one that is planned."""
    zone = ZoneInfo(session.event.zone)
    begins, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    same = ("title", "kind", "capacity", "language", "abstract")
    return {name: getattr(session, name) for name in same} | {
        "day": begins.date(),
        "starts": begins.time(),
        "ends": ends.time(),
        "room": str(session.room_id or ""),
    }


class RoundForm(TimedForm):
    """Several at one time, of which one chooses one."""

    name = TextField(
        label=_("What is this round called?"),
        help_text=_("For example: Workshops, first round."),
        max_length=80,
        required=False,
    )
    field_order = ("name", "day", "starts", "ends")

    def __init__(self, *args: Any, rooms: list[ProgrammeRoom], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rooms = {str(one.pk): one for one in rooms}
        for number in range(1, ROWS + 1):
            self.fields[f"title_{number}"] = TextField(
                label=_("Workshop %(number)d") % {"number": number},
                max_length=160,
                required=number == 1,
            )
            self.fields[f"room_{number}"] = _room_field(rooms, _("Room"))
        self.order_fields(self.field_order)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"title_{n}"], self[f"room_{n}"]) for n in range(1, ROWS + 1)]

    def details(self) -> list[SessionDetails]:
        data = self.cleaned_data
        return [
            SessionDetails(
                title=title,
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                room=self.rooms.get(data[f"room_{number}"]),
            )
            for number in range(1, ROWS + 1)
            if (title := data[f"title_{number}"])
        ]


class RoomForm(Form):
    name = TextField(label=_("What is the room called?"), max_length=80)
    note = TextField(
        label=_("How does one get there?"),
        help_text=_("The floor, a lift, a ring loop."),
        max_length=200,
        required=False,
    )
    capacity = forms.IntegerField(label=_("How many people fit in?"), required=False)


class AskSpeakerForm(Form):
    handle = TextField(
        label=_("Address of a member"),
        help_text=_("As it stands on the profile: @name. She says yes or no herself."),
        max_length=80,
    )


class NameSpeakerForm(Form):
    name = TextField(label=_("Name of somebody from elsewhere"), max_length=120)
    affiliation = TextField(label=_("From where?"), max_length=120, required=False)


class CancelForm(Form):
    reason = TextField(
        label=_("Why?"),
        help_text=_("Who signed up reads it."),
        max_length=300,
        required=False,
    )


class CallForm(Form):
    open_until = day_field(_("Until and with"))
    text = TextField(
        label=_("What do you look for?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProposalForm(Form):
    title = TextField(label=_("What is it called?"), max_length=160)
    abstract = TextField(
        label=_("What is it about?"),
        help_text=_("What does somebody take home from it?"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-draft": "proposal"}),
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), initial=45)
    needs = TextField(
        label=_("What do you need?"),
        help_text=_("A screen, loose chairs, an interpreter."),
        max_length=300,
        required=False,
    )


class ReviewForm(Form):
    score = forms.TypedChoiceField(
        label=_("Your score"),
        help_text=_("1: rather not. 5: surely."),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a score from 1 to 5.")},
    )
    note = TextField(
        label=_("Note for the organisers"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AcceptForm(TimedForm):
    reply = TextField(
        label=_("A few words for who proposed it"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(Form):
    reply = TextField(
        label=_("Why not?"),
        help_text=_("Only who proposed it reads this, and the organisers."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words: she made an effort.")},
    )
