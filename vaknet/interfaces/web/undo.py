"""What was just removed from a profile and can be put back, kept in the session."""

from typing import Any

from vaknet.interfaces.web.http import Request

REMOVED = "removed_from_profile"


def keep(request: Request, what: str, typed: dict[str, str]) -> None:
    request.session[REMOVED] = {"what": what} | typed


def take(request: Request) -> dict[str, Any]:
    """Empty when there is nothing left to put back: a double click."""
    removed: dict[str, Any] = request.session.pop(REMOVED, {})
    return removed


def in_words(request: Request) -> str:
    removed = request.session.get(REMOVED, {})
    return str(removed.get("title") or removed.get("text", ""))
