"""Small drawn things: icons, monograms, dates in words."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zlib import crc32

from babel.dates import format_date, format_skeleton, format_time
from django import template
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vaknet.domain.activity.models import Actor

register = template.Library()

SHAPES: dict[str, str] = json.loads((Path(__file__).parents[1] / "icons.json").read_text())
AVATAR_COLOURS = 8


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A lucide shape, for the eye only: the words beside it say the same. KeyError if unknown."""
    svg = f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{SHAPES[name]}</svg>'
    return mark_safe(svg)  # noqa: S308 -- our own shapes, no outside text


def initials(name: str) -> str:
    """First letters of the first and the last word: "Fatma Yıldız" → "FY"."""
    words = name.split()
    letters = [word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words[:1])]
    return "".join(letters).upper()


@register.simple_tag
def avatar(actor: Actor, size: str = "") -> SafeString:
    """A monogram in one of eight colours, always the same for one person. Sizes: s, l, xl."""
    colour = crc32(actor.handle.encode()) % AVATAR_COLOURS
    classes = f"avatar avatar--{colour}" + (f" avatar--{size}" if size else "")
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>', classes, initials(actor.name)
    )


@register.simple_tag
def person(actor: Actor, meta: str = "", size: str = "") -> SafeString:
    """Avatar, name as a link, and one line under it: the headline unless `meta` says otherwise."""
    return format_html(
        '<div class="person">{}<p><a class="name" href="/@{}/" dir="auto">{}</a>'
        '<br><span class="meta">{}</span></p></div>',
        avatar(actor, size),
        actor.handle,
        actor.name,
        meta or actor.headline,
    )


def _language() -> str:
    return (translation.get_language() or "nl")[:2]


@register.filter
def day(value: date | datetime) -> str:
    """ "donderdag 10 december", with the year when it is another one."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    pattern = "EEEE d MMMM" if local.year == timezone.localdate().year else "EEEE d MMMM y"
    return format_date(local, pattern, locale=_language())


@register.filter
def short_day(value: date | datetime) -> str:
    """ "10 dec", with the year when it is another one."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    pattern = "d MMM" if local.year == timezone.localdate().year else "d MMM y"
    return format_date(local, pattern, locale=_language()).replace(".", "")


@register.filter
def clock(value: datetime) -> str:
    """ "9.30 uur" in Dutch, "9:30" in English."""
    local = timezone.localtime(value)
    if _language() == "nl":
        return f"{local.hour}.{local.minute:02d} uur"
    return format_time(local, "H:mm", locale="en")


@register.filter
def moment(value: datetime) -> str:
    """ "donderdag 10 december, 9.30 uur"."""
    return f"{day(value)}, {clock(value)}"


@register.filter
def month(value: date | None) -> str:
    """ "maart 2021"; empty for an unknown date."""
    return "" if value is None else format_skeleton("yMMMM", value, locale=_language())


@register.filter
def marked(text: str, words: list[str]) -> SafeString:
    """The text with every given word under the marker: why we show you this."""
    shown: str = escape(text)
    for word in words:
        shown = shown.replace(escape(word), f"<mark>{escape(word)}</mark>")
    return mark_safe(shown)  # noqa: S308 -- escaped above
