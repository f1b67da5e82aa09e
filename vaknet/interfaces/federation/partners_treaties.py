"""Treaties over the line: what the other network tells of them, and telling it ours."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from threading import Lock

from django.http import HttpRequest
from django.utils import timezone

from vaknet.domain.federation import rules
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.ourselves import our_uri
from vaknet.domain.networks.keys import key_of, public
from vaknet.domain.networks.models import Network
from vaknet.domain.networks.terms import Signed, read_signed
from vaknet.engine.activitypub import Claim, PublicKey, Unproven, Unreadable
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import identifier, origin
from vaknet.interfaces.federation.partners import (
    NoPartner,
    PartnerSilent,
    Told,
    answering,
    ask_partner,
    claimed,
    heard,
    signer_of,
)
from vaknet.interfaces.reaching.networks import NotFound, SeenNetwork, read_network
from vaknet.interfaces.reaching.waiting import PROGRAMS, Busy

_LOOKING = Lock()  # one stranger at a time in a process
SECONDS = 3.0  # for each of the two questions


def known(request: HttpRequest) -> tuple[Network, Told]:
    """Who was a partner, is one, or is asked to be one."""
    claim = claimed(request)
    network = queries.network_with(signer_of(claim))
    if network is None:
        raise NoPartner("a network that we do not know")
    return network, heard(claim, network)


def anybody(request: HttpRequest) -> tuple[Network, Told]:
    """The same, and a network that we never heard of: we go and read who it is, at its own address,
    and not often."""
    claim = claimed(request)
    network = queries.network_with(signer_of(claim)) or _stranger(claim)
    return network, heard(claim, network)


def _stranger(claim: Claim) -> Network:
    uri = identifier(signer_of(claim), test_hosts=rules.trial_hosts())
    now = timezone.now()
    seen = _looked_at(uri, now)
    key = _key_in(seen, claim.key_id)
    if seen.uri != uri or key is None:
        raise NoPartner("signed by who is not that network")
    claim.proved_by(key)
    return actions.note_network(**vars(seen), now=now)


def _looked_at(uri: str, now: datetime) -> SeenNetwork:
    if not _LOOKING.acquire(blocking=False):
        raise actions.TooMuch
    try:
        with PROGRAMS.one():
            if not actions.may_knock(host=origin(uri).host, now=now):
                raise actions.TooMuch
            return read_network(uri, seconds=SECONDS)
    except Busy:
        raise actions.TooMuch from None
    except NotFound as error:
        raise NoPartner(str(error)) from error
    finally:
        _LOOKING.release()


def _key_in(seen: SeenNetwork, key_id: str) -> PublicKey | None:
    return next((public(seen.uri, key) for key in seen.keys if key["id"] == key_id), None)


def _signed(network: Network, told: Told) -> Signed:
    """By who asks, and between that network and us: nobody brings a treaty of others."""
    signed = read_signed(
        told.get("signed"), key_of=lambda key_id: key_of(network, key_id), now=timezone.now()
    )
    if {party.uri for party in signed.text.parties} != {network.uri, our_uri()}:
        raise Unproven("a treaty between others")
    return signed


def _propose(_request: HttpRequest, network: Network, told: Told) -> Mapping[str, object]:
    signed = _signed(network, told)
    return actions.receive_proposal(network=network, signed=signed, now=timezone.now())


def _counter(_request: HttpRequest, network: Network, told: Told) -> Mapping[str, object]:
    signed = _signed(network, told)
    return actions.receive_counter(network=network, signed=signed, now=timezone.now())


def _sign(_request: HttpRequest, network: Network, told: Told) -> Mapping[str, object]:
    signed = _signed(network, told)
    if told.get("digest") != signed.digest or told.get("token") != signed.text.token:
        raise Unproven("signed another text than it says")
    return actions.receive_signature(
        network=network, digest=signed.digest, signed=signed, now=timezone.now()
    )


def _end(_request: HttpRequest, network: Network, told: Told) -> Mapping[str, object]:
    token, why = told.get("token"), told.get("why", "")
    if not isinstance(token, str) or not isinstance(why, str):
        raise Unreadable("no treaty that ends")
    at: datetime | None = Fields(told).moment("at")
    if at is None and told.get("at") is not None:
        raise Unreadable("a treaty that ends on no day")
    return actions.receive_end(network=network, token=token, at=at, why=why, now=timezone.now())


propose = answering("treaty/propose", anybody, _propose)
counter = answering("treaty/counter", known, _counter)
sign = answering("treaty/sign", known, _sign)
end = answering("treaty/end", known, _end)


def tell(treaty_id: int) -> None:
    """All that this partner did not hear yet, in order; at the first silence we stop, and go on
    later. Outside any transaction: the other side may take its time."""
    treaty = queries.treaty(treaty_id)
    while treaty is not None and (errand := queries.next_errand(treaty)) is not None:
        if errand.due_at > timezone.now():
            return
        try:
            answer = ask_partner(treaty.network, f"treaty/{errand.what}", errand.told)
        except PartnerSilent as silence:
            actions.note_silence(errand=errand, reason=silence.reason, now=timezone.now())
            return
        actions.note_done(errand=errand, now=timezone.now())
        actions.hear_state(
            treaty=treaty,
            said=str(answer.get("state")),
            signed=_maybe_signed(treaty.network, answer),
            now=timezone.now(),
        )


def _maybe_signed(network: Network, answer: Told) -> Signed | None:
    with suppress(Unproven, Unreadable):
        return _signed(network, answer)
    return None
