"""Proofs inside an object (FEP-8b32, eddsa-jcs-2022): it stays hers whoever passes it on."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

import rfc8785

from vaknet.engine.activitypub import multibase
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.keys import SigningKey
from vaknet.engine.activitypub.messages import AHEAD
from vaknet.engine.activitypub.proven import Algorithm, Claim
from vaknet.engine.activitypub.refusals import Unproven, Unreadable

_KIND = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "proofPurpose": "assertionMethod",
}


def claim(value: Mapping[str, object], *, now: datetime) -> Claim:
    """`value`: an object of a Document, or all of it. What is proved are the words of it in one
    form, without the proof: read those. Raises Unproven.

    A `signature` of the older kind is left out too: some sign it only after this.
    """
    proof = value.get("proof")
    if not isinstance(proof, dict) or any(proof.get(name) != said for name, said in _KIND.items()):
        raise Unproven("not one proof of a kind that we take")
    rest = {name: one for name, one in value.items() if name not in {"proof", "signature"}}
    options = {name: one for name, one in proof.items() if name != "proofValue"}
    if "@context" in options:
        rest["@context"] = _context(options["@context"], rest.get("@context"))
    _check_moments(Fields(proof), now)
    method = proof.get("verificationMethod")
    if not isinstance(method, str):
        raise Unproven("proved by no key")
    content = canonical(rest)
    try:
        signature = multibase.decoded(proof.get("proofValue"))
    except Unreadable as error:
        raise Unproven("a proof that cannot be read") from error
    bases = (_base(canonical(options), content),)
    return Claim(method, Algorithm.ED25519, bases, signature, content)


def signed(value: Mapping[str, object], key: SigningKey, *, now: datetime) -> dict[str, object]:
    """The same with a proof."""
    if key.is_rsa:
        raise ValueError("proofs are made with Ed25519")
    proof: dict[str, object] = dict(_KIND)
    if "@context" in value:
        proof["@context"] = value["@context"]
    proof["verificationMethod"] = key.id
    proof["created"] = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    signature = key.sign(_base(canonical(proof), canonical(value)))
    return {**value, "proof": {**proof, "proofValue": multibase.encoded(signature)}}


def canonical(value: object) -> bytes:
    """JSON in the one form of RFC 8785. Raises Unproven for what has none."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError) as error:
        raise Unproven("nothing that has one form") from error


def _check_moments(proof: Fields, now: datetime) -> None:
    created, expires = proof.moment("created"), proof.moment("expires")
    if proof.has("created") and (created is None or created > now + AHEAD):
        raise Unproven("proved at a moment that is none, or later than now")
    if proof.has("expires") and (expires is None or expires < now):
        raise Unproven("proved until a moment that is none, or has passed")


def _base(options: bytes, content: bytes) -> bytes:
    return sha256(options).digest() + sha256(content).digest()


def _context(proved: object, given: object) -> object:
    """That of the proof: the document may only have more behind it. Raises Unproven."""
    first, there = _list(proved), _list(given)
    if there[: len(first)] != first:
        raise Unproven("proved with another context")
    return proved


def _list(one: object) -> list[object]:
    return one if isinstance(one, list) else [one]
