"""When and where something is held, in the language that is spoken now."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.events.models import Event
from vaknet.kit.words import clock_in_words, day_in_words, moment_in_words

# Where the clock hangs that people look at; the first is that of most.
ZONES = [
    ("Europe/Amsterdam", gettext_lazy("Netherlands, Belgium and most of Western Europe")),
    ("Europe/London", gettext_lazy("Great Britain, Portugal")),
    ("Europe/Athens", gettext_lazy("Greece, Finland, Romania")),
    (
        "America/Curacao",
        gettext_lazy("Aruba, Bonaire, Curaçao, Saba, Sint Eustatius, Sint Maarten"),
    ),
    ("America/Paramaribo", gettext_lazy("Suriname")),
    ("UTC", gettext_lazy("Coordinated universal time (UTC)")),
]
EVENING = 12 * 3600  # seconds: what ends so much later at most, on the next morning, is one evening


def _language() -> str:
    return (translation.get_language() or "nl")[:2]


def days(event: Event) -> str:
    """ "donderdag 10 december", or from when to when."""
    today = timezone.localdate()
    first, last = event.local_start, event.local_end
    begins = day_in_words(first.date(), _language(), today=today)
    if first.date() == last.date() or (last - first).total_seconds() <= EVENING:
        return begins
    ends = day_in_words(last.date(), _language(), today=today)
    return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}


def hours(event: Event) -> str:
    """ "9.30 tot 16.30 uur"; of another time zone than that of the network, whose clock it is."""
    begins, ends = (clock_in_words(at, _language()) for at in (event.local_start, event.local_end))
    said = _("%(begins)s to %(ends)s") % {"begins": begins.removesuffix(" uur"), "ends": ends}
    here = event.starts_at.astimezone(timezone.get_current_timezone()).utcoffset()
    if event.local_start.utcoffset() == here:
        return said
    return f"{said} ({dict(ZONES).get(event.zone, event.zone)})"


class HeldThere(Protocol):
    """What is held on another network; `zone` is empty where that was not said."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def zone(self) -> str: ...


def moment_there(going: HeldThere) -> str:
    """By the clock on the wall there, which is named where it is another one than ours."""
    here = timezone.localtime(going.starts_at)
    there = going.starts_at.astimezone(ZoneInfo(going.zone)) if going.zone else here
    said = moment_in_words(there, _language())
    if there.utcoffset() == here.utcoffset():
        return said
    return f"{said} ({dict(ZONES).get(going.zone, going.zone)})"


def when_there(starts: datetime, ends: datetime, zone: str) -> str:
    """Its days and hours as `days` and `hours` say them; `zone` is empty where it was not said."""
    held = Event(starts_at=starts, ends_at=ends, zone=zone or timezone.get_default_timezone_name())
    return f"{days(held)}, {hours(held)}"


def in_each_language(starts: datetime, ends: datetime | None, zone: str) -> list[str]:
    """What `when_there` says, as another Vaknet writes it above an event in a language of its
    own. Nothing where no end was said."""
    said: list[str] = []
    if ends is not None:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                said.append(when_there(starts, ends, zone))
    return said


def where(event: Event) -> str:
    """In one line; empty for what is only online."""
    if event.form == Event.Form.ONLINE:
        return ""
    town = event.place.name if event.place is not None else ""
    parts = [event.venue, event.address, town if town not in event.address else ""]
    return ", ".join(part for part in parts if part)
