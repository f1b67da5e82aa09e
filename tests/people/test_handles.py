"""Addresses made from names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.domain.people.handles import FALLBACK, LENGTH, RESERVED, handle_from, numbered

# As the constraint actor_handle_plain says it.
PLAIN = re.compile(r"^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$")


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Fatma Yıldız", "fatma.yildiz"),
        ("İpek Şahin", "ipek.sahin"),
        ("Zoë van 't Hof", "zoe.van.t.hof"),
        ("Jean-Pierre d'Arc", "jean-pierre.darc"),
        ("Søren Ægidius Straße", "soren.aegidius.strasse"),
        ("Łukasz Wiśniewski", "lukasz.wisniewski"),
        ("Ольга Щербина", "olga.sjtsjerbina"),
        ("Γιώργος", "giorgos"),
        ("李小龙", FALLBACK),
        ("محمد", FALLBACK),
        ("🦉", FALLBACK),
        ("...", FALLBACK),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full.width"),
    ],
)
def test_names_from_everywhere(name, handle):
    assert handle_from(name) == handle


@given(st.text(max_size=300))
def test_every_name_gives_a_handle_that_the_database_takes(name):
    handle = handle_from(name)
    assert PLAIN.match(handle)
    assert len(handle) <= LENGTH
    assert PLAIN.match(numbered(handle, 99_999))


@given(st.text(max_size=60))
def test_capitals_and_spaces_around_do_not_matter(name):
    assert handle_from(f"  {name}  ") == handle_from(name)


def test_nobody_gets_a_word_of_the_house():
    assert [word for word in RESERVED if numbered(handle_from(word), 1) == word] == []


def test_the_first_of_a_name_has_no_number():
    assert [numbered("jan", number) for number in (1, 2)] == ["jan", "jan2"]
