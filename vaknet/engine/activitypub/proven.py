"""From "she says so" to "she did": what has to be checked before, and with, a key.

A Claim is all that can be known without the key, so that nothing is fetched for what fails anyway.
A Proven can only be made of a Claim and a key that fits: having one is the proof. It holds the
bytes that were signed. Read those, and there is nothing else that could be read by mistake.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from vaknet.engine.activitypub.keys import PublicKey
from vaknet.engine.activitypub.refusals import Unproven


class Algorithm(Enum):
    RSA = "RSA"
    ED25519 = "Ed25519"


@dataclass(frozen=True)
class Claim:
    """`bases`: what the signature may be over; each binds `content`. `algorithm` is None where the
    kind of key decides. `created`: when it says that it was signed, as far as RFC 9421 asks."""

    key_id: str
    algorithm: Algorithm | None
    bases: tuple[bytes, ...] = field(repr=False)
    signature: bytes = field(repr=False)
    content: bytes = field(repr=False)
    created: datetime | None = None

    def proved_by(self, key: PublicKey) -> "Proven":
        """Raises Unproven."""
        return Proven(self, key)


class Proven:
    """`signer` is the actor whose key it was."""

    __slots__ = ("content", "key_id", "signer")

    def __init__(self, claim: Claim, key: PublicKey) -> None:
        if key.id != claim.key_id:
            raise Unproven("signed by another key")
        kind = Algorithm.RSA if key.is_rsa else Algorithm.ED25519
        if claim.algorithm not in {None, kind}:
            raise Unproven("signed in a way that is not that of the key")
        if not any(key.signed(claim.signature, base) for base in claim.bases):
            raise Unproven("the signature does not fit")
        self.content = claim.content
        self.key_id = key.id
        self.signer = key.owner
