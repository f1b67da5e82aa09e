"""A number that libraries know: only with the right check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.issn import issn


@pytest.mark.parametrize(
    ("given_as", "printed"),
    [
        ("2049-3630", "2049-3630"),
        (" 20493630 ", "2049-3630"),
        ("ISSN 0317-8471", "0317-8471"),
        ("issn: 2434-561x", "2434-561X"),
    ],
)
def test_as_it_is_printed(given_as, printed):
    assert issn(given_as) == printed


@pytest.mark.parametrize("wrong", ["2049-3631", "2049-363", "X049-3630", "", "２０４９-3630"])
def test_a_mistake_is_seen(wrong):
    with pytest.raises(ValueError, match=r".*"):
        issn(wrong)


@given(st.integers(0, 9_999_999), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number, place, more):
    seven = f"{number:07d}"
    right = next(s for s in "0123456789X" if _is_right(seven + s))
    other = seven[:place] + str((int(seven[place]) + more) % 10) + seven[place + 1 :]
    assert not _is_right(other + right)


def _is_right(text: str) -> bool:
    try:
        return bool(issn(text))
    except ValueError:
        return False
