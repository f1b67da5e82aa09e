"""What is found by which words."""

import pytest

from tests.searching.story import Told, find, marked, sources
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.searching import actions


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


SIGNS = """## Zo doen wij het

> Een **dakkapel** aan de *voor*kant: 2 * 3 * 4 m.

Kijk op [onze pagina](https://oosterhage.example/snake_case_name) & vraag @joost.
"""


def test_a_piece_of_a_text_is_words_without_its_signs(told: Told) -> None:
    post = knowledge.start_conversation(
        told.world.marit, groups=[told.open], title="Voorbeeld", body=SIGNS
    )
    actions.index(post)
    [found] = [one for one in find(told.world.samira, "dakkapel").found if one.shown.thing == post]
    assert "".join(term.text for term in found.text) == (
        "Zo doen wij het Een dakkapel aan de voorkant: 2 * 3 * 4 m. "
        "Kijk op onze pagina & vraag @joost."
    )
    assert [term.text for term in found.text if term.is_marked] == ["dakkapel"]
