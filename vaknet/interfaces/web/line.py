"""The line of today: its stops, skipping one, and coming back to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.notices import actions, queries
from vaknet.domain.notices.models import RoundStop
from vaknet.domain.notices.queries import Stop, Today
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.kit.words import day_in_words

FROM, LINE = "from", "line"
MORNING, AFTERNOON, EVENING = 6, 12, 18
# What a stop is called, and what the line says when she did it.
WORDS: dict[str, tuple[Promise, Promise]] = {
    "introduce": (later("Introduce"), later("You answered who asked for an introduction.")),
    "introduction": (later("Meet"), later("You answered who was introduced to you.")),
    "talk": (later("Pick a time"), later("You answered who wants to talk.")),
    "request": (later("Get to know"), later("You answered who wrote you a note.")),
    "asked": (later("Answer"), later("You answered a colleague.")),
    "answer": (later("Answer"), later("You helped a colleague with an answer.")),
    "named": (later("You were named"), later("You read it.")),
    "next_step": (later("Your next step"), later("You took it.")),
    "outcome": (later("How did it go?"), later("You told how it went.")),
    "talked": (later("How did it go?"), later("You told how it went.")),
    "looking": (later("Help find work"), later("You helped somebody who looks for work.")),
    "found": (later("New for your search"), later("You read it.")),
    "congratulate": (later("Congratulate"), later("You congratulated a colleague.")),
    "tell": (later("Tell one thing you know"), later("Now colleagues can find you.")),
    "share": (later("Share"), later("You shared a tip.")),
    "meet": (later("Meet"), later("You wrote to somebody new.")),
}


@dataclass(frozen=True)
class Shown:
    """A stop on the page. The first one that is open stands open."""

    stop: Stop
    is_first: bool

    @property
    def title(self) -> Promise:
        return WORDS[self.stop.kind][0]

    @property
    def done(self) -> Promise:
        return WORDS[self.stop.kind][1]

    @property
    def template(self) -> str:
        return f"today/stops/{self.stop.kind}.html"


def line_page(request: Request, viewer: Actor, *, pressed: Any = None) -> HttpResponse:
    """`pressed`: the stop whose button she pressed, which keeps the focus."""
    now = timezone.localtime()
    line = queries.today(viewer, now=now)
    if line.is_new:
        actions.lay_round(actor=viewer, day=line.day, stops=line.stops)
    shown = {
        "line": line,
        "stops": _shown(line),
        "greeting": _greeting(now),
        "next_round": when_next(line.next_on, now),
        "now": now,
        "pressed": pressed,
    }
    return render(request, "today/today.html", shown)


@require_POST
@members_only
def on_stop(request: Request, kind: str, number: int) -> HttpResponse:
    """Skip it, or after all not."""
    viewer = viewer_of(request)
    act = actions.take_back_skip if request.POST.get("act") == "back" else actions.skip_stop
    try:
        act(viewer, day=queries.day_of_round(viewer), kind=kind, about=number)
    except RoundStop.DoesNotExist as missing:
        raise Http404 from missing
    if request.htmx:
        return line_page(request, viewer, pressed=(kind, number))
    return _to_line()


@require_POST
@members_only
def anyway(request: Request) -> HttpResponse:
    """A round on a day off, because she asks for it."""
    viewer = viewer_of(request)
    line = queries.today(viewer, anyway=True)
    if line.is_new:
        actions.lay_round(actor=viewer, day=line.day, stops=line.stops)
    if not line.stops:
        messages.info(request, _("Nothing waits for you today. Enjoy."))
    return _to_line()


def returns_to_line(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever posted from a stop goes on there, unless something was wrong with what she wrote."""

    @wraps(view)
    def on_line(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        is_done = isinstance(response, HttpResponseRedirect)
        if is_done and request.method == "POST" and request.POST.get(FROM) == LINE:
            return _to_line()
        return response

    return on_line


def when_next(day: date | None, now: datetime) -> str:
    """When there is a new round, in a sentence."""
    if day is None:
        return _("You chose to get no rounds.")
    if day == now.date():
        return _("There is a new round today at 8:00.")
    if day == now.date() + timedelta(days=1):
        return _("There is a new round tomorrow at 8:00.")
    words = day_in_words(day, _language(), today=now.date())
    return _("There is a new round on %(day)s at 8:00.") % {"day": words}


def _language() -> str:
    return get_language() or "nl"


def _to_line() -> HttpResponse:
    return HttpResponseRedirect(reverse("today") + "#line", status=303)


def _shown(line: Today) -> list[Shown]:
    first = next(iter(line.open_stops), None)
    return [Shown(stop, stop is first) for stop in line.stops]


def _greeting(now: datetime) -> str:
    if MORNING <= now.hour < AFTERNOON:
        return _("Good morning")
    if AFTERNOON <= now.hour < EVENING:
        return _("Good afternoon")
    return _("Good evening")
