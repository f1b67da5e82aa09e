"""Pages for when it goes wrong: what happened, what to do, and nothing about how we work inside."""

import logging
import secrets
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from vaknet.interfaces.web.context import theme_of

log = logging.getLogger("vaknet.errors")

# No 0 and O, no 1, I and L: people read this to one another over the telephone.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 4
RETRY_SECONDS = "60"
LAST_RESORT = (
    "<!doctype html><html lang={language}><meta charset=utf-8><title>Vaknet</title>"
    "<p>{words} ({code})</p></html>"
)
LAST_WORDS = {
    "nl": "Er ging iets mis bij ons. Probeer het over een paar minuten.",
    "en": "Something went wrong on our side. Try again in a few minutes.",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "too_large", 413)
    return _page(request, "bad_request", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "permission_denied", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "csrf_failure", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "not_found", 404)


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Somebody opened the address of a button."""
    page = _page(request, "not_allowed", 405)
    page["Allow"] = response["Allow"]
    return page


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    page = _page(request, "too_many", 429)
    page["Retry-After"] = RETRY_SECONDS
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """The same short code stands on the page and in the log, so that one finds the other."""
    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    log.error("Error %s in %s %s", code, request.method, _place(request), exc_info=True)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _alone(request, "maintenance", 503, code)
    return _alone(request, "server_error", 500, code)


def maintenance(request: HttpRequest) -> HttpResponse:
    return _alone(request, "maintenance", 503, "")


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    response = render(request, f"errors/{name}.html", status=status)
    return _whole_page(request, response)


def _alone(request: HttpRequest, name: str, status: int, code: str) -> HttpResponse:
    """Needs no session, database or signed-in person; and when even that fails, two sentences."""
    context: dict[str, Any] = {"code": code, "theme": theme_of(request)}
    try:
        html: str = render_to_string(f"errors/{name}.html", context)
    except Exception:
        log.exception("The page for error %s failed too", code)
        language = (get_language() or "nl")[:2]
        words = LAST_WORDS.get(language, LAST_WORDS["en"])
        html = LAST_RESORT.format(language=language, words=words, code=code)
    response = HttpResponse(html, status=status)
    if status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return _whole_page(request, response)


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For htmx: this takes the place of the page, not of the small part that was asked for."""
    if request.headers.get("HX-Request") == "true":
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


def _place(request: HttpRequest) -> str:
    """The name of the address, never the address itself: it may hold a token or a person."""
    match = request.resolver_match
    return match.view_name if match else "an unknown address"
