"""The line between two Vaknets: questions and answers in JSON, each signed by the network itself.

Who asks signs with the key of the actor of its network (RFC 9421) over the method, the whole
address and the digest of the body. Who is asked knows that key from the treaty. Everybody who may
not ask hears the same: that there is nothing here.
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from hashlib import sha256
from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.line import WINDOW
from vaknet.domain.networks.actions.ourselves import our_key
from vaknet.domain.networks.keys import key_of
from vaknet.domain.networks.models import Network, Share
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import (
    Claim,
    Document,
    Message,
    Proven,
    Unproven,
    Unreadable,
    message_signatures,
)
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.answers import data, nobody, not_taken, when_on
from vaknet.interfaces.reaching.networks import JSON, LARGEST, may_reach, read_actor
from vaknet.kit.http import Unfetchable, send

LOG = logging.getLogger(__name__)
WAIT = 60  # seconds, for who asks too much

type Told = Mapping[str, object]
type PartnerView = Callable[[HttpRequest, Network, Told], Mapping[str, object]]


class PartnerSilent(Exception):
    """It did not answer, or not so that we understand it. `reason` is for a log and a manager."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoPartner(Exception):
    """Who asks may not. The reason is for a log: whoever asks hears that there is nothing here."""


def ask_partner(
    network: Network, what: str, told: Told, *, seconds: float = 5.0
) -> dict[str, object]:
    """What it answers, at most 256 kB. Raises PartnerSilent within `seconds`.

    Never within a transaction: the other side may take its time.
    """
    url = f"{network.base}/ap/partners/{what}"
    content = json.dumps(told, ensure_ascii=False).encode()
    try:
        answer = send(
            url,
            content,
            _signed(url, content),
            kinds=[JSON],
            seconds=seconds,
            largest=LARGEST,
            may_reach=may_reach,
        )
        if answer.status != 200:
            raise PartnerSilent(f"answered {answer.status}")
        return dict(Document(answer.content).value)
    except Unfetchable as error:
        raise PartnerSilent(error.trouble.value) from error
    except Unreadable as error:
        raise PartnerSilent(error.reason) from error
    except Refused as refused:
        raise PartnerSilent(str(refused.message)) from refused


def for_partners(
    what: str, *, sharing: Share | None = None
) -> Callable[[PartnerView], Callable[[HttpRequest], HttpResponse]]:
    """Gives the view who asks and what was told; what it returns is the answer.

    Only for who has a treaty with us that is in force, and that shares this. `what` as in
    `ask_partner`. Raise NoPartner in the view for what is not there for this one.
    """

    def admitted(request: HttpRequest) -> tuple[Network, Told]:
        claim = claimed(request)
        network = queries.network_with(signer_of(claim))
        if network is None or not queries.partners(sharing).filter(pk=network.pk).exists():
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
        if request.method != "POST":
            return not_taken(allowed="POST")
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
    return claim.key_id.partition("#")[0]


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
        if not actions.go_and_read(network=network, now=timezone.now()):
            raise
    try:
        seen = read_actor(network.base, network.uri)
    except (Unfetchable, Unreadable) as error:
        raise Unproven("its keys could not be read anew") from error
    return _with_kept_key(claim, actions.note_network(**vars(seen), now=timezone.now()))


def _with_kept_key(claim: Claim, network: Network) -> Proven:
    key = key_of(network, claim.key_id)
    if key is None:
        raise Unproven("signed by a key that we do not know")
    return claim.proved_by(key)


def _check_fresh(claim: Claim, now: datetime) -> None:
    """Closer than for what is delivered to an inbox: a question is asked now or not at all."""
    if claim.created is None or abs(claim.created - now) > WINDOW:
        raise Unproven("signed too long ago, or later than now")


def _signed(url: str, content: bytes) -> dict[str, str]:
    headers = {"Content-Type": JSON}
    message = Message.to(url, method="POST", headers=headers, body=content)
    nonce = token_urlsafe(16)
    return message_signatures.signed(message, our_key(), now=timezone.now(), nonce=nonce)
