"""People who do what I do, and why each of them is in the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaknet.domain.people import queries
from vaknet.domain.people.peers import Peer, Wanted, peers
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of

PER_PAGE = 20
# The names in the address: Dutch in both languages, like all addresses.
FILTERS = {
    "werk": "same_work",
    "soort": "same_kind",
    "omvang": "same_size",
    "regio": "same_region",
    "collegas": "own_employer",
}


@dataclass(frozen=True)
class Filter:
    """A link that switches one wish on or off and leaves the others."""

    label: str
    query: str
    is_on: bool


@require_safe
@members_only
def my_peers(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    on = [name for name in FILTERS if request.GET.get(name)]
    wanted = Wanted(**{FILTERS[name]: True for name in on})
    page = page_of(
        request,
        lambda start, end: [
            (one, reasons(one)) for one in peers(viewer, wanted=wanted, start=start, end=end)
        ],
        size=PER_PAGE,
    )
    me = queries.person(viewer, viewer.handle)
    told = me.profile
    context = {
        "page": page,
        "filters": _filters(on),
        "query": f"{_query(on)}&" if on else "",
        "profession": told.profession,
        "has_told": bool(told.profession or told.occupation_id),
    }
    return render(request, "people/peers.html", context)


def _filters(on: list[str]) -> list[Filter]:
    labels = {
        "werk": _("Exactly the same work"),
        "soort": _("Same kind of organisation"),
        "omvang": _("Same size of organisation"),
        "regio": _("Same region"),
        "collegas": _("My own organisation too"),
    }
    return [
        Filter(label, _query([one for one in FILTERS if (one in on) != (one == name)]), name in on)
        for name, label in labels.items()
    ]


def _query(on: list[str]) -> str:
    return urlencode(dict.fromkeys(on, "ja"))


def _of_work(peer: Peer, language: str) -> Iterator[str]:
    if peer.profession and not peer.occupation:
        yield _("Same work: %(what)s") % {"what": peer.profession}
    if peer.occupation and (peer.is_same_occupation or peer.profession):
        yield _("Same work: %(what)s") % {"what": peer.occupation.label(language)}
    elif peer.occupation:
        yield _("Related work: %(what)s") % {"what": peer.occupation.label(language)}
        if peer.group:
            yield _("Same group of professions: %(what)s") % {"what": peer.group.label(language)}


def reasons(peer: Peer) -> list[str]:
    """In words, the strongest first."""
    language = (get_language() or "nl")[:2]
    found = [*_of_work(peer, language)]
    if peer.topics:
        found.append(_("Also knows: %(what)s") % {"what": ", ".join(peer.topics[:3])})
    if peer.has_same_kind and peer.organisation:
        kind = str(peer.organisation.get_kind_display()).lower()
        found.append(_("Also at: %(what)s") % {"what": kind})
    if peer.has_same_size:
        found.append(_("Organisation of the same size"))
    if peer.has_same_region:
        found.append(_("Same region"))
    return found
