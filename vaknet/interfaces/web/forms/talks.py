"""Proposing and agreeing on a talk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaknet.domain.talks.actions import NOTE
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.moments import day_field, moment_said, time_field
from vaknet.kit.busy_visits import LONGEST_ADDRESS

TIMES = 3
LENGTHS = [(15, _("15 minutes")), (30, _("30 minutes")), (60, _("1 hour")), (120, _("2 hours"))]


class ProposalForm(Form):
    purpose = TextField(
        label=_("What do you want to talk about?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you want to talk about.")},
    )
    location = TextField(
        label=_("Where?"),
        help_text=_("A place, a phone number or a link for video."),
        max_length=200,
        required=False,
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=30)
    date_1 = day_field(_("Date"), required=False)
    time_1 = time_field(_("Time"), required=False)
    date_2 = day_field(_("Date"), required=False)
    time_2 = time_field(_("Time"), required=False)
    date_3 = day_field(_("Date"), required=False)
    time_3 = time_field(_("Time"), required=False)

    slot = forms.MultipleChoiceField(label=_("Times"), required=False)

    def __init__(self, *args: Any, slots: Sequence[str] = (), **options: Any) -> None:
        """`slots`: the half hours that she may choose from, where her calendar is read."""
        super().__init__(*args, **options)
        self.fields["slot"].choices = [(one, one) for one in slots]  # type: ignore[attr-defined]
        self.fields["slot"].error_messages["invalid_choice"] = _("Choose one of the times.")

    def chosen(self) -> list[str]:
        return self.data.getlist("slot") if isinstance(self.data, QueryDict) else []

    def is_typed(self) -> bool:
        """Whether she wrote times by hand, right or wrong."""
        return any(bound.value() or bound.errors for pair in self.pairs() for bound in pair)

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Date and time of each proposal, side by side."""
        return [(self[f"date_{n}"], self[f"time_{n}"]) for n in range(1, TIMES + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = [moment for n in range(1, TIMES + 1) if (moment := self._moment(n))]
        slots = [_local(datetime.fromisoformat(one)) for one in data.get("slot", [])]
        data["times"] = slots + typed
        if not data["times"] and not self.errors:
            self.add_error("date_1", _("Propose at least one time."))
        return data

    def _moment(self, number: int) -> datetime | None:
        day = self.cleaned_data.get(f"date_{number}")
        time = self.cleaned_data.get(f"time_{number}")
        if (day is None) != (time is None) and not self.errors:
            field = f"time_{number}" if time is None else f"date_{number}"
            self.add_error(field, _("Fill in both the date and the time."))
        if day is None or time is None:
            return None
        try:
            return _local(datetime.combine(day, time))
        except ValidationError as problem:
            self.add_error(f"time_{number}", problem)
            return None


def _local(moment: datetime) -> datetime:
    """In the network's zone."""
    return moment_said(moment.date(), moment.time(), timezone.get_current_timezone_name())


class PickForm(Form):
    time = forms.ChoiceField(
        label=_("Which time suits you?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the times."),
            "invalid_choice": _("Choose one of the times."),
        },
    )

    def __init__(self, *args: Any, talk: Talk, **options: Any) -> None:
        super().__init__(*args, **options)
        self.times = {str(time.pk): time for time in talk.proposed_times.all()}
        choices = [(key, time.starts_at.isoformat()) for key, time in self.times.items()]
        self.fields["time"].choices = choices  # type: ignore[attr-defined]


class MoveForm(Form):
    """One of the other times that were proposed, or another one."""

    time = forms.ChoiceField(
        label=_("One of the other times?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the times.")},
    )
    date = day_field(_("Date"), required=False)
    clock = time_field(_("Time"), required=False)

    def __init__(self, *args: Any, talk: Talk, **options: Any) -> None:
        super().__init__(*args, **options)
        moment = timezone.now()
        self.times = {
            str(time.pk): time.starts_at
            for time in talk.proposed_times.all()
            if time.starts_at > moment and time.starts_at != talk.starts_at
        }
        choices = [(key, starts_at.isoformat()) for key, starts_at in self.times.items()]
        self.fields["time"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What she typed goes before what she pressed."""
        data = super().clean() or self.cleaned_data
        day, clock, chosen = data.get("date"), data.get("clock"), data.get("time")
        if self.errors:
            return data
        if (day is None) != (clock is None):
            missing = "clock" if clock is None else "date"
            self.add_error(missing, _("Fill in both the date and the time."))
        elif day is not None and clock is not None:
            try:
                data["to"] = _local(datetime.combine(day, clock))
            except ValidationError as problem:
                self.add_error("clock", problem)
        elif chosen:
            data["to"] = self.times[chosen]
        else:
            self.add_error("date", _("Choose another time."))
        return data


class CalendarForm(Form):
    address = TextField(
        label=_("Address of your calendar"),
        help_text=_("It begins with https:// or webcal:// and often ends in .ics."),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": _("Paste the address of your calendar.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
    )


class TalkOutcomeForm(Form):
    """What came of it is the button that is pressed."""

    note = TextField(
        label=_("A note for yourself"),
        help_text=_("Only you read it."),
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
