"""Keys of actors, and letters that stand for them."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import (
    BRAM,
    ELSEWHERE,
    NOOR,
    THERE,
    ed25519_key,
    person,
    rsa_key,
)
from vaknet.engine.activitypub import PublicKey, Unreadable
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.keys import (
    from_multikey,
    keys_of,
    multikey,
    owner_of,
    pem,
    public_key,
    published,
)
from vaknet.engine.activitypub.multibase import LONGEST, decoded, encoded

RSA = rsa_key().key.public_key()
# The test key of FEP-8b32.
FEP_KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def test_rsa_and_ed25519_there_and_back() -> None:
    assert public_key(pem(RSA)) == RSA
    pkcs1 = RSA.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
    assert public_key(f"\n{pkcs1}\r\n") == RSA
    newer = ed25519_key().key.public_key()
    assert public_key(pem(newer)) == newer
    assert from_multikey(multikey(newer)) == newer
    assert multikey(newer).startswith("z6Mk")
    assert multikey(from_multikey(FEP_KEY)) == FEP_KEY


def weak(bits: int = 2048, exponent: int = 65_537) -> str:
    return pem(rsa.generate_private_key(exponent, bits).public_key())


def with_exponent(exponent: int) -> str:
    return pem(rsa.RSAPublicNumbers(exponent, RSA.public_numbers().n).public_key())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n====\n-----END PUBLIC KEY-----",
        "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        pem(RSA) * 2,
        f"{pem(RSA)}x",
        f"Comment: x\n{pem(RSA)}",
        pem(RSA).replace("PUBLIC", "PRIVATE"),
        pem(RSA) + " " * 4_000,
        pem(RSA).replace("A", "Ａ"),
        rsa_key().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        weak(1024),
        with_exponent(2**33 + 1),
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    ],
)
def test_a_key_that_is_none_or_too_weak(text: str) -> None:
    with pytest.raises(Unreadable):
        public_key(text)


def test_a_key_so_large_that_it_only_costs_time() -> None:
    modulus = (1 << 8_199) | 1
    with pytest.raises(Unreadable):
        public_key(pem(rsa.RSAPublicNumbers(65_537, modulus).public_key()))


@pytest.mark.parametrize(
    "text",
    [None, 1, "", "z", "x6Mk", FEP_KEY[1:], FEP_KEY + "1", "z" + "1" * LONGEST, "z0OIl", "z6MkЖ",
     encoded(b"\x12\x05" + bytes(32)), encoded(b"\xed\x01" + bytes(31))],
)  # fmt: skip
def test_what_is_no_multikey(text: object) -> None:
    with pytest.raises(Unreadable):
        from_multikey(text)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=60))
def test_base58_there_and_back(content: bytes) -> None:
    assert decoded(encoded(content)) == content


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_base58_or_unreadable(text: str) -> None:
    for one in (text, f"z{text}"):
        try:
            assert encoded(decoded(one)) == one
        except Unreadable:
            continue


def test_base58_as_others_write_it() -> None:
    """Of draft-msporny-base58-03."""
    assert encoded(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert encoded(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


def keys(**changes: object) -> tuple[PublicKey, ...]:
    return keys_of(Fields(person(**changes)), NOOR)


def test_keys_in_the_document_of_an_actor() -> None:
    older, newer = keys()
    assert (older.id, older.owner, older.is_rsa) == (rsa_key().id, NOOR, True)
    assert (newer.id, newer.owner, newer.is_rsa) == (ed25519_key().id, NOOR, False)
    listed = keys(publicKey=[person()["publicKey"]], assertionMethod=person()["assertionMethod"][0])
    assert listed == (older, newer)


@pytest.mark.parametrize(
    "change",
    [
        {"owner": BRAM},
        {"owner": [NOOR, BRAM]},
        {"owner": None},
        {"id": f"{ELSEWHERE}#main-key"},
        {"id": None},
        {"publicKeyPem": None},
        {"publicKeyPem": ["x"]},
        {"publicKeyPem": "x"},
    ],
)
def test_a_key_that_is_not_hers_or_none_is_left_out(change: dict) -> None:
    [only] = keys(publicKey=person()["publicKey"] | change)
    assert not only.is_rsa


@pytest.mark.parametrize("change", [{"type": "JsonWebKey"}, {"controller": BRAM}])
def test_a_multikey_that_is_not_hers_is_left_out(change: dict) -> None:
    [only] = keys(assertionMethod=[person()["assertionMethod"][0] | change, "x"])
    assert only.is_rsa


def test_many_keys_are_not_all_tried() -> None:
    many = [person()["publicKey"] | {"id": f"{NOOR}#{number}"} for number in range(50)]
    assert len(keys(publicKey=many, assertionMethod=None)) == 10


def test_a_key_with_a_document_of_its_own() -> None:
    own = {"id": f"{THERE}/keys/1", "owner": NOOR, "publicKeyPem": "…"}
    assert owner_of(Fields(own)) == NOOR
    assert owner_of(Fields({"id": f"{THERE}/keys/1", "controller": NOOR})) == NOOR
    for hostile in ({"owner": ELSEWHERE}, {"owner": 1}, {"id": None}):
        with pytest.raises(Unreadable):
            owner_of(Fields(own | hostile))


def test_a_signature_of_another_key_does_not_fit() -> None:
    for key in (rsa_key(), ed25519_key()):
        public = key.public(NOOR)
        signature = key.sign(b"x")
        assert public.signed(signature, b"x")
        assert not public.signed(signature, b"y")
        assert not public.signed(b"", b"x")
    other = PublicKey("x", NOOR, Ed25519PrivateKey.generate().public_key())
    assert not other.signed(ed25519_key().sign(b"x"), b"x")


def test_a_key_as_others_read_it() -> None:
    older, newer = rsa_key().public(NOOR), ed25519_key().public(NOOR)
    assert published(older) == {
        "id": f"{NOOR}#main-key",
        "owner": NOOR,
        "publicKeyPem": pem(older.key),
    }
    assert published(newer) == {
        "id": f"{NOOR}#ed25519-key",
        "type": "Multikey",
        "controller": NOOR,
        "publicKeyMultibase": multikey(newer.key),
    }
