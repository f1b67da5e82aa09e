"""Proofs inside objects, and the one form of JSON that they are over."""

import json
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import (
    AS,
    NOOR,
    NOW,
    OURS,
    create,
    document,
    ed25519_key,
    rsa_key,
)
from vaknet.engine.activitypub import PublicKey, Unproven, performed
from vaknet.engine.activitypub.keys import SigningKey, from_multikey
from vaknet.engine.activitypub.multibase import decoded
from vaknet.engine.activitypub.proofs import canonical, claim, signed

KEY = ed25519_key()
PUBLIC = KEY.public(NOOR)
# The vector of FEP-8b32 (CC0).
ALICE = "https://server.example/users/alice"
VECTOR = {
    "@context": [AS, "https://w3id.org/security/data-integrity/v2"],
    "id": "https://server.example/activities/1",
    "type": "Create",
    "actor": ALICE,
    "object": {
        "id": "https://server.example/objects/1",
        "type": "Note",
        "attributedTo": ALICE,
        "content": "Hello world",
        "location": {"type": "Place", "longitude": -71.184902, "latitude": 25.273962},
    },
}
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
VALUE = "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL"
MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


def why_not(value: dict, *, now: datetime = NOW) -> str:
    with pytest.raises(Unproven) as caught:
        claim(value, now=now).proved_by(PUBLIC)
    return caught.value.reason


def test_the_vector_of_the_proposal() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(decoded(SECRET)[2:])
    at = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
    key = SigningKey(f"{ALICE}#ed25519-key", private)
    proved = signed(VECTOR, key, now=at)
    assert proved["proof"] == {
        "@context": VECTOR["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": key.id,
        "proofPurpose": "assertionMethod",
        "proofValue": VALUE,
        "created": "2023-02-24T23:36:38Z",
    }
    public = PublicKey(key.id, ALICE, from_multikey(MULTIKEY))
    proven = claim(document(proved).value, now=NOW).proved_by(public)
    assert json.loads(proven.content) == VECTOR
    assert performed(proven, ours=OURS).actor == ALICE


def test_it_stays_hers_whoever_passes_it_on() -> None:
    """Read from inside another activity, without a context of its own, and with more around."""
    proved = signed(create(**{"@context": None}), KEY, now=NOW)
    relayed = document({"type": "Announce", "object": proved}).value["object"]
    assert performed(claim(relayed, now=NOW).proved_by(PUBLIC), ours=OURS).actor == NOOR
    older = {**signed(create(), KEY, now=NOW), "signature": {"type": "RsaSignature2017"}}
    proven = claim(older, now=NOW).proved_by(PUBLIC)
    assert b"RsaSignature2017" not in proven.content


def test_a_context_with_more_behind_it() -> None:
    proved = signed(create(), KEY, now=NOW)
    later = proved | {"@context": [AS, "https://w3id.org/security/v1"]}
    assert json.loads(claim(later, now=NOW).proved_by(PUBLIC).content)["@context"] == AS
    assert (
        why_not(proved | {"@context": "https://elders.example/ns"}) == "proved with another context"
    )
    assert why_not(proved | {"@context": None}) == "proved with another context"


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Ed25519Signature2020"},
        {"type": None},
        {"cryptosuite": "eddsa-rdfc-2022"},
        {"proofPurpose": "authentication"},
        {"verificationMethod": None},
        {"verificationMethod": [KEY.id]},
        {"verificationMethod": f"{NOOR}#other"},
        {"proofValue": None},
        {"proofValue": "zz"},
        {"proofValue": "u" + "A" * 86},
        {"created": "yesterday"},
        {"created": 1},
        {"created": "2026-11-30T12:00:01Z"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"@context": "https://elders.example/ns"},
    ],
)
def test_a_proof_that_is_none(change: dict) -> None:
    proved = signed(create(), KEY, now=NOW)
    assert why_not(proved | {"proof": proved["proof"] | change})


@pytest.mark.parametrize("proof", [None, [], "x", 1, {}])
def test_no_proof(proof: object) -> None:
    assert why_not(create() | {"proof": proof}) == "not one proof of a kind that we take"


def test_several_proofs() -> None:
    proved = signed(create(), KEY, now=NOW)
    assert why_not(proved | {"proof": [proved["proof"]] * 2})


def test_a_proof_of_tomorrow_and_one_of_long_ago() -> None:
    proved = signed(create(), KEY, now=NOW)
    assert why_not(proved, now=NOW - timedelta(days=1)).startswith("proved at a moment")
    assert claim(proved, now=NOW + timedelta(days=900)).proved_by(PUBLIC)


@pytest.mark.parametrize("name", ["type", "actor", "id", "object", "to", "more"])
def test_anything_changed_breaks_it(name: str) -> None:
    proved = signed(create(), KEY, now=NOW)
    assert why_not({**proved, name: "https://elders.example/x"}) == "the signature does not fit"


def test_rsa_makes_no_proofs() -> None:
    with pytest.raises(ValueError, match="Ed25519"):
        signed(create(), rsa_key(), now=NOW)


@pytest.mark.parametrize("value", [2**60, float("nan"), float("inf"), "\ud800", {1: 2}])
def test_what_has_no_one_form(value: object) -> None:
    with pytest.raises(Unproven):
        canonical({"a": value})


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_as_rfc_8785_writes_them(bits: str, text: str) -> None:
    """Its appendix B."""
    [number] = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == text


def test_names_and_signs_as_rfc_8785_writes_them() -> None:
    """Its sections 3.2.2 and 3.2.3."""
    value = json.loads(
        r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3,
        0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]}"""
    )
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = list(json.loads(canonical(dict.fromkeys(names, 1))))
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=5)
    | st.floats(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), JSON, max_size=4))
def test_the_one_form_says_the_same(value: dict) -> None:
    try:
        content = canonical(value)
    except Unproven:
        return
    assert canonical(json.loads(content)) == content
    proved = signed(value, KEY, now=NOW)
    assert claim(proved, now=NOW).proved_by(PUBLIC).content == content


def test_a_proof_until_a_moment() -> None:
    at = "2026-11-30T12:00:00Z"
    proved = signed(create(), KEY, now=NOW)
    for expires, why in [
        (at, "the signature does not fit"),
        ("x", "proved until a moment that is"),
    ]:
        changed = proved | {"proof": proved["proof"] | {"expires": expires}}
        assert why_not(changed).startswith(why)
        assert why_not(changed, now=NOW + timedelta(seconds=1)).startswith("proved until")
