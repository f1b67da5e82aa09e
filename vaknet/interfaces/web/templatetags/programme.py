"""What a programme is drawn with: times by the clock on the wall there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vaknet.domain.programme.line import Item, Stop
from vaknet.domain.programme.models import Session
from vaknet.domain.programme.queries import SpeakerSeen
from vaknet.interfaces.web.programme import Choices
from vaknet.kit import words

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "nl")[:2]


@register.filter
def clock_there(moment: datetime, zone: str) -> str:
    """ "9.30" in Dutch, "9:30" in English: on a line of times the word is not said each time."""
    return words.clock_in_words(moment.astimezone(ZoneInfo(zone)), _language()).removesuffix(" uur")


@register.filter
def day_there(moment: datetime, zone: str) -> str:
    """ "donderdag 10 december"."""
    there = moment.astimezone(ZoneInfo(zone)).date()
    return words.day_in_words(there, _language(), today=localdate())


@register.filter
def from_until(session: Session) -> str:
    """ "11.00 – 12.00"."""
    return f"{clock_there(session.starts_at, session.event.zone)} – " + clock_there(
        session.ends_at, session.event.zone
    )


@register.filter
def speaker_name(speaker: SpeakerSeen) -> str:
    """Of who left, or is kept apart, only that somebody speaks."""
    return speaker.name or _("a speaker")


@register.filter
def by_whom_and_where(item: Item) -> str:
    """ "Marit Hoekstra, Peter Aalbers · Zaal 1"."""
    named = [
        f"{speaker_name(one)} ({one.affiliation})" if one.affiliation else speaker_name(one)
        for one in item.speakers
    ]
    room = item.session.room
    return " · ".join(part for part in (", ".join(named), room.name if room else "") if part)


@register.filter
def at(words: dict[str, str], key: str) -> str:
    """What is said of one round, or nothing."""
    return words.get(key, "")


@register.filter
def picked(stop: Stop, choices: Choices) -> bool:
    """Whether one of the round is chosen in the form."""
    return any(item.session.pk in choices.picked for item in stop.to_choose)


@register.filter
def first_full(stop: Stop) -> Item | None:
    """On which waiting list one is put first: there the cursor goes when it has just filled up."""
    return next((item for item in stop.to_choose if not item.can_be_chosen), None)


@register.filter
def first_free(stop: Stop) -> Item | None:
    """There it goes when nothing of the round is full."""
    return None if first_full(stop) else next(iter(stop.to_choose), None)
