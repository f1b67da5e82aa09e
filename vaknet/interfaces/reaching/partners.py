"""Asking another Vaknet, over the line that each request of is signed by the network itself."""

import json
from collections.abc import Mapping
from secrets import token_urlsafe

from django.utils import timezone

from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.networks.actions.ourselves import our_key
from vaknet.domain.networks.models import Network
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Document, Message, Unreadable, message_signatures
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.reaching.networks import JSON, LARGEST, may_reach
from vaknet.kit.http import Trouble, Unfetchable, send

SECONDS = 5.0

type Told = Mapping[str, object]


class PartnerSilent(Exception):
    """It did not answer, or not so that we understand it. `reason` is for a log and a manager."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TookTooLong(PartnerSilent):
    """It kept us waiting for all of the time that it has."""


class NotThere(PartnerSilent):
    """It says that there is nothing of the kind, or not for us."""


def ask_partner(
    network: Network, what: str, told: Told, *, seconds: float = SECONDS
) -> dict[str, object]:
    """What it answers, at most 256 kB. Raises PartnerSilent within `seconds`.

    Never within a transaction: the other side may take its time.
    """
    if refuses(origin(network.base).authority):
        raise PartnerSilent("a host that is closed")
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
        if answer.status == 404:
            raise NotThere("answered 404")
        if answer.status != 200:
            raise PartnerSilent(f"answered {answer.status}")
        return dict(Document(answer.content).value)
    except Unfetchable as error:
        is_slow = error.trouble is Trouble.TOO_SLOW
        raise (TookTooLong if is_slow else PartnerSilent)(error.trouble.value) from error
    except Unreadable as error:
        raise PartnerSilent(error.reason) from error
    except Refused as refused:
        raise PartnerSilent(str(refused.message)) from refused


def _signed(url: str, content: bytes) -> dict[str, str]:
    headers = {"Content-Type": JSON}
    message = Message.to(url, method="POST", headers=headers, body=content)
    nonce = token_urlsafe(16)
    return message_signatures.signed(message, our_key(), now=timezone.now(), nonce=nonce)
