"""What is sealed opens with its key, in its place, unchanged; and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.sealing import KEY, Unreadable, key_from, new_key, seal, unseal


@given(content=st.binary(max_size=500), place=st.text(max_size=30))
def test_it_opens_with_its_key_in_its_place(content: bytes, place: str) -> None:
    key = new_key()
    sealed = seal(key, content, place=place)
    assert unseal(key, sealed, place=place) == content
    assert len(content) < 8 or content not in sealed
    assert seal(key, content, place=place) != sealed


@given(
    content=st.binary(min_size=1, max_size=200),
    where=st.integers(min_value=0),
    bit=st.integers(0, 7),
)
def test_any_change_is_seen(content: bytes, where: int, bit: int) -> None:
    key = new_key()
    changed = bytearray(seal(key, content, place="here"))
    changed[where % len(changed)] ^= 1 << bit
    with pytest.raises(Unreadable):
        unseal(key, bytes(changed), place="here")


@pytest.mark.parametrize("sealed", [b"", b"short", b"\0" * 12, b"\0" * 40])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(new_key(), sealed, place="here")


def test_another_key_or_place_does_not_open_it() -> None:
    key = new_key()
    sealed = seal(key, b"Ze houdt van orgels.", place="card 1")
    for other, place in ((new_key(), "card 1"), (key, "card 2")):
        with pytest.raises(Unreadable):
            unseal(other, sealed, place=place)


def test_each_purpose_has_a_key_of_its_own() -> None:
    one, other = (key_from("a long secret", purpose) for purpose in ("memory", "something"))
    assert one != other
    assert len(one) == len(other) == KEY
    assert key_from("a long secret", "memory") == one
