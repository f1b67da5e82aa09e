"""The start page: for members a line with an end, for guests what this network is."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from vaknet.domain.notices import for_guests
from vaknet.domain.notices.done import done_today
from vaknet.domain.notices.rhythm import here, next_round, rhythm_of
from vaknet.interfaces.web.doors import members_only, to_the_door, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import line_page, when_next


def today(request: Request) -> HttpResponse:
    if request.viewer is not None:
        return _hers(line_page(request, request.viewer))
    if request.user.is_authenticated:
        return to_the_door(request)
    return render(
        request,
        "today/guest.html",
        {"groups": for_guests.public_groups(), "questions": for_guests.public_questions()},
    )


def _hers(page: HttpResponse) -> HttpResponse:
    """Nobody between us and her keeps it; only the service worker does, which knows whose it is."""
    page["Cache-Control"] = "private, no-cache"
    return page


# What stands behind the number.
DEEDS: dict[str, Callable[[int], str]] = {
    "answered": lambda n: ngettext("question answered", "questions answered", n),
    "introduced": lambda n: ngettext("time introduced people", "times introduced people", n),
    "congratulated": lambda n: ngettext("colleague congratulated", "colleagues congratulated", n),
    "helped": lambda n: ngettext("time offered help", "times offered help", n),
    "met": lambda n: ngettext("person met", "people met", n),
    "talk": lambda n: ngettext("talk planned", "talks planned", n),
    "replied": lambda n: ngettext("time thought along", "times thought along", n),
    "posted": lambda n: ngettext("conversation begun", "conversations begun", n),
    "asked": lambda n: ngettext("question asked", "questions asked", n),
    "thanked": lambda n: ngettext("time said thanks", "times said thanks", n),
}


@require_safe
@members_only
def done(request: Request) -> HttpResponse:
    """The end: what she did, and a button that leaves."""
    viewer = viewer_of(request)
    rhythm = rhythm_of(viewer)
    now = here(rhythm, timezone.now())
    found = done_today(viewer, now=now)
    context = {
        "done": found,
        "deeds": [(deed.number, DEEDS[deed.kind](deed.number)) for deed in found.deeds],
        "now": now,
        "next_round": when_next(next_round(rhythm, now), now),
    }
    return render(request, "today/done.html", context)
