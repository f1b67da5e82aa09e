"""Who signed a request, whichever of the two ways they took."""

from datetime import datetime

from vaknet.engine.activitypub import cavage, message_signatures
from vaknet.engine.activitypub.messages import Message
from vaknet.engine.activitypub.proven import Claim
from vaknet.engine.activitypub.refusals import Unproven


def claim(message: Message, *, now: datetime) -> Claim:
    """By RFC 9421 where it says so, else as in the draft before it. Raises Unproven."""
    if message.values("signature-input"):
        return message_signatures.claim(message, now=now)
    if message.values("signature"):
        return cavage.claim(message, now=now)
    raise Unproven("not signed")
