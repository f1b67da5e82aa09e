"""Opening a desk, choosing a time, and taking a number."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaknet.domain.consulting import rules
from vaknet.domain.consulting.actions import DeskDetails
from vaknet.domain.consulting.models import ConsultationHour, Expert
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.engine.planning.slots import hour_on
from vaknet.interfaces.web.forms.base import Form, TextField

LENGTHS = [
    (10, _("10 minutes")),
    (15, _("15 minutes")),
    (20, _("20 minutes")),
    (30, _("30 minutes")),
    (60, _("1 hour")),
]
KEPT = [(1, _("1 day")), (7, _("1 week")), (14, _("2 weeks")), (30, _("30 days"))]
ONCE, WEEKLY = "once", "weekly"
MISSING = _("Choose one of the answers.")
DAY_IN_WORDS = _("Write the date as day-month-year.")


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": DAY_IN_WORDS},
        **options,
    )


def _clock(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write the time as 14:30.")},
        **options,
    )


class DeskForm(Form):
    """At an event, of a group or her own. `weekly` only outside events."""

    subject = TextField(
        label=_("What can one ask about?"),
        help_text=_("A few words, such as: labour law."),
        max_length=80,
        error_messages={"required": _("Say what one can ask about.")},
    )
    explanation = TextField(
        label=_("Explanation"),
        help_text=_("What to bring, and what you can and cannot do."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    day = _day(_("On which day?"))
    starts_at = _clock(_("From"))
    ends_at = _clock(_("Until"))
    repeats = forms.ChoiceField(
        label=_("How often?"),
        choices=[(ONCE, _("Once")), (WEEKLY, _("Each week on this day"))],
        initial=ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": MISSING, "invalid_choice": MISSING},
    )
    last_on = _day(
        _("Last day"), required=False, help_text=_("Only for each week. Empty: until you stop.")
    )
    room = TextField(
        label=_("Where?"),
        help_text=_("A room, an address or a telephone number."),
        max_length=120,
        required=False,
    )
    online_address = forms.URLField(
        label=_("Address on the internet"), max_length=500, required=False, assume_scheme="https"
    )
    slot_minutes = forms.TypedChoiceField(
        label=_("How long is one consultation?"), choices=LENGTHS, coerce=int, initial=15
    )
    takes_bookings = forms.BooleanField(
        label=_("One can choose a time beforehand"), required=False, initial=True
    )
    takes_walk_ins = forms.BooleanField(
        label=_("One can walk in and take a number"), required=False
    )
    note_days = forms.TypedChoiceField(
        label=_("How long is a note for the expert kept?"),
        help_text=_("Counted from the end of the hour. Then it is thrown away."),
        choices=KEPT,
        coerce=int,
        initial=7,
    )
    readers = forms.ChoiceField(
        label=_("For whom?"),
        choices=ConsultationHour.Readers.choices,
        initial=ConsultationHour.Readers.MEMBERS,
        widget=forms.RadioSelect,
        error_messages={"required": MISSING, "invalid_choice": MISSING},
    )
    group = forms.ChoiceField(
        label=_("In the name of"), required=False, error_messages={"invalid_choice": MISSING}
    )
    experts = TextField(
        label=_("Who sits there?"),
        help_text=_(
            "Their names here, such as @noor.janssen, with spaces. Empty: you do. "
            "Whoever you name is asked first."
        ),
        max_length=500,
        required=False,
    )

    def __init__(
        self, *args: Any, groups: Iterable[Group], zone: str = "", at_event: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.zone = zone or settings.TIME_ZONE
        names = [(one.actor.handle, one.actor.name) for one in groups]
        chooses: Any = self.fields["group"]
        chooses.choices = [("", _("myself")), *names]
        unused = ["repeats", "last_on", "readers", "group"] if at_event else []
        if not names and not at_event:
            unused = ["group"]
        for name in unused:
            del self.fields[name]

    def details(self) -> DeskDetails:
        data = self.cleaned_data
        names = ("subject", "explanation", "room", "online_address", "slot_minutes", "note_days")
        said = {name: data[name] for name in (*names, "takes_bookings", "takes_walk_ins")}
        readers = data.get("readers", ConsultationHour.Readers.MEMBERS)
        return DeskDetails(**said, zone=self.zone, readers=readers)

    def moments(self) -> tuple[datetime, datetime]:
        """Of the first time, by the clock on the wall there."""
        day, begin, end = self.when()
        try:
            return hour_on(day, begin, end, ZoneInfo(self.zone))
        except OverflowError as beyond:
            message = _("We do not know this day. Choose one within three years.")
            raise Refused(message, field="day") from beyond

    def when(self) -> tuple[date, time, time]:
        data = self.cleaned_data
        return data["day"], data["starts_at"], data["ends_at"]

    def handles(self) -> list[str]:
        return [name.removeprefix("@") for name in self.cleaned_data["experts"].split()]

    @property
    def is_weekly(self) -> bool:
        return bool(self.cleaned_data.get("repeats") == WEEKLY)


class NoteForm(Form):
    """What goes along with a time or a number."""

    note = TextField(
        label=_("What is it about?"),
        max_length=rules.NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    shared = forms.BooleanField(
        label=_("If a colleague takes over, she may read it too"), required=False
    )


class SlotForm(Form):
    """The chips are drawn by the page: here is only what was chosen."""

    slot = forms.IntegerField(
        label=_("Which time?"),
        error_messages={
            "required": _("Choose one of the times."),
            "invalid": _("Choose one of the times."),
        },
    )


class BookForm(NoteForm, SlotForm):
    field_order = ["slot", "note", "shared"]


class WalkInForm(Form):
    first_name = TextField(
        label=_("First name, to call out"),
        help_text=_("For who has no account here. It is forgotten the day after."),
        max_length=40,
        error_messages={"required": _("Give a first name, to call out.")},
    )


class ExpertForm(Form):
    expert = TextField(
        label=_("Whom do you ask to sit here?"),
        help_text=_("The name here, such as @noor.janssen."),
        max_length=80,
        error_messages={"required": _("Fill in a name, such as @noor.janssen.")},
    )


class CancelForm(Form):
    reason = TextField(
        label=_("Why?"),
        help_text=_("Who has a time reads this."),
        max_length=300,
        required=False,
    )


class HandOverForm(Form):
    to = forms.TypedChoiceField(
        label=_("To whom?"),
        coerce=int,
        error_messages={"required": MISSING, "invalid_choice": MISSING},
    )

    def __init__(self, *args: Any, colleagues: Iterable[Expert], here: int, **options: Any) -> None:
        super().__init__(*args, **options)
        chooses: Any = self.fields["to"]
        chooses.choices = [
            (one.pk, one.actor.name if one.hour_id == here else f"{one.actor.name}, {one.hour}")
            for one in colleagues
        ]


def first_day() -> date:
    return timezone.localdate() + timedelta(days=7)
