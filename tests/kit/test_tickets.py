"""Tickets: only who has the key makes one, and only who has it reads one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.tickets import LONGEST, Ticket, Void, read, seal

KEY, OLD, OTHER = "k" * 40, "o" * 40, "x" * 40
TICKET = Ticket("actor:17", "question:12", ("actor:17", "group:3"), since=1_000, until=2_000)


def test_what_was_sealed_is_read_until_its_time_is_over() -> None:
    text = seal(KEY, TICKET)
    assert read([KEY], text, now=1_999) == TICKET
    with pytest.raises(Void):
        read([KEY], text, now=2_000)


def test_a_key_of_before_still_opens_and_another_never() -> None:
    text = seal(OLD, TICKET)
    assert read([KEY, OLD], text, now=0) == TICKET
    with pytest.raises(Void):
        read([KEY, OTHER], text, now=0)


def test_its_bearer_cannot_read_it_or_tell_two_apart() -> None:
    one, other = seal(KEY, TICKET), seal(KEY, TICKET)
    assert one != other
    assert len(one) == len(other)
    assert "question" not in one


@given(st.integers(0, 10_000), st.characters())
def test_a_changed_sign_makes_it_void(place: int, sign: str) -> None:
    text = seal(KEY, TICKET)
    place %= len(text) - 1  # bits of the last sign may say nothing
    changed = text[:place] + sign + text[place + 1 :]
    if changed != text:
        with pytest.raises(Void):
            read([KEY], changed, now=0)


@given(st.text(max_size=80))
def test_any_other_text_is_void(text: str) -> None:
    with pytest.raises(Void):
        read([KEY], text, now=0)


def test_a_long_text_is_not_even_tried() -> None:
    with pytest.raises(Void):
        read([KEY], "A" * (LONGEST + 1), now=0)
