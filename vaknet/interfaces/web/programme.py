"""The programme of an event, and choosing what one goes to: all of it in one form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from vaknet.domain.programme import actions, proposals
from vaknet.domain.programme.line import Programme, programme_of
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import of_event, to_the_door, viewer_of
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


@dataclass
class Choices:
    """What stands in the form: of each round one, and for which full ones she waits.

    `wrong`: by round what is the matter with it.
    """

    picked: set[int] = field(default_factory=set)
    waits: set[int] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)
    message: str = ""

    @property
    def has_errors(self) -> bool:
        return bool(self.wrong or self.message)


@dataclass(frozen=True)
class Chooser:
    """Who chooses: how the programme looks to her now, what keeps her choice, and where she does
    so. `token`: of who comes without an account."""

    look: Callable[[], Programme]
    keep: Callable[..., actions.Chosen]
    address: str
    token: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@of_event
def programme(request: Request, event: "SeenEvent") -> HttpResponse:
    if request.method == "POST" and request.viewer is None:
        return to_the_door(request)
    chooser = Chooser(
        look=partial(programme_of, request.viewer, event),
        keep=lambda **said: actions.choose_sessions(viewer_of(request), event=event, **said),
        address=reverse("programme", args=[event.pk]),
    )
    return programme_page(request, chooser)


def programme_page(request: Request, chooser: Chooser) -> HttpResponse:
    if request.method == "POST":
        return _choose(request, chooser)
    found = chooser.look()
    return _page(request, chooser, found, _standing(found))


def _standing(found: Programme) -> Choices:
    return Choices(
        picked={item.session.pk for item in found.chosen if item.is_seated},
        waits={item.session.pk for item in found.chosen if item.is_waiting},
    )


def _choose(request: Request, chooser: Chooser) -> HttpResponse:
    said = _said(request)
    try:
        chosen = chooser.keep(sessions=said.picked, waiting=said.waits)
    except Refused as refused:
        said.message = str(refused.message)
        found = chooser.look()
        _note(found, said, refused.field.removeprefix("session_"), said.message)
        return _page(request, chooser, found, said, status=422)
    if chosen.full or chosen.gone:
        found = chooser.look()
        for session in chosen.full:
            words = _("“%(title)s” has just filled up. You can go on the waiting list.")
            _note(found, said, str(session.pk), words % {"title": session.title})
        if chosen.gone:
            said.message = _("One of these can no longer be chosen. Your other choices are kept.")
        said.picked = _standing(found).picked
        return _page(request, chooser, found, said, status=409)
    messages.success(request, _what_it_became(said))
    return HttpResponseRedirect(chooser.address, status=303)


def _said(request: Request) -> Choices:
    """What is no number was not made by our form, and is nothing."""
    given = [value for name, value in request.POST.items() if name.startswith("round_")]
    picked = {int(str(pk)) for pk in given if _is_number(str(pk))}
    return Choices(picked, {int(pk) for pk in request.POST.getlist("wait") if _is_number(pk)})


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 18


def _note(found: Programme, said: Choices, session: str, words: str) -> None:
    for stop in found.stops:
        if any(str(item.session.pk) == session for item in stop.items):
            said.wrong[stop.key] = words


def _what_it_became(said: Choices) -> str:
    number = len(said.picked)
    kept = ngettext("Kept: %(number)d choice.", "Kept: %(number)d choices.", number)
    return kept % {"number": number} if number else _("Kept: you chose nothing.")


def _page(
    request: Request, chooser: Chooser, found: Programme, choices: Choices, *, status: int = 200
) -> HttpResponse:
    viewer = None if chooser.token else request.viewer
    context = {
        "event": found.event,
        "programme": found,
        "choices": choices,
        "first_wrong": next(iter(choices.wrong), ""),
        "takes_proposals": proposals.takes_proposals(viewer, found.event),
        "forms_with_errors": choices.has_errors,
        "token": chooser.token,
    }
    return render(request, "programme/programme.html", context, status=status)
