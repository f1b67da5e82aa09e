"""What every page knows: who looks, where she is, and where she can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.interfaces.web.http import Request

THEMES = {"light", "dark"}


@dataclass(frozen=True)
class Destination:
    url: str
    label: str
    icon: str

    def covers(self, path: str) -> bool:
        return path == self.url or (self.url != "/" and path.startswith(self.url))


@cache
def _menu(language: str) -> list[Destination]:
    return [
        Destination("/", _("Today"), "coffee"),
        Destination("/vraag/", _("Who can help?"), "hand-helping"),
        Destination("/g/", _("Groups"), "newspaper"),
        Destination("/b/", _("Events"), "calendar-days"),
        Destination("/ik/bekenden/", _("Contacts"), "users"),
    ]


@cache
def _tabs(language: str) -> list[Destination]:
    return [
        Destination("/", _("Today"), "coffee"),
        Destination("/vraag/", _("Ask"), "hand-helping"),
        Destination("/g/", _("Groups"), "newspaper"),
        Destination("/b/", _("Calendar"), "calendar-days"),
        Destination("/ik/", _("Me"), "circle-user-round"),
    ]


def _covering(destinations: Sequence[Destination], path: str) -> str:
    return next((one.url for one in destinations if one.covers(path)), "")


def theme_of(request: HttpRequest) -> str:
    """Light or dark, as chosen; empty for what the device says."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


@lru_cache(maxsize=4096)
def mine(pk: int) -> str:
    """What a browser keeps under her name, without saying whose it is."""
    return salted_hmac("vaknet.drafts", str(pk), algorithm="sha256").hexdigest()[:20]


def page(request: Request) -> dict[str, Any]:
    """Also for pages about errors, so nothing here may need a session or the database."""
    language = get_language() or settings.LANGUAGE_CODE
    menu, tabs = _menu(language), _tabs(language)
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "mine": mine(viewer.pk) if viewer else "",
        "network_name": settings.NETWORK_NAME,
        "menu": menu,
        "menu_here": _covering(menu, request.path),
        "tabs": tabs,
        "tabs_here": _covering(tabs, request.path),
        "other_language": "en" if language.startswith("nl") else "nl",
        "theme": theme_of(request),
        "here": request.path,
        "address": request.get_full_path() if request.method == "GET" else request.path,
    }
