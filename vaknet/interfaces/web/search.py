"""Search everything that one may read. Only ever a GET, with all that was chosen in its address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.searching import queries
from vaknet.domain.searching.models import Kind, SavedSearch
from vaknet.domain.searching.queries import MOST_PAGES, PER_PAGE, Asked, Filters, Found
from vaknet.domain.searching.sources import Shown
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import Page, page_of

LONGEST = 80
FIRST_YEAR = 2000
YEARS = 10
NEWEST = "nieuw"
# By names that are Dutch in both languages, like all of an address.
KINDS = {
    "vragen": _("Questions and answers"),
    "kennisbank": _("Knowledge base"),
    "gesprekken": _("Conversations"),
    "nummers": _("Issues of journals"),
    "groepen": _("Groups"),
    "organisaties": _("Organisations"),
    "mensen": _("People by what they know"),
}
MEMBERS_ONLY = ("organisaties", "mensen")
OWN = {
    Kind.QUESTION: _("Found in your question of"),
    Kind.ANSWER: _("Found in your answer of"),
    Kind.BEST_ANSWER: _("Found in your answer of"),
    Kind.POST: _("Found in your conversation of"),
    Kind.REPLY: _("Found in your reply of"),
}


@dataclass(frozen=True)
class Chosen:
    """What stands in the address. What does not exist there is nothing that was chosen."""

    text: str
    kind: str = ""
    group: Group | None = None
    topic: str = ""
    year: int | None = None
    by: str = ""
    by_date: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.group or self.topic or self.year or self.by)

    @property
    def query(self) -> str:
        """As it goes into an address, with a page behind it."""
        said = {
            "vraag": self.text,
            "soort": self.kind,
            "groep": self.group.actor.handle if self.group else "",
            "onderwerp": self.topic,
            "jaar": str(self.year or ""),
            "door": self.by,
            "volgorde": NEWEST if self.by_date else "",
        }
        return urlencode({name: word for name, word in said.items() if word})


@dataclass(frozen=True)
class Hit:
    """A find as the page shows it. `own`: the words before its day, for what is hers."""

    found: Found
    url: str
    own: str


@require_safe
def search(request: Request) -> HttpResponse:
    viewer = request.viewer
    chosen = chosen_in(request)
    asked = Asked(chosen.text)
    authors = queries.asked_by(viewer, chosen.by) if chosen.by else None
    page, found = _page(request, chosen, asked, authors)
    context = {
        "chosen": chosen,
        "asked": asked,
        "page": page,
        "found": found,
        "is_asked": bool(chosen.text or chosen.narrows),
        "says_nothing": bool(chosen.text) and not asked.wishes,
        "is_nobody": authors == (),
        "is_last": page.number >= MOST_PAGES,
        "kinds": {k: v for k, v in KINDS.items() if viewer or k not in MEMBERS_ONLY},
        "groups": _groups(viewer),
        "years": range(localdate().year, localdate().year - YEARS, -1),
        "may_save": viewer is not None and bool(asked.wishes or chosen.topic),
    }
    return render(request, "search/search.html", context)


def _page(
    request: Request, chosen: Chosen, asked: Asked, authors: tuple[int, ...] | None
) -> tuple[Page[Hit], queries.Page]:
    pages: dict[int, queries.Page] = {}

    def rows(start: int, _end: int) -> list[Found]:
        number = start // PER_PAGE + 1
        pages[number] = queries.search(
            request.viewer,
            asked,
            Filters(chosen.kind, chosen.group, chosen.topic, chosen.year, authors),
            by_date=chosen.by_date,
            page=number,
        )
        return pages[number].found

    named = page_of(request, rows, size=PER_PAGE)
    found = pages[named.number]
    has_next = found.has_next and named.number < MOST_PAGES
    return Page(hits(named.object_list), named.number, has_next=has_next), found


def chosen_in(request: Request) -> Chosen:
    """Of a group that she may not read nothing tells that it is there."""
    said = request.GET
    kind, year = said.get("soort", ""), said.get("jaar", "")
    is_year = year.isascii() and year.isdigit() and FIRST_YEAR <= int(year[:9]) <= localdate().year
    return Chosen(
        text=clean_text(said.get("vraag", "")).strip(),
        kind=kind if kind in KINDS and (request.viewer or kind not in MEMBERS_ONLY) else "",
        group=_group(request.viewer, said.get("groep", "")),
        topic=_line(said.get("onderwerp", "")),
        year=int(year) if is_year else None,
        by=_line(said.get("door", "")) if request.viewer else "",
        by_date=said.get("volgorde") == NEWEST,
    )


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())[:LONGEST]


def _group(viewer: Actor | None, handle: str) -> Group | None:
    if not handle:
        return None
    try:
        return groups.group(viewer, clean_text(handle))
    except Group.DoesNotExist:
        return None


def _groups(viewer: Actor | None) -> list[Group]:
    """Those to choose from: her own."""
    return list(groups.my_groups(viewer)) if viewer else []


def saved_address(saved: SavedSearch) -> str:
    chosen = Chosen(saved.text, saved.kind, saved.group, saved.topic, None, saved.by)
    return f"{reverse('search')}?{chosen.query}"


def hits(found: Sequence[Found]) -> list[Hit]:
    return [
        Hit(one, url_of(one.shown), str(OWN.get(one.shown.kind, "")) if one.is_own else "")
        for one in found
    ]


def url_of(shown: Shown) -> str:
    """Where it can be read."""
    return ADDRESSES[shown.kind](shown.thing)


def _answer(thing: Any) -> str:
    return f"{reverse('question', args=[thing.question_id])}#answer-{thing.pk}"


def _reply(thing: Any) -> str:
    place = f"?reactie={thing.pk}#reply-{thing.pk}"
    return reverse("conversation", args=[thing.post_id]) + place


ADDRESSES: dict[Kind, Callable[[Any], str]] = {
    Kind.QUESTION: lambda thing: reverse("question", args=[thing.pk]),
    Kind.ANSWER: _answer,
    Kind.BEST_ANSWER: _answer,
    Kind.POST: lambda thing: reverse("conversation", args=[thing.pk]),
    Kind.REPLY: _reply,
    Kind.ISSUE: lambda thing: reverse("issue", args=[thing.group.actor.handle, thing.number]),
    Kind.GROUP: lambda thing: reverse("group", args=[thing.actor.handle]),
    Kind.ORGANISATION: lambda thing: reverse("organisation", args=[thing.pk]),
    Kind.PERSON: lambda thing: reverse("profile", args=[thing.handle]),
}
