"""Partner networks, for everyone: who they are, what was agreed, and what can be seen there."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vaknet.domain.federation.rules import is_on
from vaknet.domain.introducing.partners import is_partner
from vaknet.domain.networks import keys, queries, words
from vaknet.domain.networks.models import Network, Share, Terms, Treaty
from vaknet.domain.people.managers import is_manager
from vaknet.engine.layout import towns
from vaknet.interfaces.web.http import Request

PER_PAGE = 30
MOST_ON_MAP = 30


@dataclass(frozen=True)
class Agreement:
    """A treaty with the text of it that stands."""

    treaty: Treaty
    terms: Terms

    @property
    def network(self) -> Network:
        return self.treaty.network

    @property
    def lines(self) -> list[words.Line]:
        return words.five_lines(self.treaty, self.terms)

    @property
    def shared(self) -> str:
        return words.what_is_shared(self.terms.content)

    @property
    def state(self) -> str:
        return words.state_of(self.treaty)

    @property
    def waits_here(self) -> bool:
        """Nothing happens until this network answers."""
        return self.state == "open" and self.terms.signed_here is None

    @property
    def stands(self) -> str:
        return words.in_words(self.treaty, self.terms)


@require_safe
def partner_networks(request: Request) -> HttpResponse:
    """Which networks are partners is for everyone, as the treaties are. Who is a member is not."""
    found = [Agreement(*both) for both in queries.with_terms(queries.partners_treaties())]
    context = {
        "agreements": found,
        "drawing": _drawing(found),
        "things": queries.has_things(),
        "is_on": is_on(),
        "is_manager": request.viewer is not None and is_manager(request.viewer),
    }
    return render(request, "networks/networks.html", context)


@require_safe
def partner_network(request: Request, pk: int) -> HttpResponse:
    found = _agreement_or_404(pk)
    context = {
        "agreement": found,
        "network": found.network,
        "place": found.network.place,
        "looks_up": request.viewer is not None and is_partner(found.network, Share.DIRECTORY),
    }
    return render(request, "networks/network.html", context)


@require_safe
def treaty_text(_request: Request, pk: int) -> HttpResponse:
    """What both signed, so that anybody can check it."""
    terms = _agreement_or_404(pk).terms
    told = {
        "terms": terms.content,
        "sha256": terms.digest,
        "signed": [terms.signed_here, terms.signed_there],
        "keys": keys.signers(terms),
    }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def partner_things(request: Request) -> HttpResponse:
    """What everybody may read there, and that they agreed to tell: a list by kind."""
    asked = request.GET.get("soort", "")
    kind = Share(asked) if asked in queries.PLAIN else Share.AGENDA
    rows = queries.things(kind, now=timezone.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"kinds": queries.PLAIN, "kind": kind, "page": page, "query": f"soort={kind.value}&"}
    return render(request, "networks/things.html", context)


def _agreement_or_404(pk: int) -> Agreement:
    for both in queries.with_terms(queries.partners_treaties().filter(network=pk)):
        return Agreement(*both)
    raise Http404


def _drawing(found: list[Agreement]) -> towns.Map | None:
    """Ours first: lines go from there. Without a place of ours there is no map."""
    own = queries.own_place()
    places = [
        (one.network.name, one.network.latitude, one.network.longitude)
        for one in found
        if one.network.latitude is not None and one.network.longitude is not None
    ]
    if own is None or not places:
        return None
    ours = (settings.NETWORK_NAME, own.latitude, own.longitude)
    return towns.draw([ours, *places[:MOST_ON_MAP]])
