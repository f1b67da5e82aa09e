"""Treaties, for who looks after the network: propose, read, answer with another text, sign, end."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import rules
from vaknet.domain.federation.queries import network as this_network
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.networks import actions, queries, words
from vaknet.domain.networks.models import Network, Treaty
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.reaching.networks import NotFound, SeenNetwork, read_network
from vaknet.interfaces.web.asking import asking, asks_elsewhere
from vaknet.interfaces.web.doors import managers_only, viewer_of
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.networks import (
    AddressForm,
    EndForm,
    OwnPlaceForm,
    SignForm,
    TermsForm,
)
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.networks import Agreement

BEGINS_WITH: dict[str, object] = {
    "shares": ["agenda", "groups"],
    "moderation": "writer",
    "months": 12,
    "notice_days": 30,
}
SEAL = "vaknet.networks.seen"
SEEN_FOR = 60 * 60  # seconds


@dataclass(frozen=True)
class Looked:
    """What a network says of itself, and when it said so."""

    seen: SeenNetwork
    at: datetime

    def sealed(self, address: str) -> str:
        """For the form that proposes, so that it asks that network nothing again."""
        told = {"address": address, "network": asdict(self.seen), "at": self.at.isoformat()}
        return signing.dumps(told, salt=SEAL, compress=True)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def treaties(request: Request) -> HttpResponse:
    """The list, an address to begin with, and where this network is."""
    viewer, own = viewer_of(request), queries.own_place()
    form = OwnPlaceForm(
        request.POST if request.method == "POST" else None,
        initial={"place": own.name if own else ""},
    )
    if form.done(lambda given: actions.say_place(viewer, place=given["place"])):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("treaties"), status=303)
    context = {
        "agreements": [Agreement(*both) for both in queries.with_terms(queries.all_treaties())],
        "other": AddressForm(),
        "form": form,
        "is_on": rules.is_on(),
    }
    return render(request, "networks/treaties.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
@asks_elsewhere
def propose_treaty(request: Request) -> HttpResponse:
    """Which network is meant, and then what to propose to it. Nothing is kept before it is sent;
    what was typed is not lost when that network is silent by then."""
    sent = request.method == "POST"
    address = AddressForm(request.POST if sent else request.GET)
    looked = _look(request, address)
    if looked is None:
        context = {"form": address, "is_on": rules.is_on()}
        return render(request, "networks/propose.html", context, status=422)
    form = TermsForm(request.POST if sent else None, initial=BEGINS_WITH)
    made: list[Treaty] = []
    if form.done(lambda given: made.append(_propose(viewer_of(request), looked, form, given))):
        messages.success(request, _("Your proposal is on its way."))
        return _to(made[0])
    context = {
        "form": form,
        "seen": looked.seen,
        "asked": address["address"].value(),
        "sealed": looked.sealed(address.cleaned_data["address"]),
    }
    return render(request, "networks/propose.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def treaty(request: Request, pk: int) -> HttpResponse:
    found, viewer = _treaty_or_404(pk), viewer_of(request)
    act = request.POST.get("act", "unknown") if request.method == "POST" else ""
    sign = SignForm(request.POST if act == "sign" else None, initial={"digest": found.terms.digest})
    end = EndForm(request.POST if act in {"end", "notice"} else None)
    if sign.done(lambda given: actions.sign_treaty(viewer, treaty=found.treaty, **given)):
        return _done(request, found, _("You signed. The treaty is in force."))
    if end.done(lambda given: _end(viewer, found, act, given["why"])):
        stopped = words.how_it_stops(_treaty_or_404(pk).treaty)
        return _done(request, found, f"{stopped} {_('The other network hears of it.')}")
    if act == "again":
        actions.try_again(viewer, treaty=found.treaty)
        return _done(request, found, _("We try it now."))
    return _page(request, found, sign, end)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def counter_treaty(request: Request, pk: int) -> HttpResponse:
    """It begins with what lies there."""
    found, viewer = _treaty_or_404(pk), viewer_of(request)
    content, sent = found.terms.content, request.method == "POST"
    begins = {
        "shares": content["shares"],
        "moderation": content["moderation"],
        "months": content["months"],
        "notice_days": content["noticeDays"],
    }
    form = TermsForm(request.POST if sent else None, initial=begins)
    if form.done(
        lambda given: actions.counter_treaty(
            viewer, treaty=found.treaty, wishes=form.wishes(), name=given["name"]
        )
    ):
        return _done(request, found, _("Your proposal is on its way."))
    context = {"form": form, "agreement": found, "treaty": found.treaty}
    return render(request, "networks/counter.html", context, status=422 if sent else 200)


def _page(request: Request, found: Agreement, sign: Form, end: Form) -> HttpResponse:
    errand = queries.next_errand(found.treaty)
    context = {
        "agreement": found,
        "treaty": found.treaty,
        "terms": found.terms,
        "changed": _changed(found) if found.state == "open" else (),
        "sign": sign,
        "end": end,
        "errand": errand,
        "history": queries.who_did(found.treaty),
        "this_network": this_network(),
        "shares": found.treaty.shares.order_by("pk"),
        "forms_with_errors": sign.is_bound or end.is_bound,
        "now": timezone.now(),
    }
    status = 422 if sign.is_bound or end.is_bound else 200
    return render(request, "networks/treaty.html", context, status=status)


def _changed(found: Agreement) -> list[str]:
    """Which of the lines say something else than in the text that lay there before; who signed is
    always another."""
    before = queries.terms_before(found.terms)
    if before is None:
        return []
    *lines, _signed = words.five_lines(found.treaty, before)
    return [
        now.label for now, then in zip(found.lines, lines, strict=False) if now.text != then.text
    ]


def _look(request: Request, form: AddressForm) -> Looked | None:
    """What the other network says of itself. None with the reason beside the field."""
    if not form.is_valid():
        return None
    if rules.is_on() and (known := _looked_before(request, form.cleaned_data["address"])):
        return known
    typed = form.cleaned_data["address"].strip()
    url = typed if "://" in typed else f"https://{typed}"
    try:
        if not rules.is_on():
            raise Refused(_("This network is not connected to other networks."))
        if origin(url) == origin(settings.BASE_URL):
            raise Refused(_("That is this network itself."), field="address")
        with asking(request, "look_elsewhere", viewer_of(request).pk, field="address") as left:
            return Looked(read_network(url, seconds=left() / 2), timezone.now())
    except Refused as refused:
        form.refuse(refused)
    except (NotFound, Unreadable):
        form.add_error(
            "address",
            _(
                "We found no Vaknet there. Look whether the address is right, and whether that "
                "network is connected to others."
            ),
        )
    return None


def _looked_before(request: Request, address: str) -> Looked | None:
    """What the form was shown with. None for what is not sealed by us, of another address or of
    long ago, and for a host that we closed our door to since."""
    try:
        told = signing.loads(request.POST.get("seen", ""), salt=SEAL, max_age=SEEN_FOR)
    except signing.BadSignature:
        return None
    seen = SeenNetwork(**told["network"])
    if told["address"] != address or refuses(origin(seen.base).authority):
        return None
    return Looked(seen, datetime.fromisoformat(told["at"]))


def _propose(by: Actor, looked: Looked, form: TermsForm, given: dict[str, str]) -> Treaty:
    """Keys that were read since stay."""
    network: Network | None = queries.network_with(looked.seen.uri)
    if network is None or network.read_at < looked.at:
        network = actions.note_network(**vars(looked.seen), now=looked.at)
    return actions.propose_treaty(by, network=network, wishes=form.wishes(), name=given["name"])


def _end(by: Actor, found: Agreement, act: str, why: str) -> None:
    actions.end_treaty(by, treaty=found.treaty, at_once=act == "end", why=why)


def _treaty_or_404(pk: int) -> Agreement:
    for both in queries.with_terms(queries.all_treaties().filter(pk=pk)):
        return Agreement(*both)
    raise Http404


def _done(request: Request, found: Agreement, said: str) -> HttpResponse:
    messages.success(request, said)
    return _to(found.treaty)


def _to(treaty: Treaty) -> HttpResponse:
    return HttpResponseRedirect(reverse("treaty", args=[treaty.pk]), status=303)
