"""Lists and badges of an event, set for paper. See docs/decisions/0068."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from vaknet.domain.events import actions
from vaknet.domain.events.models import Event, EventPrint, Registration
from vaknet.domain.programme import queries as programme
from vaknet.domain.programme.models import Session
from vaknet.interfaces import web
from vaknet.interfaces.jobs.badges import badges_of, marks, sheets
from vaknet.kit.lettering import can_draw
from vaknet.kit.pdf import Paper, pdf
from vaknet.kit.surnames import Surname, folded, surname

WEB = Path(web.__file__).parent
STYLES = WEB / "templates" / "events" / "print"
FONTS = (
    "atkinson-next-normal.woff2",
    "atkinson-next-latin-ext.woff2",
    "newsreader-display-normal.woff2",
)


def make(print_id: int, version: int) -> None:
    """Nothing when it is there, or nobody waits for it any more."""
    waiting = EventPrint.objects.filter(made_at=None, failed_at=None, version=version)
    printed = waiting.select_related("event__place").filter(pk=print_id).first()
    if printed is None:
        return
    try:
        with translation.override(printed.language):
            paper, undrawn = _paper(printed)
            content = pdf(paper)
    except Exception:
        actions.give_up_print(printed=printed)
        raise
    actions.keep_print(printed=printed, pdf=content, undrawn="\n".join(undrawn))


@dataclass
class Attendee:
    """One who comes, as she stands on paper. `sign`: what stands there for a name whose letters
    cannot be drawn here; of a guest, on a badge, nothing: it is written by hand."""

    row: Registration
    name: str
    sign: str
    sessions: list[Session] = field(default_factory=list)

    @property
    def surname(self) -> Surname:
        return surname(self.name)

    @property
    def order(self) -> tuple[str, ...]:
        return (folded(self.sign),) if self.sign else self.surname.order

    @property
    def in_list(self) -> str:
        return self.sign or self.surname.in_list

    @property
    def shown(self) -> str:
        """What she does and where, as all members see it; of who comes from elsewhere her address
        there."""
        person = self.row.person
        if person is None:
            return ""
        headline = f"@{person.address}" if self.row.asked_as else person.headline
        return headline if can_draw(headline) else ""

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(one.question.text, one.text) for one in self.row.answers.all()]


def attendees(event: Event) -> list[Attendee]:
    """Who has a seat, in the order of a Dutch list."""
    rows = Registration.objects.filter(event=event, cancelled_at=None, seated_at__isnull=False)
    rows = rows.select_related("person", "guest").prefetch_related("answers__question")
    found = [_attendee(row) for row in rows]
    return sorted(found, key=lambda one: (one.order, one.row.pk))


def _attendee(row: Registration) -> Attendee:
    if row.person is not None:
        name, instead = row.person.name, f"@{row.person.address}"
    else:
        name, instead = row.guest.name, row.guest.email  # type: ignore[union-attr]
    return Attendee(row, name, "" if can_draw(name) else instead)


def _paper(printed: EventPrint) -> tuple[Paper, list[str]]:
    """And the names whose letters cannot be drawn here."""
    event = printed.event
    coming = attendees(event)
    template, told = SHOWN[EventPrint.Kind(printed.kind)](printed, coming)
    paper = Paper(
        html=render_to_string(f"events/print/{template}.html", _said(event, printed) | told),
        css=_text(SHEETS[template]),
        address=urljoin(settings.BASE_URL, reverse("event", args=[event.pk])),
        files={name: _font(name) for name in FONTS} | marks(printed.per_sheet),
    )
    return paper, [one.name for one in coming if one.sign]


def _said(event: Event, printed: EventPrint) -> dict[str, Any]:
    return {
        "event": event,
        "language": printed.language,
        "network_name": settings.NETWORK_NAME,
        "at": printed.asked_at,
    }


def _list(printed: EventPrint, coming: list[Attendee]) -> tuple[str, dict[str, Any]]:
    by_row = {one.row.pk: one for one in coming}
    for seat in programme.seats_in(printed.event):
        if seat.registration_id in by_row:
            by_row[seat.registration_id].sessions.append(seat.session)
    people = len(coming) + sum(one.row.companions for one in coming)
    has_sessions = any(one.sessions for one in coming)
    event = printed.event
    return "list", {
        "coming": coming,
        "people": people,
        "has_sessions": has_sessions,
        "lasts_days": event.local_start.date() != event.local_end.date(),
    }


def _sessions(printed: EventPrint, coming: list[Attendee]) -> tuple[str, dict[str, Any]]:
    """Of each that one chooses, also where nobody sits yet."""
    by_session: dict[int, set[int]] = {}
    for seat in programme.seats_in(printed.event):
        by_session.setdefault(seat.session_id, set()).add(seat.registration_id)
    rows = Session.objects.filter(event=printed.event, kind=Session.Kind.WORKSHOP)
    held = rows.filter(cancelled_at=None, published_at__isnull=False).select_related("room")
    lists = [
        (session, [one for one in coming if one.row.pk in by_session.get(session.pk, set())])
        for session in _with(printed.event, held.order_by("starts_at", "room__name", "pk"))
    ]
    return "sessions", {"lists": lists}


def _with(event: Event, sessions: Iterable[Session]) -> Iterable[Session]:
    for session in sessions:
        session.event = event
        yield session


def _badges(printed: EventPrint, coming: list[Attendee]) -> tuple[str, dict[str, Any]]:
    made = badges_of(coming, blanks=printed.blanks)
    return "badges", {
        "sheets": sheets(made, printed.per_sheet),
        "per_sheet": printed.per_sheet,
        "marks": f"marks-{printed.per_sheet}.svg",
    }


SHOWN = {
    EventPrint.Kind.LIST: _list,
    EventPrint.Kind.SESSIONS: _sessions,
    EventPrint.Kind.BADGES: _badges,
}
SHEETS = {"list": "lists.css", "sessions": "lists.css", "badges": "badges.css"}


@cache
def _font(name: str) -> bytes:
    return (WEB / "static" / "fonts" / name).read_bytes()


def _text(name: str) -> str:
    return (STYLES / name).read_text(encoding="utf-8")
