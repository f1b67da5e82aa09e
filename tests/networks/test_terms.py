"""The text of a treaty is exactly what we would write, or it is none."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaknet.domain.networks.terms import (
    Party,
    Signed,
    Wishes,
    content_of,
    read,
    read_signed,
    to_sign,
)
from vaknet.engine.activitypub import Refusal, SigningKey, Unreadable, proofs

ONE, OTHER = Party("https://a.example/ap/x", "A"), Party("https://b.example/ap/y", "B")
GOOD = content_of("t" * 22, 1, ONE, OTHER, Wishes(frozenset({"agenda"}), "both", 0, 30))


def test_a_text_that_is_one() -> None:
    assert read(GOOD).parties == (ONE, OTHER)


@pytest.mark.parametrize(
    "party",
    [
        {"id": 1, "name": "A"},
        {"id": "https://a.example/ap/x", "name": None},
        {"id": "x" * 501, "name": "A"},
        {"id": "https://a.example/ap/x", "name": ""},
        {"id": "https://a.example/ap/x", "name": "A\nB"},
    ],
)
def test_a_party_without_an_address_or_a_name_is_none(party: dict[str, object]) -> None:
    second = {"id": OTHER.uri, "name": OTHER.name}
    with pytest.raises(Unreadable, match="a party with"):
        read(GOOD | {"parties": [party, second]})


KEY = SigningKey(f"{ONE.uri}#key-1", Ed25519PrivateKey.generate())
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def signed(told: dict[str, object]) -> Signed:
    document = proofs.signed(told, KEY, now=NOW)
    return read_signed(document, key_of=lambda _id: KEY.public(ONE.uri), now=NOW)


def test_what_is_signed_is_a_text_in_the_name_of_who_signs() -> None:
    good = to_sign(GOOD, ONE.uri, "Het bestuur")
    assert signed(good).name == "Het bestuur"
    for wrong, said in (
        (good | {"terms": 1}, "no signed treaty"),
        (good | {"name": None}, "no signed treaty"),
        (good | {"signer": OTHER.uri}, "for somebody else"),
        (good | {"more": 1}, "for somebody else"),
    ):
        with pytest.raises(Refusal, match=said):
            signed(wrong)


@pytest.mark.parametrize(
    "name",
    ["", " ", "De raad\nvan Waterveen", "De \u202eraad", "raad " * 50_000, " De raad", "De\u0000"],
)
def test_a_name_that_is_none_or_turns_the_page_signs_nothing(name: str) -> None:
    with pytest.raises(Unreadable, match="a name that is none"):
        signed(to_sign(GOOD, ONE.uri, name))
