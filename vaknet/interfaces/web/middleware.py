"""Who is looking: `request.viewer` is an Actor, or None for a guest."""

from collections.abc import Callable

from django.http import HttpResponse

from vaknet.domain.activity.models import Actor
from vaknet.interfaces.web import devices
from vaknet.interfaces.web.context import mine
from vaknet.interfaces.web.http import Request

# For the service worker: what it keeps of one account is not for the next.
WHOSE = "Vaknet-Whose"


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.viewer = _viewer(request)
        before = devices.entry(request)
        response = self.get_response(request)
        devices.note(request, before=before)
        if request.viewer is not None:
            response[WHOSE] = mine(request.viewer.pk)
        return response


def _viewer(request: Request) -> Actor | None:
    """Nobody for who left: she is a guest here until she comes back."""
    actor = request.user.actor if request.user.is_authenticated else None
    return None if actor is None or actor.is_former else actor
