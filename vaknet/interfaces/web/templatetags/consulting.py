"""Times as they hang on the wall of a desk, wherever the reader is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vaknet.domain.consulting.models import Booking, ConsultationHour
from vaknet.kit.words import clock_in_words, day_in_words

register = template.Library()
# From the second place: who is first is told that she is next.
PLACES = [
    gettext_lazy("second"),
    gettext_lazy("third"),
    gettext_lazy("fourth"),
    gettext_lazy("fifth"),
    gettext_lazy("sixth"),
    gettext_lazy("seventh"),
    gettext_lazy("eighth"),
    gettext_lazy("ninth"),
    gettext_lazy("tenth"),
]


@register.filter
def wall(moment: datetime, hour: ConsultationHour | None = None) -> str:
    """ "13.45 uur"; with an hour by the clock there, else as the moment itself says."""
    there = moment if hour is None else moment.astimezone(ZoneInfo(hour.zone))
    return clock_in_words(there, get_language() or "nl")


@register.filter
def chip(moment: datetime) -> str:
    """ "13.45": on a chip the word for hour is left out."""
    return clock_in_words(moment, get_language() or "nl").removesuffix(" uur")


@register.filter
def wall_day(moment: datetime, hour: ConsultationHour) -> str:
    """ "donderdag 10 december", as the calendar there says."""
    there = moment.astimezone(ZoneInfo(hour.zone))
    return day_in_words(there.date(), get_language() or "nl", today=localdate())


@register.filter
def zone_of(hour: ConsultationHour) -> str:
    """Its clock, where that is another one than that of the network; else nothing."""
    return "" if hour.zone == settings.TIME_ZONE else hour.zone.rsplit("/", 1)[-1].replace("_", " ")


@register.filter
def is_booking(turn: object) -> bool:
    return isinstance(turn, Booking)


@register.filter
def in_line(place: int) -> str:
    """ "derde"; farther back a number says it sooner."""
    if place - 2 < len(PLACES):
        return str(PLACES[place - 2])
    return _("number %(number)d from the front") % {"number": place}
