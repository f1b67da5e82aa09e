"""The line of today: its stops, skipping one, and coming back to it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee.models import CoffeeSeat
from vaknet.domain.coffee.words import Reason, in_words
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.notices import actions, queries
from vaknet.domain.notices.models import RoundStop
from vaknet.domain.notices.queries import Stop, Today
from vaknet.domain.people.directory import is_alone
from vaknet.domain.routing.why import why_you
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.kit.words import day_in_words, moment_in_words

FROM, LINE = "from", "line"
MORNING, AFTERNOON, EVENING = 6, 12, 18
# What a stop is called.
TITLES = {
    "introduce": gettext_lazy("Introduce"),
    "introduction": gettext_lazy("Meet"),
    "across": gettext_lazy("Meet"),
    "treaty": gettext_lazy("A treaty"),
    "talk": gettext_lazy("Pick a time"),
    "request": gettext_lazy("Get to know"),
    "asked": gettext_lazy("Answer"),
    "answer": gettext_lazy("Answer"),
    "tip": gettext_lazy("A tip for you"),
    "named": gettext_lazy("You were named"),
    "next_step": gettext_lazy("Your next step"),
    "seat": gettext_lazy("A seat for you"),
    "session_seat": gettext_lazy("A seat for you"),
    "coming": gettext_lazy("Your event"),
    "coffee": gettext_lazy("Somebody for coffee"),
    "had_coffee": gettext_lazy("Did you meet?"),
    "met": gettext_lazy("Whom did you speak?"),
    "outcome": gettext_lazy("How did it go?"),
    "talked": gettext_lazy("How did it go?"),
    "looking": gettext_lazy("Help find work"),
    "found": gettext_lazy("New for your search"),
    "congratulate": gettext_lazy("Congratulate"),
    "tell": gettext_lazy("Tell one thing you know"),
    "share": gettext_lazy("Share"),
    "meet": gettext_lazy("Meet"),
}
NOTES = {
    "knows": gettext_lazy(
        "Hello %(name)s, I am looking for: %(topic)s. Perhaps you know more about it. "
        "Shall we have coffee? Regards, %(me)s"
    ),
    "seeks": gettext_lazy(
        "Hello %(name)s, you are looking for something that I may know: %(topic)s. "
        "Shall we have coffee? Regards, %(me)s"
    ),
    "profession": gettext_lazy(
        "Hello %(name)s, welcome here. We have the same profession. "
        "Shall we have coffee? Regards, %(me)s"
    ),
}
# What the line says when she did it.
DONE = {
    "introduce": gettext_lazy("You answered somebody who asked for an introduction."),
    "introduction": gettext_lazy("You answered somebody who was introduced to you."),
    "across": gettext_lazy("You answered somebody of another network."),
    "treaty": gettext_lazy("You answered another network."),
    "talk": gettext_lazy("You answered somebody who wants to talk."),
    "request": gettext_lazy("You answered somebody who wrote you a note."),
    "asked": gettext_lazy("You answered a colleague."),
    "answer": gettext_lazy("You helped a colleague with an answer."),
    "tip": gettext_lazy("You did something with a tip."),
    "named": gettext_lazy("You read it."),
    "next_step": gettext_lazy("You took it."),
    "seat": gettext_lazy("You answered."),
    "session_seat": gettext_lazy("You answered."),
    "coming": gettext_lazy("You were there."),
    "coffee": gettext_lazy("You answered."),
    "had_coffee": gettext_lazy("You told how it went."),
    "met": gettext_lazy("You told whom you spoke."),
    "outcome": gettext_lazy("You told how it went."),
    "talked": gettext_lazy("You told how it went."),
    "looking": gettext_lazy("You helped somebody who looks for work."),
    "found": gettext_lazy("You read it."),
    "congratulate": gettext_lazy("You congratulated a colleague."),
    "tell": gettext_lazy("Now colleagues can find you."),
    "share": gettext_lazy("You shared a tip."),
    "meet": gettext_lazy("You wrote to somebody new."),
}


@dataclass(frozen=True)
class Shown:
    """A stop on the page, for `viewer`. The first one that is open stands open."""

    stop: Stop
    viewer: Actor
    is_first: bool

    @property
    def title(self) -> Promise:
        return TITLES[self.stop.kind]

    @property
    def done(self) -> Promise:
        return DONE[self.stop.kind]

    @property
    def template(self) -> str:
        return f"today/stops/{self.stop.kind}.html"

    @property
    def why(self) -> str:
        """Why she is asked, where a question was put to a few at once."""
        return why_you(self.stop.about)

    @property
    def reasons(self) -> list[Reason]:
        """Why just these two have coffee."""
        return [in_words(one, self.viewer) for one in self.stop.about.reasons]

    @property
    def met_answers(self) -> list[tuple[str, Any]]:
        return CoffeeSeat.Met.choices

    @property
    def note(self) -> str:
        """What she may write to somebody new, for her to change."""
        words = {
            "name": self.stop.about.first_name,
            "topic": self.stop.topic.rstrip("?!. "),
            "me": self.viewer.first_name,
        }
        return NOTES[self.stop.reason] % words


def line_page(request: Request, viewer: Actor, *, pressed: Any = None) -> HttpResponse:
    """`pressed`: the stop whose button she pressed, which keeps the focus."""
    page = queries.today(viewer)
    if page.is_new and not actions.lay_round(actor=viewer, day=page.day, stops=page.line):
        page = queries.today(viewer)  # another window was first
    alone = not page.group_questions and is_alone(viewer)
    shown = {
        "today": page,
        "stops": _shown(page, viewer),
        "greeting": _greeting(page.now),
        "next_round": when_next(page.next_on, page.now),
        "now": page.now,
        "seen_at": moment_in_words(page.now, _language()),
        "pressed": pressed,
        "is_alone": alone,
        "may_start": alone and not readable_groups(viewer).exists(),
    }
    return render(request, "today/today.html", shown)


@require_POST
@members_only
def on_stop(request: Request, kind: str, number: int) -> HttpResponse:
    """Skip it, or after all not. What is not on her line (any more) changes nothing."""
    viewer = viewer_of(request)
    act = actions.take_back_skip if request.POST.get("act") == "back" else actions.skip_stop
    with suppress(RoundStop.DoesNotExist):
        act(viewer, day=queries.day_of_round(viewer), kind=kind, about=number)
    if request.htmx:
        return line_page(request, viewer, pressed=(kind, number))
    return _to_line()


@require_POST
@members_only
def anyway(request: Request) -> HttpResponse:
    """A round on a day off, because she asks for it."""
    viewer = viewer_of(request)
    page = queries.today(viewer, anyway=True)
    if page.is_new:
        actions.lay_round(actor=viewer, day=page.day, stops=page.line)
    if not page.line:
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


def _shown(page: Today, viewer: Actor) -> list[Shown]:
    first = next(iter(page.stops), None)
    return [Shown(stop, viewer, stop is first) for stop in page.line]


def _greeting(now: datetime) -> str:
    if MORNING <= now.hour < AFTERNOON:
        return _("Good morning")
    if AFTERNOON <= now.hour < EVENING:
        return _("Good afternoon")
    return _("Good evening")
