"""What a browser sends twice happens once.

Without a connection it keeps what was posted and sends it later (`js/outbox.js`). It cannot know
whether the first try arrived before the connection broke, so each has a name, made in the browser.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.timezone import localdate

from vaknet.domain.activity import actions
from vaknet.interfaces.web.context import mine
from vaknet.interfaces.web.doors import viewer_of
from vaknet.interfaces.web.http import Request

NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FIELD = "once"
WHOSE = "Vaknet-Outbox"  # what waited says whose it is: who is signed in now may be another


def sent_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Outermost, above the door: a script that sends what waited hears plainly that it is shut."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        whose = request.headers.get(WHOSE)
        if whose is not None and (request.viewer is None or mine(request.viewer.pk) != whose):
            return HttpResponse(status=401)
        name = request.POST.get(FIELD, "")
        if request.method != "POST" or request.viewer is None or not NAME.fullmatch(name):
            return view(request, *args, **kwargs)
        response, is_first = _once(request, name, lambda: view(request, *args, **kwargs))
        return response if whose is None else _in_words(request, response, is_first)

    return guarded


@transaction.atomic
def _once(
    request: Request, name: str, act: Callable[[], HttpResponse]
) -> tuple[HttpResponse, bool]:
    """The view and its receipt stand or fall together."""
    viewer = viewer_of(request)
    if not actions.is_sent_first(viewer, name=name, on=localdate()):
        return HttpResponseRedirect(request.get_full_path(), status=303), False
    response = act()
    if response.status_code >= 400:
        actions.forget_sent(viewer, name=name)
    return response, True


def _in_words(request: Request, response: HttpResponse, is_first: bool) -> HttpResponse:
    """For the script: where it stands, and what the page would say. A no stays the page it is."""
    if response.status_code >= 400:
        return response
    said = [str(message) for message in messages.get_messages(request)] if is_first else []
    where = getattr(response, "url", request.path)
    return JsonResponse({"said": " ".join(said), "where": where}, status=201 if is_first else 200)
