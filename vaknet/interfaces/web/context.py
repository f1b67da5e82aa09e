"""What every page knows: who looks, where she is, and where she can go."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.interfaces.web.http import Request


@dataclass(frozen=True)
class Destination:
    url: str
    label: str
    icon: str

    @property
    def section(self) -> str:
        """The first part of the address: every page under it marks this destination."""
        return self.url.split("/")[1]


@cache
def _menu(language: str) -> list[Destination]:
    return [
        Destination("/", _("Today"), "coffee"),
        Destination("/vraag/", _("Who can help?"), "hand-helping"),
        Destination("/g/", _("Groups"), "newspaper"),
        Destination("/ik/bekenden/", _("Contacts"), "users"),
    ]


@cache
def _tabs(language: str) -> list[Destination]:
    return [
        Destination("/", _("Today"), "coffee"),
        Destination("/vraag/", _("Ask"), "hand-helping"),
        Destination("/g/", _("Groups"), "newspaper"),
        Destination("/ik/afspraken/", _("Talks"), "calendar-days"),
        Destination("/ik/", _("Me"), "circle-user-round"),
    ]


def page(request: Request) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "viewer": getattr(request, "viewer", None),
        "network_name": settings.NETWORK_NAME,
        "menu": _menu(language),
        "tabs": _tabs(language),
        "other_language": "en" if language.startswith("nl") else "nl",
        "here": request.path,
    }
