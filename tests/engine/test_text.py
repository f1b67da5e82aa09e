"""One analyser for what is indexed and what is asked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.text import GRAM, PART, STEM, TOPIC, Analyser, content, fold, plain_words
from vaknet.engine.text.analyser import grams, topic, topic_token
from vaknet.engine.text.compounds import Compounds

PARTS = {"bouw": 40, "dossier": 30, "dossiers": 20, "vergunning": 50, "omgeving": 9, "heid": 99}


@pytest.fixture(scope="module")
def analyser():
    return Analyser(PARTS)


def words(text):
    return [word.plain for word in content(text)]


def test_a_question_is_about_its_content_words():
    asked = "Wie heeft in een kleine gemeente het bouwdossier helemaal digitaal gemaakt?"
    assert words(asked) == ["kleine", "gemeente", "bouwdossier", "digitaal"]
    assert words("Does anyone know who can help me with permits?") == ["permits"]


def test_a_question_of_small_talk_is_about_nothing():
    assert words("Wie kan mij helpen?") == []
    assert words("👋 … !!! ?") == []


def test_accents_capitals_and_compatible_forms_do_not_matter():
    written = ["Coördinator", "coo\u0308rdinator", "COORDINATOR", "ｃｏｏｒｄｉｎａｔｏｒ"]
    assert {words(f"de {word}")[0] for word in written} == {"coordinator"}


def test_an_abbreviation_is_a_word_though_it_looks_like_a_small_one():
    assert words("jonge IT'ers in de IT") == ["jonge", "iters", "it"]
    assert words("is it done") == []
    assert words("HELP MIJ MET DE AVG") == ["avg"]


def test_words_of_computing_and_of_other_scripts_are_kept():
    assert words("C++ en C# voor ٣ مرحبا مدينة") == ["c++", "c#", "مرحبا", "مدينة"]


def test_words_know_where_they_stand():
    text = "Over het bouwdossier."
    (word,) = content(text)
    assert text[word.start : word.end] == "bouwdossier"


def test_only_the_first_words_of_a_long_text_are_read():
    assert plain_words("dossier " * 1000, limit=3) == ["dossier"] * 3
    assert plain_words("a" * 10_000, limit=3) == ["a" * 40]


def test_compounds_are_read_as_their_parts():
    compounds = Compounds(PARTS)
    assert compounds.parts("bouwdossiers") == ("bouw", "dossiers")
    assert compounds.parts("omgevingsvergunning") == ("omgeving", "vergunning")
    assert compounds.parts("omgevingsvergunningdossier") == ("omgeving", "vergunning", "dossier")
    assert compounds.parts("vergunning") == ()
    assert compounds.parts("bouw") == ()
    assert compounds.parts("bouwheid") == ()


def test_singular_plural_and_compound_meet(analyser):
    def tokens(word, field):
        return {name for kind, name in analyser.names(word) if kind == field}

    assert tokens("bouwdossiers", PART) & tokens("dossier", PART) == {"dossier"}
    assert tokens("gemeenten", STEM) & tokens("gemeente", STEM)
    assert tokens("permits", STEM) & tokens("permit", STEM)
    assert tokens("bouw", GRAM) == {"_bou", "bouw", "ouw_"}
    assert {token.field for token in analyser.tokens("dossier")} == {STEM, PART, GRAM}


def test_a_short_word_is_one_gram():
    assert grams("it") == {"_it_"}
    assert grams("a") == {"_a_"}


def test_what_was_asked_is_found_back_in_a_text(analyser):
    def marked(text, asked):
        return [text[word.start : word.end] for word in analyser.alike(text, asked)]

    asked = ["vergunningen", "dossier"]
    assert marked("Vergunning en bouwdossiers, geen vergadering.", asked) == [
        "Vergunning",
        "bouwdossiers",
    ]
    assert marked("Alle bouwdosiers", ["bouwdossiers"]) == ["bouwdosiers"]
    assert marked("Iets heel anders", asked) == []


def test_a_text_has_a_word_of_the_question_or_not(analyser):
    assert analyser.shares("Alles over het bouwdossier", ["dossiers"])
    assert analyser.shares("Alles over het bouwdosier", ["bouwdossier"])
    assert not analyser.shares("Alles over vissen", ["bouwdossier"])
    assert not analyser.shares("", ["bouwdossier"])


def test_a_topic_is_one_token():
    assert topic("Digitaal  Bouwdossier") == "digitaal-bouwdossier"
    assert topic_token("Digitaal bouwdossier") == topic_token("digitaal bouwdossier")
    assert topic_token("dossier").field == TOPIC


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_words_are_found_again_in_themselves(text):
    for word in plain_words(text, limit=50):
        assert word
        assert not any(unicodedata.combining(sign) for sign in word)
        assert not set(word) & {" ", "\x00"}


@given(st.text(min_size=1, max_size=40))
def test_every_word_has_tokens_and_always_the_same(word):
    analyser = Analyser(PARTS)
    assert analyser.tokens(word)
    assert analyser.tokens(word) == Analyser(PARTS).tokens(word)
    assert all(0 <= token.key < 2**64 for token in analyser.tokens(word))


@given(st.text(alphabet="bouwdsierngv", max_size=30))
def test_parts_of_a_compound_make_up_the_word(word):
    parts = Compounds(PARTS).parts(word)
    place = 0
    for part in parts:
        place = word.index(part, place) + len(part)
    assert len(parts) in {0, 2, 3}
