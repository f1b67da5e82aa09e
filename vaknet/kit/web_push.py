"""A message to a browser by the push service of who made it: sealed so that only that browser can
open it (RFC 8291), and signed so that the service knows from which server it comes (RFC 8292).
"""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from vaknet.kit import http
from vaknet.kit.internet import Address, is_public

type SigningKey = ec.EllipticCurvePrivateKey

CURVE = ec.SECP256R1()
LONGEST_ENDPOINT = 1000
POINT, SALT = 65, 16  # bytes: a point on the curve as it is, and the secret of a browser
SIGNED_FOR = 12 * 3600  # seconds; a service refuses more than a day
LENGTH = 1024  # of every message before it is sealed: its size tells nothing
GONE = {404, 410}


@dataclass(frozen=True)
class Subscription:
    """Where a browser can be reached, and what it opens messages with, as it said itself."""

    endpoint: str
    key: str
    secret: str


class Gone(Exception):
    """The browser no longer wants messages, or is not there any more."""


class Undelivered(Exception):
    """Not now; perhaps later."""


def is_sound(subscription: Subscription) -> bool:
    """Whether something can be sent there: over https, at its own port, with keys that are keys."""
    try:
        parts = urlsplit(subscription.endpoint)
        is_plain = parts.port is None and not parts.username and bool(parts.hostname)
        point, secret = _bytes(subscription.key), _bytes(subscription.secret)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        return False
    fits = len(subscription.endpoint) <= LONGEST_ENDPOINT and subscription.endpoint.isascii()
    return parts.scheme == "https" and is_plain and fits and len(point + secret) == POINT + SALT


def signing_key(seed: bytes) -> SigningKey:
    """The same key for the same 32 random bytes."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return ec.derive_private_key(int.from_bytes(seed) % (order - 1) + 1, CURVE)


def public_words(key: SigningKey) -> str:
    """The public half, as a browser wants it."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _words(point)


def push(
    subscription: Subscription,
    message: dict[str, str],
    *,
    key: SigningKey,
    contact: str,
    seconds: int,
    may_reach: Callable[[Address, int], bool] = is_public,
) -> None:
    """`contact`: whom the service may write to. `seconds`: how long it tries to deliver.

    Raises Gone, or Undelivered when trying again makes sense.
    """
    headers = {
        "Authorization": _signed(subscription.endpoint, key, contact),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(seconds),
        "Urgency": "normal",
    }
    try:
        status = http.post(
            subscription.endpoint, sealed(subscription, message), headers, may_reach=may_reach
        )
    except http.Unfetchable as error:
        raise Undelivered(error.trouble.value) from error
    if status in GONE:
        raise Gone
    if status >= 300:
        raise Undelivered(f"the push service answers {status}")


def sealed(subscription: Subscription, message: dict[str, str]) -> bytes:
    """For each message a pair of keys of its own. Spaces at the end of JSON mean nothing."""
    content = json.dumps(message, ensure_ascii=True).ljust(LENGTH).encode()
    made: bytes = http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(CURVE),
        dh=_bytes(subscription.key),
        auth_secret=_bytes(subscription.secret),
        version="aes128gcm",
    )
    return made


def _signed(endpoint: str, key: SigningKey, contact: str) -> str:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_FOR,
        "sub": contact,
    }
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={public_words(key)}"


def _bytes(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def _words(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
