"""The start page: for members a line with an end, for guests what this network is."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.notices import for_guests, queries
from vaknet.interfaces.web.doors import to_the_door
from vaknet.interfaces.web.http import Request

MORNING, AFTERNOON, EVENING = 6, 12, 18


def today(request: Request) -> HttpResponse:
    if request.viewer is not None:
        now = timezone.localtime()
        line = queries.today(request.viewer, now=now)
        shown = {"line": line, "greeting": _greeting(now), "now": now}
        return render(request, "today/today.html", shown)
    if request.user.is_authenticated:
        return to_the_door(request)
    return render(
        request,
        "today/guest.html",
        {"groups": for_guests.public_groups(), "questions": for_guests.public_questions()},
    )


def _greeting(now: datetime) -> str:
    if MORNING <= now.hour < AFTERNOON:
        return _("Good morning")
    if AFTERNOON <= now.hour < EVENING:
        return _("Good afternoon")
    return _("Good evening")
