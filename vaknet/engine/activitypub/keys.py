"""Keys of actors: RSA for what all servers understand, Ed25519 for what newer ones do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from vaknet.engine.activitypub import multibase
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import same_origin
from vaknet.engine.activitypub.refusals import Unreadable

SMALLEST_RSA, LARGEST_RSA = 2_048, 8_192
LARGEST_EXPONENT = 2**32  # a larger one only costs time
MOST_KEYS = 10
LONGEST_PEM = 4_000
_PEM = re.compile(
    r"\s*-----BEGIN (RSA |)PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END \1PUBLIC KEY-----\s*"
)
_ED25519 = b"\xed\x01"
_NONE = frozenset[str]()

type Public = RSAPublicKey | Ed25519PublicKey
type Private = RSAPrivateKey | Ed25519PrivateKey


@dataclass(frozen=True)
class PublicKey:
    """`owner` is the actor who says that it is hers, and whose document was read."""

    id: str
    owner: str
    key: Public

    @property
    def is_rsa(self) -> bool:
        return isinstance(self.key, RSAPublicKey)

    def signed(self, signature: bytes, message: bytes) -> bool:
        try:
            if isinstance(self.key, RSAPublicKey):
                self.key.verify(signature, message, PKCS1v15(), SHA256())
            else:
                self.key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """`id` is where others find the public half."""

    id: str
    key: Private

    @property
    def is_rsa(self) -> bool:
        return isinstance(self.key, RSAPrivateKey)

    def sign(self, message: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(message, PKCS1v15(), SHA256())
        return self.key.sign(message)

    def public(self, owner: str) -> PublicKey:
        return PublicKey(self.id, owner, self.key.public_key())


@lru_cache(maxsize=512)
def public_key(pem: str) -> Public:
    """Raises Unreadable for all but one sound key of a kind and size that we take."""
    if len(pem) > LONGEST_PEM or not _PEM.fullmatch(pem):
        raise Unreadable("not one public key as PEM")
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Unreadable("not one public key as PEM") from error
    if isinstance(key, Ed25519PublicKey):
        return key
    if not isinstance(key, RSAPublicKey):
        raise Unreadable("a key that is neither RSA nor Ed25519")
    if not SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
        raise Unreadable("an RSA key that is too small or too large")
    if key.public_numbers().e > LARGEST_EXPONENT:
        raise Unreadable("an RSA key that only costs time")
    return key


def pem(key: Public) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def multikey(key: Ed25519PublicKey) -> str:
    """As in FEP-521a: "z6Mk…"."""
    return multibase.encoded(_ED25519 + key.public_bytes_raw())


def from_multikey(text: object) -> Ed25519PublicKey:
    """Raises Unreadable."""
    content = multibase.decoded(text)
    if len(content) != 34 or not content.startswith(_ED25519):
        raise Unreadable("not a key of Ed25519")
    try:
        return Ed25519PublicKey.from_public_bytes(content[2:])
    except ValueError as error:  # pragma: no cover - a later OpenSSL may look closer
        raise Unreadable("not a key of Ed25519") from error


def as_text(key: Public) -> str:
    """As it is kept: RSA as PEM, Ed25519 as multibase."""
    return multikey(key) if isinstance(key, Ed25519PublicKey) else pem(key)


def from_text(text: str) -> Public:
    """What `as_text` made. Raises Unreadable."""
    return from_multikey(text) if text.startswith("z") else public_key(text)


def published(key: PublicKey) -> dict[str, str]:
    """As it stands in the document of its owner, in `publicKey` or, Ed25519, `assertionMethod`."""
    if isinstance(key.key, Ed25519PublicKey):
        text = multikey(key.key)
        said = {"type": "Multikey", "controller": key.owner, "publicKeyMultibase": text}
    else:
        said = {"owner": key.owner, "publicKeyPem": pem(key.key)}
    return {"id": key.id, **said}


def keys_of(actor: Fields, actor_id: str) -> tuple[PublicKey, ...]:
    """Those that stand in her document as hers; what cannot be read is left out."""
    return tuple({key.id: key for key in _keys_of(actor, actor_id)}.values())


def owner_of(document: Fields) -> str:
    """Of a key with a document of its own (`keyId` that is no actor). It is hers only when her
    document names it too: read that, and look in its keys. Raises Unreadable."""
    owner = document.link("owner" if document.has("owner") else "controller")
    if not same_origin(owner, document.id()):
        raise Unreadable("a key of somebody elsewhere")
    return owner


def _keys_of(actor: Fields, actor_id: str) -> Iterator[PublicKey]:
    for given in actor.things("publicKey")[:MOST_KEYS]:
        if (found := _key(given, actor_id, "owner", "publicKeyPem")) is not None:
            yield found
    for given in actor.things("assertionMethod")[:MOST_KEYS]:
        found = _key(given, actor_id, "controller", "publicKeyMultibase")
        if found is not None and "Multikey" in given.kinds():
            yield found


def _key(given: Fields, actor_id: str, owner: str, name: str) -> PublicKey | None:
    try:
        key_id = given.id()
        if given.link(owner) != actor_id or not same_origin(key_id, actor_id):
            return None
        text = given.value.get(name)
        if name == "publicKeyPem" and isinstance(text, str):
            return PublicKey(key_id, actor_id, public_key(text))
        return PublicKey(key_id, actor_id, from_multikey(text))
    except Unreadable:
        return None
