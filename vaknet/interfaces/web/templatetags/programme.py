"""What a programme is drawn with: times by the clock on the wall there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vaknet.domain.programme.line import Item, Stop
from vaknet.domain.programme.models import Session
from vaknet.domain.programme.queries import SpeakerSeen
from vaknet.interfaces.web.programme import Choices
from vaknet.kit import words

register = template.Library()
NOTHING = mark_safe("")
CHECKED, DISABLED, AUTOFOCUS = map(mark_safe, (" checked", " disabled", " autofocus"))


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


@register.simple_tag
def workshops(stop: Stop, choices: Choices, first_wrong: str, *, may_choose: bool) -> SafeString:
    """The cards of a round. Made here, not by a template: a large day has hundreds of them.

    The cursor goes to the first waiting list of the round that has just filled up.
    """
    items = stop.to_choose
    if not may_choose:
        return format_html_join("", PLAIN, ((*_told(item), _more(item)) for item in items))
    is_wrong = bool(first_wrong) and stop.key == first_wrong
    full = next((item for item in items if not item.can_be_chosen), None)
    focus = (full or items[0]) if is_wrong else None
    return format_html_join("", "{}", ((_card(item, stop, choices, focus),) for item in items))


CARD = (
    '<div class="workshop"><input type="radio" name="{}" value="{}" id="session_{}"{}>'
    "{}{}{}{}</div>"
)
TITLE = '<label class="workshop__title" for="session_{}" dir="auto">{}</label>'
CLOSED = '<span class="workshop__title" dir="auto"><label for="session_{}">{}</label></span>'
PLAIN = (
    '<li class="workshop workshop--plain"><span class="workshop__title" dir="auto">{}</span>{}{}'
    "</li>"
)
MORE = (
    '<p class="workshop__more meta" dir="auto">{}<a href="{}">{}'
    '<span class="visually-hidden">: {}</span></a>{}{}</p>'
)
WAIT = (
    '<label class="check"><input type="checkbox" name="wait" value="{}"{}> {}'
    '<span class="visually-hidden">: {}</span></label>'
)

KEPT = '<input type="hidden" name="wait" value="{}">'


def _card(item: Item, stop: Stop, choices: Choices, focus: Item | None) -> SafeString:
    pk, can = str(item.session.pk), item.can_be_chosen
    says = [CHECKED] if item.session.pk in choices.picked else []
    says += [] if can else [DISABLED]
    says += [AUTOFOCUS] if can and item is focus else []
    title, tag = _told(item)
    wait = _wait(item, choices, is_focus=item is focus and not can)
    name = format_html(TITLE if can else CLOSED, pk, title)
    return format_html(CARD, stop.key, pk, pk, _joined(says), name, tag, _more(item), wait)


def _joined(attributes: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((one,) for one in attributes))


def _told(item: Item) -> tuple[str, SafeString]:
    return item.session.title, seats_tag(item)


def _wait(item: Item, choices: Choices, *, is_focus: bool) -> SafeString:
    """A seat that is kept for her stays so when she changes something else."""
    if item.is_offered:
        return format_html(KEPT, str(item.session.pk))
    if item.can_be_chosen and not item.is_waiting:
        return NOTHING
    says = [CHECKED] if item.session.pk in choices.waits else []
    says += [AUTOFOCUS] if is_focus else []
    words, title = _("Put me on the waiting list"), item.session.title
    return format_html(WAIT, str(item.session.pk), _joined(says), words, title)


def _more(item: Item) -> SafeString:
    session, under = item.session, by_whom_and_where(item)
    draft, clash = NOTHING, NOTHING
    if session.published_at is None:
        draft = format_html(' <span class="tag">{}</span>', _("draft"))
    if item.clashing:
        said = _("At the same time as %(titles)s") % {"titles": ", ".join(item.clashing)}
        clash = format_html("<br>{}", said)
    page = f"/b/{session.event_id}/programma/{session.pk}/"
    begins = f"{under} · " if under else ""
    return format_html(MORE, begins, page, _("More about it"), session.title, draft, clash)


@register.simple_tag
def seats_tag(item: Item) -> SafeString:
    """How many seats are left, or what she has of a session that is full."""
    left, colour = item.session.seats_left, ""
    if item.is_offered:
        words, colour = _("kept for you"), " tag--yellow"
    elif item.is_full:
        words = _("full, you wait") if item.is_waiting else _("full · waiting list")
    elif left is not None:
        words, colour = _("%(number)s left") % {"number": left}, " tag--green"
    else:
        return mark_safe("<span></span>")
    return format_html('<span class="tag{}">{}</span>', colour, words)
