"""Everybody here, by name. Only ever a GET, with all that was chosen in its address."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.introducing.partners import partners
from vaknet.domain.networks.models import Share
from vaknet.domain.people import directory as queries
from vaknet.domain.people.directory import Listed, Spot, Wanted
from vaknet.domain.people.organisations import organisation_called
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request

LONGEST = 80
PER_PAGE = 20
SPOT = re.compile(r"([1-9][0-9]{0,17})-(.{1,120})", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """What stands in the address, by names that are Dutch in both languages, like all of it.

    `organisation` is what was typed when there is nothing that is called so.
    """

    wanted: Wanted
    organisation: str
    behind: Spot | None

    @property
    def is_nowhere(self) -> bool:
        """An organisation was asked for that nobody knows."""
        return bool(self.organisation) and self.wanted.organisation is None

    @property
    def narrows(self) -> bool:
        return bool(self.organisation or self.wanted.region or self.wanted.group)

    def address(self, behind: Spot | None = None) -> str:
        said = {
            "naam": self.wanted.name,
            "organisatie": self.organisation,
            "regio": self.wanted.region,
            "vak": self.wanted.group,
            "na": f"{behind.pk}-{behind.name}" if behind else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


@require_safe
@members_only
def directory(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    regions = queries.regions()
    groups = queries.occupation_groups((get_language() or "nl")[:2])
    asked = _asked(request, viewer, regions, [code for code, _label in groups])
    if asked.is_nowhere:
        page = queries.Page([], has_next=False, alike=[])
    else:
        wanted, behind = asked.wanted, asked.behind
        page = queries.directory(viewer, wanted=wanted, behind=behind, size=PER_PAGE)
    context = {
        "asked": asked,
        "regions": regions,
        "groups": groups,
        "page": page,
        "next": asked.address(page.people[-1].spot) if page.has_next else "",
        "start": asked.address(),
        "contacts": _contacts(viewer, [*page.people, *page.alike]),
        "partners": partners(Share.DIRECTORY),
    }
    return render(request, "people/directory.html", context)


def _asked(request: Request, viewer: Actor, regions: list[str], groups: list[str]) -> Asked:
    """A region or group that does not exist is nothing that was asked for."""
    typed = _said(request, "organisatie")
    organisation = organisation_called(viewer, typed) if typed else None
    region, group = _said(request, "regio"), _said(request, "vak")
    spot = SPOT.fullmatch(clean_text(request.GET.get("na", "")))
    return Asked(
        Wanted(
            name=_said(request, "naam"),
            organisation=organisation,
            region=region if region in regions else "",
            group=group if group in groups else "",
        ),
        organisation=organisation.name if organisation else typed,
        behind=Spot(spot[2], int(spot[1])) if spot else None,
    )


def _said(request: Request, name: str) -> str:
    return clean_text(request.GET.get(name, "")).strip()[:LONGEST]


def _contacts(viewer: Actor, listed: list[Listed]) -> set[int]:
    return connections.contacts_among(viewer, [one.actor.pk for one in listed])
