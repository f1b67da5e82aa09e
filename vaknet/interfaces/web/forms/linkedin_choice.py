"""What was read in a LinkedIn export, and what she chooses of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.actions.links import is_link
from vaknet.domain.people.models import Place
from vaknet.engine.linkedin import Export, PartialDate, Position, sentences
from vaknet.interfaces.web.forms.base import Form
from vaknet.kit import languages

MOST_POSITIONS, MOST_TOPICS, MOST_PEOPLE = 60, 100, 200
MOST_LANGUAGES, MOST_LINKS = 12, 8
LONGEST_PROMISE = 200
SALT = "vaknet.linkedin"
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Found:
    """What she may choose from. `people`: members among her contacts, who agreed to be found.

    `topics` are skills first, then what her certificates and courses are called. `languages` are
    codes. `place` is the id of one that we know, with its name, and otherwise empty.
    """

    positions: tuple[Position, ...] = ()
    topics: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: tuple[int | str, ...] = ()


class ChoiceForm(Form):
    """What was read travels in the page itself, signed: nothing of it is kept in the meantime."""

    read = forms.CharField(widget=forms.HiddenInput)
    positions = forms.MultipleChoiceField(label=_("Roles"), required=False)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)
    links = forms.MultipleChoiceField(label=_("Pages elsewhere"), required=False)
    place = forms.BooleanField(label=_("Your place of work"), required=False)
    promise = forms.ChoiceField(
        label=_("You in one sentence"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, found: Found, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        sentences = [(text, text) for text in found.sentences]
        self.fields["promise"].choices = [("", _("Leave it as it is")), *sentences]  # type: ignore[attr-defined]
        for name in ("positions", "topics", "languages", "links"):
            choices = [(number, "") for number in _numbers(getattr(found, name))]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What the action asks for."""
        cleaned, found = self.cleaned_data, self.found
        many = ("positions", "topics", "languages", "links")
        taken = {
            name: [getattr(found, name)[int(number)] for number in cleaned[name]] for name in many
        }
        place = Place.objects.filter(pk__in=found.place[:1] if cleaned["place"] else [])
        return taken | {"promise": cleaned["promise"], "place": place.first()}

    def position_rows(self) -> list[tuple[str, Position, str, bool]]:
        rows = zip(self.found.positions, self._ticked("positions"), strict=True)
        return [(number, row, _years(row), ticked) for row, (number, ticked) in rows]

    def topic_rows(self) -> list[tuple[str, str, bool]]:
        return self._rows("topics", self.found.topics)

    def language_rows(self) -> list[tuple[str, str, bool]]:
        spoken = get_language() or "nl"
        return self._rows(
            "languages", [languages.name(code, spoken) for code in self.found.languages]
        )

    def link_rows(self) -> list[tuple[str, str, bool]]:
        return self._rows("links", self.found.links)

    def is_empty(self) -> bool:
        found = self.found
        return not any((found.positions, found.topics, found.languages, found.links, found.place))

    def _rows(self, name: str, words: Sequence[str]) -> list[tuple[str, str, bool]]:
        rows = zip(words, self._ticked(name), strict=True)
        return [(number, text, ticked) for text, (number, ticked) in rows]

    def _ticked(self, name: str) -> list[tuple[str, bool]]:
        ticked = self[name].value() or []
        return [(number, number in ticked) for number in _numbers(getattr(self.found, name))]


def at_first(found: Found, *, has_place: bool) -> dict[str, Any]:
    """Ticked is what says something of herself and is the same here; never what she is good at.

    Nor a place, when she has one already.
    """
    every = {name: _numbers(getattr(found, name)) for name in ("positions", "languages", "links")}
    return every | {"place": bool(found.place) and not has_place}


def fitting(export: Export, *, people: Sequence[int], place: Place | None) -> Found:
    """What we have a place for, and not more of it than fits on a page."""
    me = export.me
    codes = [languages.code_of(name) for name in me.languages]
    urls = [_safe(url) for url in (me.profile.links if me.profile else ())]
    return Found(
        positions=me.positions[:MOST_POSITIONS],
        topics=tuple(dict.fromkeys(me.skills + me.learned))[:MOST_TOPICS],
        sentences=sentences(me.profile, longest=LONGEST_PROMISE),
        people=tuple(people[:MOST_PEOPLE]),
        languages=tuple(dict.fromkeys(code for code in codes if code))[:MOST_LANGUAGES],
        links=tuple(dict.fromkeys(url for url in urls if is_link(url)))[:MOST_LINKS],
        place=(place.pk, place.name) if place else (),
    )


def sealed(by: Actor, found: Found) -> str:
    """For a day, for her alone."""
    rows = [
        [p.title, p.organisation, _pair(p.since), _pair(p.until), p.voluntary]
        for p in found.positions
    ]
    content = {name: getattr(found, name) for name in PLAIN}
    content |= {"member": by.pk, "positions": rows}
    return signing.dumps(content, salt=SALT, compress=True)


def unsealed(by: Actor, text: str) -> Found | None:
    """None for what we did not write, not for her, or too long ago."""
    try:
        content = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return None
    if content["member"] != by.pk:
        return None
    positions = tuple(
        Position(title, organisation, _date(since), _date(until), voluntary)
        for title, organisation, since, until, voluntary in content["positions"]
    )
    return Found(positions, **{name: tuple(content[name]) for name in PLAIN})


PLAIN = ("topics", "sentences", "people", "languages", "links", "place")


def _numbers(rows: Sequence[object]) -> list[str]:
    return [str(number) for number in range(len(rows))]


def _safe(url: str) -> str:
    """We link to pages over https only, and nearly every page is there too."""
    return url if url.lower().startswith("https") else f"https{url[4:]}"


def _pair(moment: PartialDate | None) -> tuple[int, int | None] | None:
    return (moment.year, moment.month) if moment else None


def _date(pair: tuple[int, int | None] | None) -> PartialDate | None:
    return PartialDate(*pair) if pair else None


def _years(position: Position) -> str:
    since, until = position.since, position.until
    if since and until:
        return f"{since.year} – {until.year}"
    if since:
        return gettext("since %(year)d") % {"year": since.year}
    return gettext("until %(year)d") % {"year": until.year} if until else ""
