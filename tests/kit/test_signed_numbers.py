"""Numbers that nobody but us can put in a mail address."""

from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.signed_numbers import LONGEST, read, signed

KEY, OTHER = b"k" * 32, b"o" * 32
NUMBERS = st.lists(st.integers(0, 2**40), min_size=3, max_size=3)


@given(NUMBERS)
def test_what_we_signed_we_read_back_whatever_the_case(numbers):
    word = signed(KEY, numbers)

    assert read([OTHER, KEY], word) == numbers
    assert read([KEY], word.upper()) == numbers
    assert len(word) <= LONGEST


@given(NUMBERS)
def test_nobody_else_can_make_one(numbers):
    assert read([KEY], signed(OTHER, numbers)) is None


@given(NUMBERS, st.integers(0, 200), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_another_sign_anywhere_makes_it_nothing(numbers, place, sign):
    word = signed(KEY, numbers)
    at = place % (len(word) - 1)  # in the last sign some bits say nothing
    changed = word[:at] + sign + word[at + 1 :]

    assert changed == word or read([KEY], changed) is None


@given(st.text(max_size=60))
def test_any_other_word_is_nothing(word):
    assert read([KEY], word) is None
