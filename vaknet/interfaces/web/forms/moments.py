"""A day and a time on the wall, as a moment."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from vaknet.kit.recurrence import moment_at

# The first and the last days of time are no moment in every zone.
EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)
FAR = _("Choose another day.")
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def day_field(label: object, *, required: bool = True, help_text: object = "") -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        help_text=help_text,  # type: ignore[arg-type]
        widget=DAY,
        validators=[MinValueValidator(EARLIEST, FAR), MaxValueValidator(LATEST, FAR)],
        error_messages={"invalid": _("Write the date as day-month-year.")},
    )


def time_field(label: object, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=CLOCK,
        error_messages={"invalid": _("Write the time as 14:30.")},
    )


def moment_said(day: date, clock: time, zone: str) -> datetime:
    """Of an hour that comes twice the first is meant; one that is skipped is refused."""
    found = moment_at(day, clock, zone)
    said = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
    if found.replace(tzinfo=None) != said.replace(tzinfo=None):
        raise ValidationError(_("The clock skips this hour that night. Choose another time."))
    return found
