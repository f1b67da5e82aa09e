"""Words of others, on one line."""

from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.plain import plain


def test_what_turns_or_cannot_be_seen_is_left_out() -> None:
    assert plain(" De\n\u202eraad\u200b  van\u2028Waterveen\x00 ", 80) == "De raad van Waterveen"
    assert plain("a \u200b b", 80) == "a b"
    assert plain("e\u200d\u0301", 80) == "\u00e9"
    assert plain("x" * 90, 80) == "x" * 79 + "…"


@given(st.text(max_size=60), st.integers(2, 40))
def test_once_more_is_the_same(text: str, longest: int) -> None:
    once = plain(text, longest)
    assert plain(once, longest) == once
    assert len(once) <= longest
