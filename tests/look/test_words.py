"""Two languages, both whole, and plain enough for everybody (B1)."""

import re

import pytest

from tests.look.messages import dutch, texts, used

# From the word list of UX: what plain Dutch does without.
HEAVY = """
middels betreffende relevant prioriteit teneinde tevens derhalve desgewenst indien alsmede
faciliteren implementeren optimaliseren participeren gelieve hierbij omtrent dienen dient
betreft conform inzake ongeldig foutmelding u uw dashboard feed skills endorsement connectie
"""
LONGEST_SENTENCE = 15
SHARE_OF_SHORT = 0.95


def test_every_message_is_there_in_dutch():
    assert {f"{path}: {key[0]}" for key, path in used().items() if key not in dutch()} == set()


def test_no_translation_is_left_over():
    assert {key[0] for key in dutch() if key not in used()} == set()


def test_translations_name_the_same_things():
    wrong = []
    for (message, _context), translation in dutch().items():
        wanted = set(re.findall(r"%\(\w+\)|\{\w*\}", message))
        plural = translation.id[1] if isinstance(translation.id, tuple) else ""
        wanted |= set(re.findall(r"%\(\w+\)|\{\w*\}", plural))
        for text in texts(translation):
            said = set(re.findall(r"%\(\w+\)|\{\w*\}", text))
            # "Eén halte" may leave the number out, "2 haltes" may not.
            if not said <= wanted or (not plural and said != wanted):
                wrong.append(text)
    assert wrong == []


def _sentences() -> list[str]:
    whole = [text for message in dutch().values() for text in texts(message)]
    return [
        sentence
        for text in whole
        for sentence in re.split(r"(?<=[.!?:;])\s+", text)
        if re.search(r"\w", sentence)
    ]


def test_sentences_are_short():
    sentences = _sentences()
    long = [one for one in sentences if len(re.findall(r"[\w’'-]+", one)) > LONGEST_SENTENCE]
    assert len(long) <= (1 - SHARE_OF_SHORT) * len(sentences), long


@pytest.mark.parametrize("word", HEAVY.split())
def test_no_heavy_words(word):
    found = [one for one in _sentences() if re.search(rf"\b{word}\b", one, re.IGNORECASE)]
    assert found == []


def test_reading_is_easy():
    """Flesch-Douma: 60 and more is plain. Syllables are groups of vowels, near enough for Dutch."""
    sentences = [one for one in _sentences() if len(one.split()) > 2]
    words = [word for one in sentences for word in re.findall(r"[^\W\d_]+", one)]
    groups = re.compile(r"[aeiouyáéíóúàèëïöü]+", re.IGNORECASE)
    syllables = sum(max(len(groups.findall(word)), 1) for word in words)
    score = 206.84 - 0.93 * len(words) / len(sentences) - 77 * syllables / len(words)
    assert score >= 60, score
