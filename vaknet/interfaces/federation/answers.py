"""Answers for programs: their types, who may keep them, and that a door is open at all."""

import json
from collections.abc import Callable, Mapping
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from vaknet.domain.federation import rules
from vaknet.engine.activitypub.documents import CONTENT_TYPE
from vaknet.engine.activitypub.webfinger import ACTIVITY_TYPE

KEEP = "public, max-age=300"
SIGNED = ("Signature", "Signature-Input")
HTML = "text/html"
ASKED = [ACTIVITY_TYPE, CONTENT_TYPE, "application/ld+json"]


def when_on[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Off, it is an address that is not there, for every method. A program has no token of ours."""

    @csrf_exempt
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not rules.is_on():
            raise Http404
        return view(*args, **kwargs)

    return guarded


def wants_activity(request: HttpRequest, *, first: bool) -> bool:
    """Whether a program asks. `first`: also who takes anything."""
    offered = [*ASKED, HTML] if first else [HTML, *ASKED]
    return request.get_preferred_type(offered) in ASKED


def activity(request: HttpRequest, told: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Of ActivityStreams. Who signed for it gets what is for her: nobody else may keep that."""
    as_ld = request.get_preferred_type(ASKED) in ASKED[1:]
    answer = HttpResponse(
        json.dumps(told, ensure_ascii=False).encode(),
        content_type=CONTENT_TYPE if as_ld else ACTIVITY_TYPE,
        status=status,
    )
    signed = any(name in request.headers for name in SIGNED)
    answer["Cache-Control"] = "private, no-store" if signed else KEEP
    patch_vary_headers(answer, ["Accept", *SIGNED])
    return for_all(answer)


def data(told: Mapping[str, object], content_type: str, status: int = 200) -> HttpResponse:
    """All else that programs read, also in the page of another site."""
    content = json.dumps(told, ensure_ascii=False).encode()
    answer = HttpResponse(content, content_type=content_type, status=status)
    answer["Cache-Control"] = KEEP if status == 200 else "no-store"
    return for_all(answer)


def for_all(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def nobody() -> HttpResponse:
    """The same to the byte, whoever is not there."""
    return data({"error": "Not found"}, "application/json", 404)


def not_taken(*, allowed: str) -> HttpResponse:
    answer = data({"error": "Method not allowed"}, "application/json", 405)
    answer["Allow"] = allowed
    return answer
