"""Words that only who has the key can read: AES-256 in GCM, which also sees any change."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes, as NIST SP 800-38D advises for GCM
KEY = 32


class Unreadable(Exception):
    """Sealed with another key, meant for another place, or changed since."""


def new_key() -> bytes:
    return os.urandom(KEY)


def key_from(secret: str, purpose: str) -> bytes:
    """A key of its own for each purpose, out of one long secret (RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=purpose.encode())
    return derived.derive(secret.encode())


def seal(key: bytes, content: bytes, *, place: str) -> bytes:
    """`place` is bound in: what was sealed for one row does not open in another."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal(key: bytes, sealed: bytes, *, place: str) -> bytes:
    """Raises Unreadable."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as broken:
        raise Unreadable from broken
