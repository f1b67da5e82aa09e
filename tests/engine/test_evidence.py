"""What somebody answered is evidence for a topic, whatever the endings of its words."""

from vaknet.engine.matching.evidence import evidence

TITLES = [
    "Wie werkt met digitale bouwdossiers?",
    "Hoe lang bewaren jullie een dossier over welstand?",
    "Coördinatie van bezwaren: wie doet het?",
    "Digitaal tekenen van een besluit",
]


def test_every_longer_word_must_be_there() -> None:
    assert evidence(["digitaal bouwdossier", "bouwdossiers", "digitaal"], TITLES) == [
        [0],
        [0],
        [0, 3],
    ]


def test_accents_and_capitals_do_not_matter() -> None:
    assert evidence(["COORDINATIE", "coördinatie klacht"], TITLES) == [[2], []]


def test_short_words_prove_nothing() -> None:
    assert evidence(["Wie", "", "de wet"], TITLES) == [[], [], []]


def test_words_that_only_begin_alike_are_others() -> None:
    assert evidence(["besluitvorming", "welstandscommissie"], TITLES) == [[], []]


def test_nothing_asked_and_nothing_told() -> None:
    assert evidence([], TITLES) == []
    assert evidence(["welstand"], []) == [[]]
