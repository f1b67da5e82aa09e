"""What is found by which words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.searching.story import Told, find, marked, sources
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.searching import actions
from vaknet.domain.searching.queries import Asked


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


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Hoe lang duurt een Woo-verzoek?", "wet open overheid"),
        ("Wat vraagt de Wet open overheid van ons?", "Woo"),
        ("Wat vraagt de Wet open overheid van ons?", "woo vraagt"),
        ("Ons geld is op", "who has our money"),
    ],
)
def test_who_asks_in_other_words_finds_it_too(told: Told, written: str, typed: str) -> None:
    question = knowledge.ask(told.world.bram, group=told.open, title=written)
    actions.index(question)
    assert sources(find(told.world.samira, typed)) == [question]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Is de wet ook voor de overheid?", "Woo"),  # not all words of its name
        ("Wat vraagt de Wet open overheid van ons?", '"Woo"'),  # in quotes
        ("Wat vraagt de Wet open overheid van ons?", "artikel 5.1 Woo"),
        ("Wat vraagt de Wet open overheid van ons?", "overheid -Woo -wet"),
    ],
)
def test_but_not_what_says_something_else(told: Told, written: str, typed: str) -> None:
    question = knowledge.ask(told.world.bram, group=told.open, title=written)
    actions.index(question)
    assert question not in sources(find(told.world.samira, typed))


def test_other_words_are_marked_and_cost_no_statement(
    told: Told, django_assert_num_queries
) -> None:
    question = knowledge.ask(told.world.bram, group=told.open, title="De Wet open overheid")
    actions.index(question)
    page = find(told.world.samira, "Woo")
    assert "Wet open overheid" in " ".join(marked(page))
    with CaptureQueriesContext(connection) as plain:
        find(told.world.samira, "wet")
    with django_assert_num_queries(len(plain)):
        find(told.world.samira, "Woo")


def test_of_a_long_search_only_the_words_that_are_looked_for_have_others() -> None:
    wishes = Asked("een twee drie vier vijf zes zeven acht negen tien Woo").wishes
    assert all(not wish.together for wish in wishes)
    assert Asked("tien Woo").wishes[-1].together
