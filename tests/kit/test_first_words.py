"""Deciding and choosing by mail."""

import pytest

from vaknet.kit.first_words import chosen, decision, rather_not


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


@pytest.mark.parametrize("text", ["No. 2 please", "No 2", "no.2", "No doubt, yes"])
def test_a_number_and_no_doubt_are_not_a_no(text):
    assert decision(text) == (None, text)
    assert rather_not(text) == (False, text)


@pytest.mark.parametrize(
    ("text", "besides"),
    [
        ("Nee", ""),
        ("Liever niet, sorry", "sorry"),
        ("I’d rather not.", ""),
        ("Rather not", ""),
        ("No, too busy now", "too busy now"),
    ],
)
def test_who_would_rather_not_says_so_in_a_few_words(text, besides):
    assert rather_not(text) == (True, besides)


@pytest.mark.parametrize(
    "text", ["", "Ja", "Neem de scanner.", "Notaris Vos", "Nee, " + "dat hangt van de wet af " * 3]
)
def test_more_words_or_others_are_an_answer(text):
    assert rather_not(text) == (False, text.strip())
