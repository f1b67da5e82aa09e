"""Links with which a page says: that is me too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.rel_me import links_of_me, plain_address

PAGE = """
<link rel="me" href="https://vak.example/@samira/">
<a href="https://elders.example/">elders</a>
<a class="x" rel="noopener ME nofollow" href="//Code.example/samira#top">code</a>
<a rel=me>nergens</a><a rel="me" href="mailto:s@vak.example">post</a><a rel="me" href="/over?x=1">
<a rel="me" href="https://[kapot/">
<area rel="me" href="http://www.vak.example:8080/">
"""


def test_all_that_say_so():
    assert links_of_me(PAGE, address="https://samira.example/blog/") == {
        "vak.example/@samira",
        "code.example/samira",
        "samira.example/over?x=1",
        "vak.example:8080",
    }


@pytest.mark.parametrize(
    "other",
    ["http://vak.example/@samira", "https://www.vak.example/@samira/", "https://VAK.example:443/@samira#x"],
)  # fmt: skip
def test_one_spelling(other):
    assert plain_address(other) == plain_address("https://vak.example/@samira/")


@given(st.text(max_size=200))
def test_whatever_is_on_a_page(text):
    assert isinstance(
        links_of_me(f"{text}<a rel=me href='{text}'>", address="https://a.example"), set
    )
