"""From passages to people, without a database."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaknet.engine.ranking import (
    Answerer,
    Index,
    Kind,
    Passage,
    Query,
    build,
    building,
    people,
    scoring,
)
from vaknet.engine.text import Analyser, plain_words

DAY = 86_400
NOW = 20_000 * DAY
ANALYSER = Analyser({"bouw": 9, "dossier": 9, "dossiers": 9})
MARIT, JOOST, FATMA, BRAM = 1, 2, 3, 4
CLOSED = 77


def passage(pk, person, words, kind=Kind.KNOWS, *, group=0, days_ago=400, topics=""):
    plain = " ".join(plain_words(words, limit=300))
    return Passage(pk, person, kind, group, NOW - days_ago * DAY, plain, topics)


def index_of(*passages, closed_groups=()):
    return Index.of([build(passages, ANALYSER.tokens, closed_groups=closed_groups)])


def ask(index, text, **more):
    return Answerer(index, Query(plain_words(text, limit=60), until=NOW, **more), ANALYSER)


def found(index, text, **more):
    return [candidate.person for candidate in ask(index, text, **more).people()]


def test_who_says_it_is_found_by_stem_part_and_slip():
    index = index_of(
        passage(1, MARIT, "Digitaal bouwdossier"),
        passage(2, BRAM, "Jongerenwerk in de wijk"),
    )
    for asked in ("bouwdossiers", "dossier", "digitale", "bouwdosier"):
        assert found(index, asked) == [MARIT]


def test_nobody_is_found_for_what_nobody_wrote():
    index = index_of(passage(1, MARIT, "Digitaal bouwdossier"))
    assert found(index, "kwantumfysica") == []
    assert found(index, "") == []


def test_an_empty_index_answers_too():
    assert found(Index.of([]), "bouwdossier") == []
    assert found(index_of(), "bouwdossier") == []
    assert ask(Index.of([]), "bouwdossier").questions() == []
    filled = build([passage(1, MARIT, "bouwdossier")], ANALYSER.tokens)
    assert found(Index.of([build([], ANALYSER.tokens), filled]), "bouwdossier") == [MARIT]


def test_more_passages_prove_more():
    index = index_of(
        passage(1, MARIT, "bouwdossier scannen", Kind.ANSWER),
        passage(2, JOOST, "bouwdossier scannen", Kind.ANSWER),
        passage(3, JOOST, "bouwdossier bewaren", Kind.ANSWER),
        passage(4, BRAM, "jongerenwerk in de wijk", Kind.ANSWER),
    )
    assert found(index, "bouwdossier in de gemeente")[:2] == [JOOST, MARIT]


def test_who_answers_now_goes_before_who_answered_long_ago():
    index = index_of(
        passage(1, MARIT, "bouwdossier scannen", Kind.ANSWER, days_ago=900),
        passage(2, JOOST, "bouwdossier scannen", Kind.ANSWER, days_ago=900),
        passage(3, JOOST, "iets anders", Kind.ANSWER, days_ago=2),
    )
    assert found(index, "bouwdossier in kleine gemeente") == [JOOST, MARIT]


def test_a_sleeping_network_is_judged_by_its_own_last_days():
    index = index_of(
        passage(1, MARIT, "bouwdossier scannen", Kind.ANSWER, days_ago=3000),
        passage(2, JOOST, "bouwdossier scannen", Kind.ANSWER, days_ago=2000),
    )
    assert found(index, "bouwdossier in kleine gemeente") == [JOOST, MARIT]


def test_answers_on_the_topic_count():
    index = index_of(
        passage(1, MARIT, "bouwdossier scannen", Kind.ANSWER),
        passage(2, JOOST, "bouwdossier scannen", Kind.ANSWER, topics="archief"),
        passage(3, FATMA, "alles over vissen", Kind.ANSWER, topics="archief"),
    )
    asked = "bouwdossier in kleine gemeente"
    assert found(index, asked) == [MARIT, JOOST]
    assert found(index, asked, topics=["archief"]) == [JOOST, MARIT]


def test_who_wrote_exactly_this_goes_before_who_is_busy():
    busy = [passage(n, JOOST, "papier scannen", Kind.ANSWER, days_ago=n) for n in range(1, 6)]
    index = index_of(*busy, passage(9, MARIT, "papier van bouwdossiers digitaal scannen"))
    assert found(index, "bouwdossiers papier digitaal scannen")[0] == MARIT


def test_a_question_proves_nothing_of_who_asked_it():
    index = index_of(
        passage(1, MARIT, "bouwdossier digitaal maken", Kind.QUESTION),
        passage(2, BRAM, "vissen vangen", Kind.QUESTION),
    )
    assert found(index, "bouwdossier") == []
    (question,) = ask(index, "bouwdossier").questions()
    assert (question.passage, question.person) == (1, MARIT)
    assert 0.9 < question.cover <= 1.0001


def test_what_is_written_behind_a_door_neither_shows_nor_counts():
    secret = passage(1, MARIT, "reorganisatie bouwdossier", Kind.ANSWER, group=CLOSED, days_ago=1)
    plain = [passage(2, JOOST, "bouwdossier"), passage(3, MARIT, "vissen")]
    shut, without = index_of(secret, *plain, closed_groups=[CLOSED]), index_of(*plain)

    assert found(shut, "reorganisatie") == []
    assert found(shut, "reorganisatie", readable_groups=[CLOSED]) == [MARIT]
    seen = ask(shut, "bouwdossier").people()
    assert [(one.person, one.standing) for one in seen] == [
        (one.person, one.standing) for one in ask(without, "bouwdossier").people()
    ]


def test_whoever_asks_is_never_the_answer():
    index = index_of(passage(1, MARIT, "bouwdossier"), passage(2, JOOST, "bouwdossier scannen"))
    assert found(index, "bouwdossier", without_people=[MARIT]) == [JOOST]


def test_a_later_segment_replaces_and_takes_away():
    old = build([passage(1, MARIT, "bouwdossier"), passage(2, JOOST, "vissen")], ANALYSER.tokens)
    new = build([passage(1, MARIT, ""), passage(2, JOOST, "bouwdossier")], ANALYSER.tokens)
    assert found(Index.of([old, new]), "bouwdossier") == [JOOST]
    assert found(Index.of([old, new]), "vissen") == []
    newest = build([passage(2, JOOST, "schaken")], ANALYSER.tokens, lengths=old.lengths)
    assert found(Index.of([old, new, newest]), "bouwdossier") == []
    assert found(Index.of([old, new, newest]), "schaken") == [JOOST]


def test_evidence_is_the_best_few_and_says_what_it_is():
    answers = [passage(n, MARIT, f"bouwdossier nummer{n}", Kind.ANSWER) for n in range(1, 9)]
    (marit,) = ask(index_of(*answers, passage(9, MARIT, "bouwdossier")), "bouwdossier").people()
    assert len(marit.evidence) == people.MOST_EVIDENCE
    assert marit.evidence[0].passage == 9
    assert marit.evidence[0].kind is Kind.KNOWS
    assert marit.evidence[0].strength == 1.0
    assert marit.evidence[0].has_word
    (marit,) = ask(index_of(*answers), "bouwdosier").people()
    assert not marit.evidence[0].has_word


def test_equals_are_ordered_the_same_every_time():
    index = index_of(*(passage(n, n, "bouwdossier") for n in range(9, 0, -1)))
    assert found(index, "bouwdossier") == list(range(1, 10))


def test_a_very_long_question_keeps_to_its_budget(monkeypatch):
    index = index_of(*(passage(n, n, "bouwdossier scannen archief") for n in range(1, 9)))
    monkeypatch.setattr(scoring, "MOST_POSTINGS", 3)
    assert found(index, "bouwdossier scannen archief") == []


def test_among_many_the_faintest_are_left_out(monkeypatch):
    weak = " ".join(f"woord{n}" for n in range(200))
    index = index_of(
        passage(1, MARIT, "zeldzaam bouwdossier"), passage(2, JOOST, f"dossier {weak}")
    )
    assert found(index, "zeldzaam bouwdossier") == [MARIT, JOOST]
    monkeypatch.setattr(scoring, "MANY", 1)
    assert found(index, "zeldzaam bouwdossier") == [MARIT]


def test_of_many_questions_the_closest_are_given():
    asked = [passage(n, n, "bouwdossier " + "x" * n, Kind.QUESTION) for n in range(1, 30)]
    (first, *more) = ask(index_of(*asked), "bouwdossier xxxxxxx").questions(limit=5)
    assert first.passage == 7
    assert len(more) == 4


def test_only_so_many_passages_are_summed(monkeypatch):
    index = index_of(
        passage(1, MARIT, "bouwdossier"), *(passage(n, n, "bouwdossier x" * n) for n in range(2, 9))
    )
    monkeypatch.setattr(people, "MOST_PASSAGES", 3)
    assert len(found(index, "bouwdossier")) == 3


def test_common_grams_are_left_out_but_known_for_what_they_are(monkeypatch):
    for module in (building, scoring):
        monkeypatch.setattr(module, "FEW_PASSAGES", 1)
    many = [passage(n, n, f"gemeente plaats{n}") for n in range(1, 30)]
    large = build(many, ANALYSER.tokens)
    small = build([passage(50, 50, "gemeenschap")], ANALYSER.tokens)
    assert found(Index.of([large]), "gemeentelijk") == []
    assert found(Index.of([large, small]), "gemeentelijk") == []
    assert 3 in found(
        Index.of([large, small]),
        "gemeente",
    )


def test_slices_of_a_large_network_make_one_index(monkeypatch):
    many = [passage(n, n % 5 + 1, f"bouwdossier archief{n % 3} woord{n}") for n in range(1, 40)]
    whole = build(many, ANALYSER.tokens)
    monkeypatch.setattr(building, "SLICE", 7)
    sliced = build(many, ANALYSER.tokens)
    for name, array in whole.arrays().items():
        np.testing.assert_array_equal(array, sliced.arrays()[name], err_msg=name)


def test_answers_far_back_are_found_as_the_latest(monkeypatch):
    monkeypatch.setattr("vaknet.engine.ranking.index.LOOK_BACK", 2)
    later = [passage(n, JOOST, "vissen", days_ago=10) for n in range(2, 9)]
    index = index_of(passage(1, MARIT, "bouwdossier", Kind.ANSWER, days_ago=500), *later)
    assert found(index, "bouwdossier") == [MARIT]


@pytest.mark.parametrize(
    "asked", ["\x00", "🙂🙃", "שלום עולם", "<script>", "x" * 5_000, "a b c d " * 3_000]
)
def test_any_text_may_be_asked(asked):
    index = index_of(passage(1, MARIT, "bouwdossier"))
    assert isinstance(ask(index, asked).people(), list)


words = st.lists(st.sampled_from(["bouw", "dossier", "archief", "scannen", "vissen"]), max_size=6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), words), max_size=12), words)
def test_scores_are_what_counting_by_hand_gives(texts, asked):
    passages = [passage(n + 1, who, " ".join(text)) for n, (who, text) in enumerate(texts)]
    segment = build(passages, ANALYSER.tokens)
    tokens = {token: asked.count(word) for word in asked for token in ANALYSER.tokens(word)}
    weighed = scoring.terms([segment], tokens)
    (view,) = scoring.views([segment], np.empty(0, np.int64), [np.empty(0, np.int64)])
    match = scoring.match(view, weighed)
    by_hand = {}
    for one in passages:
        row = int(segment.rows_of(np.asarray([one.pk]))[0])
        held = [token.key for word in one.words.split() for token in ANALYSER.tokens(word)]
        by_hand[row] = sum(int(key) in held for key in weighed.keys)
    assert {int(row) for row in match.rows} == {row for row, shared in by_hand.items() if shared}
    covered = scoring.cover(segment, match.rows, weighed)
    assert ((covered.share > 0) & (covered.share <= 1.000001)).all()
    assert covered.has_word.all()


def test_who_says_the_same_in_other_words_is_found_after_who_says_it_exactly():
    index = index_of(
        passage(1, MARIT, "wet open overheid"),
        passage(2, JOOST, "woo"),
        passage(3, BRAM, "jongerenwerk in de wijk"),
    )
    also = {"wet": 0.5, "open": 0.5, "overheid": 0.5}
    assert found(index, "woo") == [JOOST]
    assert found(index, "woo", also=also) == [JOOST, MARIT]
    (_, marit) = ask(index, "woo", also=also).people()
    assert marit.evidence[0].has_word


def test_other_words_change_nothing_for_how_much_of_a_question_is_covered():
    index = index_of(
        passage(1, MARIT, "woo verzoeken afhandelen", Kind.QUESTION),
        passage(2, JOOST, "wet open overheid", Kind.QUESTION),
    )
    alone = ask(index, "woo verzoeken").questions()
    (first, second) = ask(index, "woo verzoeken", also={"wet": 0.5, "woo": 0.9}).questions()
    assert [(first.passage, first.cover)] == [(one.passage, one.cover) for one in alone]
    assert (second.person, second.cover) == (JOOST, 0)


def test_a_word_that_says_the_same_weighs_more_when_it_is_more_sure():
    index = index_of(passage(1, MARIT, "vergunning"), passage(2, JOOST, "toelating"))
    for sure, unsure, first in (
        ("vergunning", "toelating", MARIT),
        ("toelating", "vergunning", JOOST),
    ):
        assert found(index, "permit", also={sure: 0.6, unsure: 0.2})[0] == first


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text(max_size=20), st.floats(0.01, 0.99), max_size=80))
def test_any_other_words_are_taken(also):
    index = index_of(passage(1, MARIT, "Digitaal bouwdossier"))
    assert found(index, "bouwdossier", also=also) == [MARIT]
    assert ask(index, "", also=also).people() is not None


def test_a_question_is_put_to_some_only_and_best_is_the_best_of_theirs():
    index = index_of(
        passage(1, MARIT, "bouwdossier scannen", Kind.ANSWER),
        passage(2, JOOST, "bouwdossier in de kelder", Kind.ANSWER),
        passage(3, BRAM, "jongerenwerk in de wijk", Kind.ANSWER),
    )
    asked = "bouwdossier scannen"
    assert found(index, asked, among=[JOOST, BRAM]) == [JOOST]
    assert found(index, asked, among=[]) == found(index, asked, among=[BRAM]) == []
    assert found(index, asked, among=[MARIT, JOOST], without_people=[MARIT]) == [JOOST]
    [joost] = ask(index, asked, among=[JOOST]).people()
    assert joost.evidence[0].strength == 1.0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 6), words), max_size=14),
    words,
    st.sets(st.integers(1, 6)),
    st.integers(1, 4),
)
def test_putting_it_to_some_is_leaving_out_all_others(texts, asked, among, limit):
    passages = [passage(n + 1, who, " ".join(text)) for n, (who, text) in enumerate(texts)]
    index, question = index_of(*passages), " ".join(asked)
    others = {*range(1, 7)} - among
    some = ask(index, question, among=among).people(limit)
    assert some == ask(index, question, without_people=others).people(limit)
    assert {one.person for one in some} <= among
    assert len(some) <= limit


def test_who_wrote_a_hundred_thousand_posts_is_one_person_among_others():
    """Also when each of them has the word that is asked for."""
    many = [
        passage(pk, MARIT, f"dossier {pk % 997}", Kind.ANSWER, days_ago=pk % 900)
        for pk in range(1, 100_001)
    ]
    index = index_of(*many, passage(100_001, JOOST, "Digitaal bouwdossier scannen"))
    assert found(index, "digitaal bouwdossier scannen")[0] == JOOST
    marit, *_ = ask(index, "dossier").people()
    assert marit.person == MARIT
    assert len(marit.evidence) == people.MOST_EVIDENCE
