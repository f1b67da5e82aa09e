"""Small drawn things: icons, monograms and photos, dates in words."""

import json
import re
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import KnownTopic, SpokenLanguage
from vaknet.domain.people.queries import ProfileView
from vaknet.kit import languages, markdown, words
from vaknet.kit.foreign_html import clean
from vaknet.kit.markdown import link_names

register = template.Library()

SHAPES: dict[str, str] = json.loads((Path(__file__).parents[1] / "icons.json").read_text())
AVATAR_COLOURS = 8
# Of a photo on an ordinary and on a sharp screen, by the size of its place on the page.
PHOTO_SIZES = {"s": (96, 96), "": (96, 192), "l": (96, 192), "xl": (192, 384)}
LARGE = {"l", "xl"}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A lucide shape, for the eye only: the words beside it say the same. KeyError if unknown."""
    svg = f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{SHAPES[name]}</svg>'
    return mark_safe(svg)  # noqa: S308 -- our own shapes, no outside text


@register.simple_tag
@cache
def assets() -> SafeString:
    """What the head of every page loads: looked up once, for no page differs."""
    return render_to_string("c/_assets.html")


MARK = mark_safe(
    '<svg viewBox="0 0 28 28" aria-hidden="true"><path d="M4.5 6.5 14 22.5 23.5 6.5" fill="none"'
    ' stroke="currentColor" stroke-width="3" stroke-linejoin="round"/>'
    '<circle cx="4.5" cy="6.5" r="3.7" fill="currentColor"/><circle class="brand__page" cx="14"'
    ' cy="22" r="3.6" stroke="currentColor" stroke-width="2.6"/>'
    '<circle class="brand__now" cx="23.5" cy="6.5" r="3.7"/></svg>'
)


@register.simple_tag
def mark() -> SafeString:
    """The sign of Vaknet: two people, and through whom they meet."""
    return MARK


def initials(name: str) -> str:
    """First letters of the first and the last word: "Fatma Yıldız" → "FY"."""
    words = [word for word in name.split() if word[0].isalpha()] or name.split()
    letters = [word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words[:1])]
    return "".join(letters).upper()


@lru_cache(maxsize=4096)
def _monogram(handle: str, name: str, size: str) -> SafeString:
    colour = crc32(handle.encode()) % AVATAR_COLOURS
    classes = f"avatar avatar--{colour}" + (f" avatar--{size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@lru_cache(maxsize=4096)
def _photo(handle: str, photo: str, alt: str, size: str) -> SafeString:
    """AVIF where the browser knows it. Beside a list the eye has time: those are loaded late."""
    address = f"/@{handle}/foto/{photo}"
    small, large = PHOTO_SIZES[size]
    is_large = size in LARGE
    return format_html(
        '<picture class="avatar avatar--photo{}"><source type="image/avif" srcset="{}">'
        '<img src="{}-{}.webp" srcset="{}" alt="{}" width="{}" height="{}"{} decoding="async">'
        "</picture>",
        f" avatar--{size}" if size else "",
        f"{address}-{small}.avif 1x, {address}-{large}.avif 2x",
        address,
        small,
        f"{address}-{small}.webp 1x, {address}-{large}.webp 2x",
        alt if is_large else "",
        small,
        small,
        "" if is_large else mark_safe(' loading="lazy"'),
    )


@register.simple_tag
def monogram(actor: Actor, size: str = "") -> SafeString:
    """Two letters in one of eight colours, always the same for one person. Sizes: s, l, xl.

    All pseudonyms look the same.
    """
    if actor.is_pseudonym:
        return _monogram(actor.kind, "?", size)
    return _monogram(actor.handle, actor.name, size)


@register.simple_tag(takes_context=True)
def avatar(context: template.Context, actor: Actor, size: str = "") -> SafeString:
    """Her photo, or else her monogram; for a guest always that. Sizes: s, l, xl.

    A large photo is called by her name. A small one stands beside the name, and would only say it
    twice: to a screen reader it is not there, like the monogram.
    """
    request = getattr(context, "request", None)
    if actor.photo and getattr(request, "viewer", None) is not None:
        return _photo(actor.handle, actor.photo, actor.name, size)
    return monogram(actor, size)


def _line_under(actor: Actor) -> str:
    if actor.is_visitor:
        return " · ".join(filter(None, (actor.headline, actor.domain)))
    return f"@{actor.address}" if actor.is_remote else actor.headline


@register.simple_tag(takes_context=True)
def person(context: template.Context, actor: Actor, meta: str = "", size: str = "") -> SafeString:
    """Avatar, name as a link, and one line under it: the headline unless `meta` says otherwise.

    Of somebody elsewhere the line is her address: where it is from is what one has to know. The
    headline is made of what members see: guests read no more than the name.
    """
    request = getattr(context, "request", None)
    is_guest = request is not None and getattr(request, "viewer", None) is None
    line = meta or ("" if is_guest else _line_under(actor))
    under = format_html('<br><span class="meta" dir="auto">{}</span>', line) if line else ""
    if actor.is_unnamed:
        nobody = '<div class="person">{}<p><span class="name">{}</span>{}</p></div>'
        return format_html(nobody, avatar(context, actor, size), actor.name, under)
    return format_html(
        '<div class="person">{}<p><a class="name" href="/@{}/" dir="auto">{}</a>{}</p></div>',
        avatar(context, actor, size),
        actor.address,
        actor.name,
        under,
    )


@register.filter
def place_of(field: BoundField) -> str:
    """The id that a link to this field goes to: of a group of choices, the first one."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def only_missing(form: forms.BaseForm) -> bool:
    """Whether nothing is wrong but what was left empty."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return codes == {"required"}


@register.filter
def also_called(topic: KnownTopic) -> str:
    """What the topic is called in the language of the page, when that is something else."""
    return topic.also_called(_language())


@register.filter
def in_words(html: str) -> str:
    """What was made of a text, on one line, to begin it somewhere else."""
    return markdown.in_words(html)


@register.filter
def profession_in_words(profile: ProfileView) -> str:
    """In her own words, and as the list calls it in the language of the page when that differs."""
    label = profile.occupation.label(_language()) if profile.occupation else ""
    if not profile.profession or label.casefold() == profile.profession.casefold():
        return profile.profession or label
    return f"{profile.profession} ({label})" if label else profile.profession


def _language() -> str:
    return (translation.get_language() or "nl")[:2]


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime) -> str:
    """ "donderdag 10 december", with the year when it is another one."""
    return words.day_in_words(_local(value), _language(), today=timezone.localdate())


@register.filter
def short_day(value: date | datetime) -> str:
    """ "10 dec", with the year when it is another one."""
    return words.short_day_in_words(_local(value), _language(), today=timezone.localdate())


@register.filter
def clock(value: datetime) -> str:
    """ "9.30 uur" in Dutch, "9:30" in English."""
    return words.clock_in_words(timezone.localtime(value), _language())


@register.filter
def moment(value: datetime) -> str:
    """ "donderdag 10 december, 9.30 uur"."""
    at, language = timezone.localtime(value), _language()
    on = words.day_in_words(at.date(), language, today=timezone.localdate())
    return f"{on}, {words.clock_in_words(at, language)}"


@register.filter
def month(value: date | datetime | None) -> str:
    """ "maart 2021"; empty for an unknown date."""
    return "" if value is None else words.month_in_words(_local(value), _language())


@register.filter
def day_number(value: date | datetime) -> int:
    return _local(value).day


@register.filter
def month_short(value: date | datetime) -> str:
    """ "dec", in the language of the page."""
    return words.short_month_in_words(_local(value), _language())


@register.filter
def marked(text: str, found: list[str]) -> SafeString:
    """The text with every given word under the marker: why we show you this."""
    wanted = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True) if word)
    if not wanted:
        return escape(text)
    pieces = re.split(f"({wanted})", text, flags=re.IGNORECASE)
    shown = [
        f"<mark>{escape(piece)}</mark>" if position % 2 else escape(piece)
        for position, piece in enumerate(pieces)
    ]
    return mark_safe("".join(shown))  # noqa: S308 -- every piece is escaped above


@register.filter
def named(html: str, people: dict[str, str]) -> SafeString:
    """Clean HTML as it was kept, with a link for each name that the reader may follow."""
    links = {written: f"/@{handle}/" for written, handle in people.items()}
    return mark_safe(link_names(html, links))  # noqa: S308 -- cleaned when it was written


@register.filter
def from_elsewhere(html: str) -> SafeString:
    """HTML of another network, cleaned when it came in, and again here: rules become stricter."""
    return mark_safe(clean(html))  # noqa: S308 -- cleaned


@register.filter
def language(code: str) -> str:
    """ "Turks"."""
    return languages.name(code, _language())


@register.filter
def in_one_line(spoken: list[SpokenLanguage]) -> str:
    """ "Nederlands, Fries en Turks"."""
    return languages.listed((one.code for one in spoken), _language())
