"""When a member wants a round."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import available_timezones

from babel.dates import format_date
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form

A_MONDAY = date(2026, 11, 30)
# All of Europe, and the Dutch islands; who is elsewhere keeps the network's time.
ZONES = ("Europe/",)
ISLANDS = {"America/Aruba", "America/Curacao", "America/Kralendijk", "America/Lower_Princes"}


class RhythmForm(Form):
    days = forms.TypedMultipleChoiceField(
        label=_("On which days do you want a round?"),
        help_text=_("No day is fine too: then you get none."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on_holidays = forms.BooleanField(label=_("Also on public holidays"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Your time"), help_text=_("A new round comes at 8:00."), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days: Any = self.fields["days"]
        days.choices = [(number, day_of_the_week(number)) for number in range(1, 8)]
        zone: Any = self.fields["time_zone"]
        zone.choices = [("", _("That of the network")), *((one, _place(one)) for one in _zones())]


def _zones() -> list[str]:
    return sorted(one for one in available_timezones() if one.startswith(ZONES) or one in ISLANDS)


def _place(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ")


def day_of_the_week(number: int) -> str:
    """Monday is 1."""
    day = A_MONDAY + timedelta(days=number - 1)
    return format_date(day, "EEEE", locale=get_language() or "nl").capitalize()
