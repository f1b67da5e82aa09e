"""Proposing and agreeing on a talk."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vaknet.domain.talks.actions import NOTE
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.web.forms.base import Form, TextField

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
    date_1 = forms.DateField(label=_("Date"), required=False)
    time_1 = forms.TimeField(label=_("Time"), required=False)
    date_2 = forms.DateField(label=_("Date"), required=False)
    time_2 = forms.TimeField(label=_("Time"), required=False)
    date_3 = forms.DateField(label=_("Date"), required=False)
    time_3 = forms.TimeField(label=_("Time"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, TIMES + 1):
            day, time = self.fields[f"date_{number}"], self.fields[f"time_{number}"]
            day.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            time.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            day.error_messages["invalid"] = _("Write the date as day-month-year.")
            time.error_messages["invalid"] = _("Write the time as 14:30.")

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Date and time of each proposal, side by side."""
        return [(self[f"date_{n}"], self[f"time_{n}"]) for n in range(1, TIMES + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["times"] = [moment for n in range(1, TIMES + 1) if (moment := self._moment(n))]
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
    """In the network's zone. A skipped hour is refused; of a doubled one, the first is meant."""
    aware = moment.replace(tzinfo=timezone.get_current_timezone())
    there_and_back = aware.astimezone(timezone.get_fixed_timezone(0)).astimezone(aware.tzinfo)
    if there_and_back.replace(tzinfo=None) != moment:
        raise ValidationError(_("The clock skips this hour that night. Choose another time."))
    return aware


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


class TalkOutcomeForm(Form):
    """What came of it is the button that is pressed."""

    note = TextField(
        label=_("A note for yourself"),
        help_text=_("Only you read it."),
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
