"""The line between two Vaknets: questions and answers in JSON, each signed by the network itself.

Who asks signs with the key of the actor of its network (RFC 9421) over the method, the whole
address and the digest of the body. Who is asked knows that key from the treaty. Everybody who may
not ask hears the same: that there is nothing here.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.line import WINDOW
from vaknet.domain.networks.keys import key_of
from vaknet.domain.networks.models import Network, Share
from vaknet.engine.activitypub import (
    Claim,
    Document,
    Message,
    Proven,
    Unproven,
    Unreadable,
    message_signatures,
)
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.answers import data, nobody, when_on
from vaknet.interfaces.federation.signed_reads import only_brought
from vaknet.interfaces.reaching.networks import JSON, LARGEST, SeenNetwork, read_actor
from vaknet.interfaces.reaching.partners import PartnerSilent, Told, ask_partner
from vaknet.interfaces.reaching.waiting import PROGRAMS, Busy
from vaknet.kit.http import Unfetchable

__all__ = [
    "NoPartner",
    "PartnerSilent",
    "PartnerView",
    "Told",
    "answering",
    "ask_partner",
    "claimed",
    "for_partners",
    "heard",
    "signer_of",
]

LOG = logging.getLogger(__name__)
WAIT = 60  # seconds, for who asks too much

type PartnerView = Callable[[HttpRequest, Network, Told], Mapping[str, object]]


class NoPartner(Exception):
    """Who asks may not. The reason is for a log: whoever asks hears that there is nothing here."""


def for_partners(
    what: str, *sharing: Share
) -> Callable[[PartnerView], Callable[[HttpRequest], HttpResponse]]:
    """Gives the view who asks and what was told; what it returns is the answer.

    Only for who has a treaty with us that is in force, and that shares one of these. `what` as in
    `ask_partner`. Raise NoPartner in the view for what is not there for this one.
    """

    def admitted(request: HttpRequest) -> tuple[Network, Told]:
        claim = claimed(request)
        network = queries.network_with(signer_of(claim))
        if network is None or not queries.partners(*sharing).filter(pk=network.pk).exists():
            raise NoPartner("no partner, or nothing of this is shared")
        return network, heard(claim, network)

    return lambda view: answering(what, admitted, view)


def answering(
    what: str, admitted: Callable[[HttpRequest], tuple[Network, Told]], view: PartnerView
) -> Callable[[HttpRequest], HttpResponse]:
    """One way to say no, to all who may not ask."""

    @when_on
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if (unbrought := only_brought(request)) is not None:
            return unbrought
        try:
            network, told = admitted(request)
            answer = data(view(request, network, told), JSON)
            answer["Cache-Control"] = "no-store"
        except actions.TooMuch:
            answer = data({"error": "Too many requests"}, JSON, 429)
            answer["Retry-After"] = str(WAIT)
        except (NoPartner, Unproven, Unreadable, actions.HeardBefore) as refusal:
            LOG.info("nothing for who asked %s: %s", what, refusal or "heard before")
            answer = nobody()
        return answer

    return guarded


def claimed(request: HttpRequest) -> Claim:
    """Who says that it asks. Raises NoPartner and Unproven."""
    if len(request.body) > LARGEST:
        raise NoPartner("more than we read")
    now = timezone.now()
    message = Message(
        "POST",
        ours(),
        request.get_full_path(),
        tuple(request.headers.items()),
        request.body,
    )
    claim = message_signatures.claim(message, now=now)
    _check_fresh(claim, now)
    return claim


def signer_of(claim: Claim) -> str:
    """Raises NoPartner for one on a host that we closed our door to."""
    uri = claim.key_id.partition("#")[0]
    if refuses(origin(uri).authority):
        raise NoPartner("a host that is closed")
    return uri


def heard(claim: Claim, network: Network) -> Told:
    """What it told, proven and for the first time. Raises Unproven, Unreadable, and what `hear`
    raises."""
    proven = _proved(claim, network)
    told = dict(Document(proven.content).value)
    mark = sha256(claim.signature).hexdigest()
    actions.hear(network=network, mark=mark, now=timezone.now())
    return told


def _proved(claim: Claim, network: Network) -> Proven:
    """With the key that we have; and when that does not fit, with what it has now."""
    try:
        return _with_kept_key(claim, network)
    except Unproven:
        seen = _read_anew(network)
    return _with_kept_key(claim, actions.note_network(**vars(seen), now=timezone.now()))


def _read_anew(network: Network) -> SeenNetwork:
    """Raises Unproven; and TooMuch when others wait for keys, which is not counted as its one time
    to be read. Anybody can ask in the name of another: only of who has a treaty with us, which
    everybody may know, is the answer another than for nobody."""
    try:
        with PROGRAMS.one():
            if not actions.go_and_read(network=network, now=timezone.now()):
                raise Unproven("its keys were read a moment ago")
            return read_actor(network.base, network.uri)
    except Busy as busy:
        if queries.partners().filter(pk=network.pk).exists():
            raise actions.TooMuch from None
        raise Unproven("others wait for keys") from busy
    except (Unfetchable, Unreadable) as error:
        raise Unproven("its keys could not be read anew") from error


def _with_kept_key(claim: Claim, network: Network) -> Proven:
    key = key_of(network, claim.key_id)
    if key is None:
        raise Unproven("signed by a key that we do not know")
    return claim.proved_by(key)


def _check_fresh(claim: Claim, now: datetime) -> None:
    """Closer than for what is delivered to an inbox: a question is asked now or not at all."""
    if claim.created is None or abs(claim.created - now) > WINDOW:
        raise Unproven("signed too long ago, or later than now")
