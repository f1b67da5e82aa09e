"""What binds a body to its signature: Digest (RFC 3230) and Content-Digest (RFC 9530)."""

import base64
import re
from hashlib import sha256, sha512
from hmac import compare_digest

from vaknet.engine.activitypub.messages import from_base64
from vaknet.engine.activitypub.refusals import Unproven

_MEMBER = re.compile(r"([a-z0-9-]+)=:([A-Za-z0-9+/=]*):")
_HASHES = {"sha-256": sha256, "sha-512": sha512}


def digest(body: bytes) -> str:
    """In capitals: some compare it as a text (snac)."""
    return f"SHA-256={base64.b64encode(sha256(body).digest()).decode()}"


def content_digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"


def check_digest(header: str, body: bytes) -> None:
    """Raises Unproven without one SHA-256, which is that of the body."""
    given = [one.strip().partition("=") for one in header.split(",")]
    found = [value for name, _equals, value in given if name.lower() == "sha-256"]
    if len(found) != 1 or not compare_digest(from_base64(found[0]), sha256(body).digest()):
        raise Unproven("the digest is not that of the body")


def check_content_digest(header: str, body: bytes) -> None:
    """Raises Unproven without a SHA-256 or SHA-512; each that is there has to be of the body."""
    known = 0
    seen = set()
    for one in header.split(","):
        found = _MEMBER.fullmatch(one.strip())
        if found is None or found[1] in seen:
            raise Unproven("not a digest of contents")
        seen.add(found[1])
        if found[1] in _HASHES:
            known += 1
            right = _HASHES[found[1]](body).digest()
            if not compare_digest(from_base64(found[2]), right):
                raise Unproven("the digest is not that of the body")
    if not known:
        raise Unproven("no digest that we can check")
