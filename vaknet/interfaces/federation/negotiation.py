"""The page of a person, group or thing, for a program that asks for it as ActivityStreams.

Stands before sessions: the answer is for everybody. Who is not known to other networks has the page
she always had, after the same statement as for nobody.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from vaknet.domain.federation import rules
from vaknet.interfaces.federation import things, who
from vaknet.interfaces.federation.answers import activity, wants_activity
from vaknet.interfaces.federation.documents import actor_document


class NegotiationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        is_read = rules.is_on() and request.method in {"GET", "HEAD"}
        if not (is_read and (who.known_page(path) or things.known_page(path))):
            return self.get_response(request)
        if wants_activity(request, first=False) and (told := _told(path)) is not None:
            return activity(request, told)
        answer = self.get_response(request)
        patch_vary_headers(answer, ["Accept"])
        return answer


def _told(path: str) -> Mapping[str, object] | None:
    """After one statement, whether it is nobody or nothing, or not for guests."""
    if (key := things.known_page(path)) is not None:
        return things.at_page(key)
    found = who.at_page(path)
    return None if found is None else actor_document(who.identity(found))
