"""Making and opening keys. The private half is sealed with the key of this server."""

import secrets
from contextlib import suppress

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings

from vaknet.domain.federation.models import SigningKey
from vaknet.engine.activitypub.keys import Private, multikey, pem
from vaknet.kit.sealing import Unreadable, key_from, seal, unseal

PURPOSE = "vaknet.federation"
RSA_BITS = 2_048  # what all servers read
EXPONENT = 65_537
NAME_SIGNS = 6  # bytes of chance: unlike a number it does not tell how many there were


def made(*, kind: str, actor_id: int) -> SigningKey:
    """One that was never used, not saved yet."""
    name = f"key-{secrets.token_hex(NAME_SIGNS)}"
    if kind == SigningKey.Kind.RSA:
        rsa = generate_private_key(EXPONENT, RSA_BITS)
        private, public = _der(rsa), pem(rsa.public_key())
    else:
        ed25519 = Ed25519PrivateKey.generate()
        private, public = _der(ed25519), multikey(ed25519.public_key())
    key = SigningKey(actor_id=actor_id, kind=kind, name=name, public=public)
    key.sealed = seal(_sealing(str(settings.SECRET_KEY)), private, place=_place(key))
    return key


def private(key: SigningKey) -> Private | None:
    """None for one of before, and when this server's secret key is not the one of then: a new key
    is made in that case."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        with suppress(Unreadable):
            content = unseal(_sealing(str(secret)), bytes(key.sealed), place=_place(key))
            found = load_der_private_key(content, password=None)
            if isinstance(found, RSAPrivateKey | Ed25519PrivateKey):
                return found
    return None


def _sealing(secret: str) -> bytes:
    return key_from(secret, PURPOSE)


def _place(key: SigningKey) -> str:
    return f"{key.actor_id}:{key.kind}:{key.name}"


def _der(key: Private) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
