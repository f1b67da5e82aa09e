"""Who asks in other words is helped too: abbreviations in full, and the other language."""

from vaknet.domain.finding import actions, queries
from vaknet.domain.finding.queries.understanding import understand
from vaknet.domain.finding.synonyms import synonyms
from vaknet.domain.finding.vocabulary import abbreviations, lexicon, phrase_book
from vaknet.domain.people import actions as people


def knows(actor, text):
    actions.index(people.add_known_topic(actor, text=text))


def found(viewer, text):
    return [one.actor for one in queries.who_can_help(viewer, text).people]


def test_who_knows_it_in_full_is_found_by_the_abbreviation(asked):
    knows(asked.world.marit, "Wet open overheid")
    assert asked.world.marit in found(asked.world.samira, "Woo-verzoek")


def test_who_knows_the_abbreviation_is_found_by_the_full_name(asked):
    knows(asked.world.marit, "NIS2 en Wkkgz")
    text = "wet kwaliteit, klachten en geschillen zorg"
    assert found(asked.world.samira, text)[:1] == [asked.world.marit]


def test_an_english_question_finds_dutch_words(asked):
    knows(asked.world.marit, "geld en rechtbank")
    assert asked.world.marit in found(asked.world.samira, "who knows the court")


def test_what_the_asker_took_out_comes_back_in_no_other_words():
    assert understand("Woo en geld").also.keys() >= {"open", "overheid", "money"}
    assert not {"open", "overheid"} & understand("Woo en geld", without=["Woo"]).also.keys()
    assert "overheid" not in understand("Woo", without=["overheid"]).also


def test_every_abbreviation_is_understood_in_its_own_spelling():
    """But those of single letters and signs, and those that are a part of their own full name."""
    silent = [one.short for one in abbreviations() if not synonyms().also(one.short)]
    assert len(silent) < 40, silent


def test_the_lexicon_is_of_single_plain_words():
    assert len(lexicon()) > 2_000
    assert all(0.25 <= one.dice <= 1 for one in lexicon())
    assert all(word.isalpha() for one in lexicon() for word in one[:2])


def test_the_phrase_book_has_each_pair_once_and_no_empty_cell():
    book = list(phrase_book())
    assert len(book) > 3_000
    assert all(saying.strip() and trade.strip() for saying, trade in book)
    assert len(set(book)) == len(book)
