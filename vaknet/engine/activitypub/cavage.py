"""Signatures as nearly all servers make them: draft-cavage-http-signatures-12.

Of what the draft allows this takes what binds a request to its sender, its receiver and its moment.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from vaknet.engine.activitypub.digests import check_digest, digest
from vaknet.engine.activitypub.keys import SigningKey
from vaknet.engine.activitypub.messages import (
    Message,
    check_expires,
    check_moments,
    from_base64,
    from_http_date,
    from_seconds,
    http_date,
)
from vaknet.engine.activitypub.proven import Algorithm, Claim
from vaknet.engine.activitypub.refusals import Unproven

LONGEST = 10_000
MOST_HEADERS = 30
TARGET = "(request-target)"
CREATED = "(created)"
EXPIRES = "(expires)"
_PARAMETER = re.compile(r'\s*([A-Za-z]+)=(?:"([^"\\]*)"|(\d+))\s*(?:,|$)')
_HEADER = re.compile(r"[a-z0-9-]+|\((?:request-target|created|expires)\)")
# By the draft hs2019 leaves it to the key. With RSA everybody means PKCS #1 v1.5 and SHA-256.
_ALGORITHMS = {
    "": None,
    "hs2019": None,
    "rsa-sha256": Algorithm.RSA,
    "ed25519": Algorithm.ED25519,
}


def claim(message: Message, *, now: datetime) -> Claim:
    """Raises Unproven unless it covers the target, the host, a moment of the last twelve hours,
    and the digest of the body where there is one or could be one."""
    given = _parameters(message.one("signature"))
    covered = [name for name in given.get("headers", "").split(" ") if name]
    _check_covered(covered, given, message)
    _check_moments(covered, given, message, now)
    if message.one("host").lower() != message.authority:
        raise Unproven("meant for another host")
    if "digest" in covered:
        check_digest(message.one("digest"), message.body)
    return Claim(
        given.get("keyId", ""),
        _ALGORITHMS[given.get("algorithm", "").lower()],
        tuple(_bases(message, covered, given)),
        from_base64(given.get("signature", "")),
        message.body,
    )


def signed(message: Message, key: SigningKey, *, now: datetime) -> dict[str, str]:
    """All headers that it needs, those it had among them."""
    if not key.is_rsa:
        raise ValueError("only RSA is understood everywhere")
    headers = message.without("host", "date", "digest", "signature")
    headers |= {"Host": message.authority, "Date": http_date(now)}
    if _needs_digest(message):
        headers["Digest"] = digest(message.body)
    names = [TARGET, "host", "date"]
    names += [name for name in ("digest", "content-type") if name in _lower(headers)]
    whole = Message(message.method, message.origin, message.target, tuple(headers.items()))
    signature = key.sign(signing_string(whole, names, {}).encode())
    headers["Signature"] = (
        f'keyId="{key.id}",algorithm="rsa-sha256",headers="{" ".join(names)}",'
        f'signature="{base64.b64encode(signature).decode()}"'
    )
    return headers


def signing_string(message: Message, covered: Sequence[str], given: dict[str, str]) -> str:
    """What is signed. Raises Unproven when a header is not there."""
    return "\n".join(f"{name}: {_value(message, name, given)}" for name in covered)


def _bases(message: Message, covered: Sequence[str], given: dict[str, str]) -> Iterator[bytes]:
    yield signing_string(message, covered, given).encode()
    path, asked, _query = message.target.partition("?")
    if asked and not _needs_digest(message):
        # Fedify signs no more than the path, and so did Mastodon. It changes nothing, and who
        # would send it again with other words behind it sees what the signer may see.
        without = replace(message, target=path)
        yield signing_string(without, covered, given).encode()


def _value(message: Message, name: str, given: dict[str, str]) -> str:
    if name == TARGET:
        return f"{message.method.lower()} {message.target}"
    if name in {CREATED, EXPIRES}:
        return given[name.strip("()")]
    return message.joined(name)


def _parameters(header: str) -> dict[str, str]:
    if len(header) > LONGEST:
        raise Unproven("a signature that is too long")
    given: dict[str, str] = {}
    at = 0
    while at < len(header):
        found = _PARAMETER.match(header, at)
        if found is None or found[1] in given:
            raise Unproven("a signature that cannot be read")
        given[found[1]] = found[2] if found[2] is not None else found[3]
        at = found.end()
    if given.get("algorithm", "").lower() not in _ALGORITHMS:
        raise Unproven("signed in a way that we do not take")
    return given


def _check_covered(covered: Sequence[str], given: dict[str, str], message: Message) -> None:
    if len(set(covered)) != len(covered) or len(covered) > MOST_HEADERS:
        raise Unproven("a header twice, or too many")
    if not all(_HEADER.fullmatch(name) for name in covered):
        raise Unproven("a header that is none")
    needed = {TARGET, "host"} | ({"digest"} if _needs_digest(message) else set())
    if not needed.issubset(covered) or not {"date", CREATED} & set(covered):
        raise Unproven("the signature covers too little")
    for name in {CREATED, EXPIRES} & set(covered):
        # By the draft these go with algorithms that were not there before.
        if name.strip("()") not in given or given.get("algorithm", "").lower() == "rsa-sha256":
            raise Unproven("a moment that is not there")


def _check_moments(
    covered: Sequence[str], given: dict[str, str], message: Message, now: datetime
) -> None:
    moments = [from_http_date(message.one("date"))] if "date" in covered else []
    if "created" in given:
        moments.append(from_seconds(given["created"]))
    check_moments(moments, now=now)
    if "expires" in given:
        check_expires(from_seconds(given["expires"]), now=now)


def _needs_digest(message: Message) -> bool:
    return message.body != b"" or message.method.upper() not in {"GET", "HEAD"}


def _lower(headers: dict[str, str]) -> set[str]:
    return {name.lower() for name in headers}
