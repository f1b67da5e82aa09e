"""Signatures by RFC 9421, of what it allows only what servers of ActivityPub send one another.

One signature, over the method, the whole address and the digest of the body, made at a known
moment. Components with parameters, answers, and a second signature are refused.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vaknet.engine.activitypub.digests import check_content_digest, content_digest
from vaknet.engine.activitypub.keys import SigningKey
from vaknet.engine.activitypub.messages import (
    Message,
    check_expires,
    check_moments,
    from_base64,
    from_seconds,
)
from vaknet.engine.activitypub.proven import Algorithm, Claim
from vaknet.engine.activitypub.refusals import Unproven

LONGEST = 10_000
MOST_COMPONENTS = 30
LABEL = "sig1"
ALGORITHMS = {"rsa-v1_5-sha256": Algorithm.RSA, "ed25519": Algorithm.ED25519}
_KEY = r"[a-z*][a-z0-9_.*-]*"
_STRING = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
_NUMBER = r"0|[1-9][0-9]{0,14}"
_INPUT = re.compile(
    rf"({_KEY})=\( *((?:\"[@a-z0-9-]+\"(?: +|(?=\))))*)\)((?:; *{_KEY}=(?:{_STRING}|{_NUMBER}))*)"
)
_PARAMETER = re.compile(rf"; *({_KEY})=({_STRING}|{_NUMBER})")
_SIGNATURE = re.compile(rf"({_KEY})=:([A-Za-z0-9+/=]*):")
_ADDRESS = ({"@target-uri"}, {"@authority", "@path", "@query"})


@dataclass(frozen=True)
class _Input:
    """`parameters`: as they are written, quotes and all."""

    label: str
    components: tuple[str, ...]
    parameters: dict[str, str]

    @property
    def written(self) -> str:
        names = " ".join(f'"{name}"' for name in self.components)
        return f"({names})" + "".join(f";{name}={text}" for name, text in self.parameters.items())

    def text(self, name: str) -> str:
        return re.sub(r'\\(["\\])', r"\1", self.parameters.get(name, '""')[1:-1])


def claim(message: Message, *, now: datetime) -> Claim:
    """Raises Unproven."""
    given = _read(message.one("signature-input"))
    signature = _SIGNATURE.fullmatch(message.one("signature"))
    if signature is None or signature[1] != given.label:
        raise Unproven("not one signature with its name")
    _check_covered(set(given.components), message)
    _check_moments(given, now)
    if "content-digest" in given.components:
        check_content_digest(message.joined("content-digest"), message.body)
    return Claim(
        given.text("keyid"),
        _algorithm(given),
        (signature_base(message, given.components, given.written).encode(),),
        from_base64(signature[2]),
        message.body,
        from_seconds(given.parameters["created"]),
    )


def signed(message: Message, key: SigningKey, *, now: datetime, nonce: str = "") -> dict[str, str]:
    """All headers that it needs, those it had among them. `nonce`: chance, so that the same asked
    twice in one second is not the same; without quotes in it."""
    headers = message.without("host", "content-digest", "signature", "signature-input")
    headers["Host"] = message.authority
    components = ["@method", "@target-uri"]
    if _needs_digest(message):
        headers["Content-Digest"] = content_digest(message.body)
        components.append("content-digest")
    if any(name.lower() == "content-type" for name in headers):
        components.append("content-type")
    algorithm = "rsa-v1_5-sha256" if key.is_rsa else "ed25519"
    parameters = {
        "created": str(int(now.timestamp())),
        "keyid": f'"{key.id}"',
        "alg": f'"{algorithm}"',
    }
    if nonce:
        parameters["nonce"] = f'"{nonce}"'
    given = _Input(LABEL, tuple(components), parameters)
    whole = Message(message.method, message.origin, message.target, tuple(headers.items()))
    signature = key.sign(signature_base(whole, components, given.written).encode())
    headers["Signature-Input"] = f"{LABEL}={given.written}"
    headers["Signature"] = f"{LABEL}=:{base64.b64encode(signature).decode()}:"
    return headers


def signature_base(message: Message, components: Sequence[str], parameters: str) -> str:
    """What is signed. Raises Unproven when a header is not there."""
    lines = [f'"{name}": {_value(message, name)}' for name in components]
    return "\n".join([*lines, f'"@signature-params": {parameters}'])


def _value(message: Message, name: str) -> str:
    path, _mark, query = message.target.partition("?")
    derived = {
        "@method": message.method.upper(),
        "@target-uri": message.url,
        "@authority": message.authority,
        "@scheme": message.origin.partition(":")[0],
        "@request-target": message.target,
        "@path": path,
        "@query": f"?{query}",
    }
    if not name.startswith("@"):
        return message.joined(name)
    if name not in derived:
        raise Unproven("it covers what we do not know")
    return derived[name]


def _read(header: str) -> _Input:
    found = _INPUT.fullmatch(header) if len(header) <= LONGEST else None
    if found is None:
        raise Unproven("not one signature in a form that we take")
    components = re.findall(r'"([^"]*)"', found[2])
    pairs = _PARAMETER.findall(found[3])
    parameters = dict(pairs)
    if len(parameters) != len(pairs) or len(set(components)) != len(components):
        raise Unproven("something twice")
    if len(components) > MOST_COMPONENTS:
        raise Unproven("too many components")
    return _Input(found[1], tuple(components), parameters)


def _check_covered(covered: set[str], message: Message) -> None:
    needed = {"@method"} | ({"content-digest"} if _needs_digest(message) else set())
    if not needed <= covered or not any(address <= covered for address in _ADDRESS):
        raise Unproven("the signature covers too little")


def _check_moments(given: _Input, now: datetime) -> None:
    if "created" not in given.parameters:
        raise Unproven("it does not say when it was signed")
    check_moments([from_seconds(given.parameters["created"])], now=now)
    if "expires" in given.parameters:
        check_expires(from_seconds(given.parameters["expires"]), now=now)


def _algorithm(given: _Input) -> Algorithm | None:
    """It need not be said: the key is of one kind."""
    if "alg" not in given.parameters:
        return None
    name = given.text("alg")
    if name not in ALGORITHMS:
        raise Unproven("signed in a way that we do not take")
    return ALGORITHMS[name]


def _needs_digest(message: Message) -> bool:
    return message.body != b"" or message.method.upper() not in {"GET", "HEAD"}
