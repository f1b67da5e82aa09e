"""What comes in broken, and answers that have no page of their own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotAllowed, QueryDict

from vaknet.interfaces.web import errors
from vaknet.interfaces.web.http import Request

NUL = "\0"


class EdgesMiddleware:
    """PostgreSQL refuses NUL in a text, and no keyboard types it: here it goes, for every page.

    Stands after the CSRF middleware, which is the first that reads a body.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if NUL in request.path_info:
            return errors.not_found(request)
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.not_allowed(request, response)
        return response

    def process_view(self, request: Request, *_: Any) -> HttpResponseBase | None:
        if request.method == "POST" and _has_nul(request.POST):
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        return None


def _has_nul(given: QueryDict) -> bool:
    return any(NUL in part for name, values in given.lists() for part in (name, *map(str, values)))


def _without_nul(given: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True)
    for name, values in given.lists():
        cleaned.setlist(name.replace(NUL, ""), [str(value).replace(NUL, "") for value in values])
    cleaned._mutable = False
    return cleaned
