"""What says the same as a question, and what stays exactly what it is."""

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.text import Meaning, Names, Synonyms, fold
from vaknet.engine.text.lexicon import LEAST_PAIRS, learned
from vaknet.engine.text.synonyms import MOST

ABBREVIATIONS = [
    ("Woo", "Wet open overheid"),
    ("AVG", "Algemene verordening gegevensbescherming"),
    ("Wmo", "Wet maatschappelijke ondersteuning 2015"),
    ("OR", "ondernemingsraad"),
    ("OR", "openbare ruimte"),
    ("KING", "Kwaliteitsinstituut Nederlandse Gemeenten (nu VNG Realisatie)"),
    ("B&W", "burgemeester en wethouders"),
    ("Wet M&O", "Wet Markt en Overheid"),
    ("ISO 27001", "norm voor informatiebeveiliging"),
    ("ROC", "ROC"),
]
MEANINGS = [
    Meaning("vergunning", "permit", 0.5),
    Meaning("vergunning", "licence", 0.9),
    Meaning("vergunning", "leave", 0.3),
    Meaning("geld", "money", 0.5),
    Meaning("brand", "fire", 0.5),
    Meaning("merk", "brand", 0.5),
    Meaning("uitblinken", "excel", 0.5),
]
STEMS = Stemmer.Stemmer("dutch").stemWord, Stemmer.Stemmer("english").stemWord
SYNONYMS = Synonyms(Names(ABBREVIATIONS), MEANINGS, STEMS, {"or", "king", "licence"})


def also(text):
    return SYNONYMS.also(text)


@pytest.mark.parametrize("asked", ["Woo", "woo", "Een Woo-verzoek", "is dit Woo/AVG?", "WOO"])
def test_an_abbreviation_is_looked_for_in_full(asked):
    assert {"wet", "open", "overheid"} <= also(asked).keys()
    assert also(asked)["open"] == 0.5


def test_a_full_name_is_looked_for_by_its_abbreviation():
    assert also("Iets over de Wet Open Overheid?") == {"woo": 0.5}
    assert also("maatschappelijke ondersteuning, welke wet") == {}
    assert also("wet maatschappelijke ondersteuning") == {"wmo": 0.5}
    assert also("wet maatschappelijke ondersteuning 2015") == {"wmo": 0.5}
    assert "2015" in also("Wmo")


def test_meanings_share_the_weight():
    assert also("Onze OR") == dict.fromkeys(("ondernemingsraad", "openbare", "ruimte"), 0.25)


def test_what_is_a_word_too_is_an_abbreviation_in_capitals_only():
    assert also("koning of king") == also("King zijn") == {}
    assert also("van KING zelf").keys() == {"kwaliteitsinstituut", "nederlandse", "gemeenten"}
    # Capitals say nothing where there is nothing else.
    assert also("ONZE KING GEZOCHT") == {}


def test_no_abbreviation_is_left_of_signs_and_single_letters():
    assert also("de b en w, de wet") == {}
    assert also("ROC") == {}


def test_articles_of_a_law_are_cited_exactly():
    assert also("Wat zegt artikel 5.1, lid 2 van de Woo?") == {}
    assert also("art. 3 AVG en de Woo").keys() == {"wet", "open", "overheid"}
    assert also("artikel over de Woo") == also("de Woo")


def test_a_number_is_part_of_a_name_or_nothing():
    assert also("wie kent ISO 27001") == {"norm": 0.5, "informatiebeveiliging": 0.5}
    assert also("ISO 9001") == also("27001") == {}


def test_words_of_the_other_language_weigh_what_they_are_sure():
    assert also("who has the permits") == {"vergunning": pytest.approx(0.4)}
    assert also("wie heeft vergunningen") == {
        "licence": pytest.approx(0.72),
        "permit": pytest.approx(0.4),
    }


def test_the_language_of_the_text_says_what_a_word_of_both_means():
    assert also("een brand in het dorp").keys() == {"fire"}
    assert also("what is the brand of this").keys() == {"merk"}
    assert also("brand") == {}
    assert also("geld").keys() == {"money"}


def test_a_word_of_the_other_language_is_taken_for_one_unless_it_is_ours_too():
    assert also("wie heeft money").keys() == {"geld"}
    assert also("wie heeft een licence") == {}
    assert also("who has geld").keys() == {"money"}


def test_names_are_not_translated():
    assert also("wij gebruiken Excel") == also("wij werken met EXCEL hier") == {}
    assert also("what? Excel they do").keys() == {"uitblinken"}
    assert also("Excel Money").keys() == {"uitblinken", "geld"}
    assert also("excel2 money2 c++") == {}


def test_what_was_said_is_not_added():
    assert also("Woo: wet over de overheid") == {"open": 0.5}


def test_a_long_question_gets_the_words_that_are_most_sure():
    letters = [f"{one}{other}" for one in "bcdfgjkm" for other in "bcdfgjkm"]
    many = [Meaning(f"w{two}", f"v{two}", n / 100) for n, two in enumerate(letters, 25)]
    found = Synonyms(Names([]), many, STEMS).also(" ".join(one.one for one in many))
    assert len(found) == MOST
    assert min(found.values()) > 0.4
    assert len(also("wet open overheid (geld) " * 10_000)) == 2


@given(st.text(alphabet=st.sampled_from("wWoO pen.*+?[](){}\\^$|&-'\"\n\0٣مé1 art5"), max_size=200))
def test_hostile_words_are_words(text):
    for word, weight in also(text).items():
        assert word == fold(word)
        assert 0 < weight < 1


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_names_and_any_text_are_taken(name, text):
    synonyms = Synonyms(Names([(name, text), (text, name)]), [Meaning(name, text, 0.5)], STEMS)
    assert synonyms.also(f"{text} {name}") == synonyms.also(f"{text} {name}")
    assert all(0 < weight < 1 for weight in synonyms.also(text).values())


def pairs_of(*texts, times=LEAST_PAIRS):
    return [pair for pair in texts for _ in range(times)]


def learn(pairs):
    return learned(pairs, *STEMS)


def test_words_that_are_always_together_mean_the_same():
    pairs = pairs_of(("de vergunningen", "the permits"), ("geld", "money"), *MANY_OTHERS)
    assert Meaning("geld", "money", 1.0) in learn(pairs)
    assert Meaning("vergunningen", "permits", 1.0) in learn(pairs)
    assert learn(pairs) == learn(pairs[::-1]) == sorted(learn(pairs))


def test_what_is_rare_or_everywhere_is_not_learned():
    rare = [("geld", "money")] * (LEAST_PAIRS - 1)
    assert learn(rare) == learn([]) == []
    assert learn(pairs_of(("werk geld", "work money"), ("werk", "work"), times=50)) == []


def test_the_most_usual_form_is_kept_and_numbers_are_not():
    pairs = [
        *pairs_of(("vergunningen 2015", "permit 2015"), *MANY_OTHERS),
        ("vergunning", "permit"),
    ]
    assert Meaning("vergunningen", "permit", 1.0) in learn(pairs)
    assert "2015" not in {word for meaning in learn(pairs) for word in meaning[:2]}


def test_a_word_has_two_meanings_at_most_unless_it_is_the_meaning_of_more():
    pairs = pairs_of(("geld", "money cash coins"), *MANY_OTHERS)
    assert {one.other for one in learn(pairs) if one.one == "geld"} == {"money", "cash", "coins"}
    both = pairs_of(("geld munten duiten", "money cash coins"), *MANY_OTHERS)
    assert len([one for one in learn(both) if one.one == "geld"]) <= 3


MANY_OTHERS = [(f"anders{'abcdefghijkl'[n]}", f"different{'mnopqrstuvwx'[n]}") for n in range(12)]
