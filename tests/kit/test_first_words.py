"""Deciding and choosing by mail."""

import pytest

from vaknet.kit.first_words import chosen, decision


@pytest.mark.parametrize(
    ("text", "decided", "rest"),
    [
        ("Ja", True, ""),
        ("ja, graag!\nTot dan.", True, "graag!\nTot dan."),
        ("YES. Fine", True, "Fine"),
        ("*Nee*", False, ""),
        ("No - sorry", False, "sorry"),
        ("No problem, do so", None, "No problem, do so"),
        ("Jammer", None, "Jammer"),
        ("Nou, ja", None, "Nou, ja"),
        ("", None, ""),
    ],
)
def test_the_first_word_decides(text, decided, rest):
    assert decision(text) == (decided, rest)


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("2", [1]),
        ("2.", [1]),
        ("1 en 3", [0, 2]),
        ("1, 1", [0]),
        ("op het werk", [1]),
        ("4", []),
        ("2 lijkt mij goed", []),
        ("", []),
        ("²", []),
    ],
)
def test_a_number_or_the_words_choose(text, which):
    assert chosen(text, ["Thuis", "Op het  werk", "Buiten"]) == which
