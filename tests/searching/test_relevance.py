"""What is found by which words."""

import pytest

from tests.searching.story import find, marked, sources


@pytest.mark.parametrize(
    "typed",
    [
        "omgevingsvergunning",
        "omgevingsvergunningen",  # another form
        "vergunning",  # a part of a compound
        "VERGUNNINGEN",
        "omgevingsvergunnign",  # a slip
        "monument",
        "kozijn",
        '"een omgevingsvergunning nodig"',
        "omgevingsvergunning OR AND nodig*",
        "omgevingsvergunning -dakkapel",
    ],
)
def test_a_question_is_found_by_its_words(told, typed):
    page = find(told.world.samira, typed, group=told.open, kind="vragen")
    assert sources(page) == [told.question]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("restore", "restored"),
        ("restoration", "restored"),
        ("windows subsidise", "subsidised"),
        ("facade", "façade"),
        ("fasade restored", "façade"),
    ],
)
def test_english_is_found_like_dutch(told, typed, word):
    assert word in " ".join(marked(find(told.world.samira, typed)))
