"""What a score is made of: the very parts of the ranking, and nothing else."""

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.test_meaning import some_directions
from tests.engine.test_ranking import (
    ANALYSER,
    BRAM,
    CLOSED,
    DAY,
    JOOST,
    MARIT,
    NOW,
    ask,
    index_of,
    passage,
)
from vaknet.engine.meaning import codes
from vaknet.engine.ranking import (
    Answerer,
    Index,
    Kind,
    Passage,
    Query,
    build,
    closeness,
    patience,
    score,
)
from vaknet.engine.ranking.choosing import NEAR
from vaknet.engine.ranking.people import KIND_WEIGHTS, MOST_EVIDENCE, SHARPNESS
from vaknet.engine.ranking.wholes import WHOLE

MEANINGS = some_directions(6)
ASKED = some_directions(1, seed=2) + MEANINGS[:1]
CODES = [b"", *(row.tobytes() for row in codes(MEANINGS))]
WORDS = st.lists(st.sampled_from(["bouw", "dossier", "archief", "scannen", "NIS2"]), max_size=6)
ONE = st.tuples(
    st.integers(1, 4),
    WORDS,
    st.sampled_from([*Kind]),
    st.integers(0, 900),
    st.sampled_from(["", "archief"]),
    st.sampled_from(CODES),
)


def answerer(told, asked, *, has_meaning):
    """In two segments, as after a change."""
    passages = [
        Passage(pk, who, kind, 0, NOW - days * DAY, " ".join(words).lower(), topics, meaning)
        for pk, (who, words, kind, days, topics, meaning) in enumerate(told, start=1)
    ]
    half = len(passages) // 2
    index = Index.of([build(some, ANALYSER.tokens) for some in (passages[:half], passages[half:])])
    directions = ASKED if has_meaning and index.has_meaning else None
    names = [word.lower() for word in asked if word == "NIS2"]
    words = [word.lower() for word in asked]
    query = Query(words, names=names, topics=["archief"], directions=directions, until=NOW)
    return Answerer(index, query, ANALYSER)


@settings(max_examples=150, deadline=None)
@given(st.lists(ONE, max_size=16), WORDS, st.booleans())
def test_the_parts_multiplied_are_the_score(told, asked, has_meaning):
    found = answerer(told, asked, has_meaning=has_meaning)
    ranked = found.people(limit=1_000)
    parts = found.parts(range(10))
    assert {one.person for one in ranked} == set(parts)
    for place, one in enumerate(ranked, start=1):
        hers = parts[one.person]
        assert hers.place == place
        assert hers.standing == one.standing
        assert prod(hers.factors) == pytest.approx(one.standing)
        for degree, strength, waiting in product(NEAR, (0.0, 0.3, 1.0), range(4)):
            made = prod(hers.factors) * closeness(degree, strength) * patience(waiting)
            assert score(one.standing, degree, strength, waiting) == pytest.approx(made, abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(st.lists(ONE, max_size=16), WORDS, st.booleans())
def test_the_passages_summed_are_the_evidence(told, asked, has_meaning):
    found = answerer(told, asked, has_meaning=has_meaning)
    for one in found.people():
        hers = found.parts([one.person])[one.person]
        assert [(part.passage, part.kind, part.share) for part in hers.strongest] == [
            (shown.passage, shown.kind, shown.strength) for shown in one.evidence
        ]
        worth = sum(part.worth for part in hers.strongest)
        assert hers.count >= len(hers.strongest)
        if hers.count <= MOST_EVIDENCE:
            assert worth == pytest.approx(hers.evidence)
        assert worth <= hers.evidence + 1e-9
        for part in hers.strongest:
            assert part.weight == KIND_WEIGHTS[part.kind]
            assert part.worth == pytest.approx(part.weight * np.expm1(SHARPNESS * part.share))
            assert part.fit == pytest.approx(part.words + part.meaning + part.whole)
            assert part.words >= -1e-9
            assert 0 <= part.sure <= hers.sure <= 1


def test_a_passage_is_moved_half_of_the_way_to_the_whole_of_her():
    whole, piece = CODES[1], CODES[2]
    passages = [
        Passage(1, MARIT, Kind.PROFILE, 0, NOW, "bouw", "", whole),
        Passage(2, MARIT, Kind.KNOWS, 0, NOW, "dossier", "", piece),
    ]
    query = Query(["dossier"], directions=MEANINGS[:1] + MEANINGS[1:2], until=NOW)
    found = Answerer(Index.of([build(passages, ANALYSER.tokens)]), query, ANALYSER)
    by_passage = {part.passage: part for part in found.parts([MARIT])[MARIT].strongest}
    alike, own = by_passage[1].meaning, by_passage[2].meaning
    assert by_passage[1].whole == pytest.approx(0)
    assert by_passage[2].whole == pytest.approx(WHOLE * (alike - own))
    assert found.closest_of(MARIT) == max((alike, 1), (own, 2))


def test_who_is_behind_a_door_or_said_nothing_has_no_parts():
    secret = passage(1, JOOST, "dossier", Kind.ANSWER, group=CLOSED)
    index = index_of(secret, passage(2, MARIT, "dossier"), closed_groups=[CLOSED])
    found = ask(index, "dossier")
    assert set(found.parts([MARIT, JOOST, BRAM])) == {MARIT}
    assert found.parts([]) == ask(index, "vissen").parts([MARIT]) == {}
    assert ask(index, "dossier", readable_groups=[CLOSED]).parts([JOOST])[JOOST].count == 1


def test_what_is_behind_a_door_changes_no_part_of_what_is_not():
    secret = passage(1, MARIT, "dossier archief", Kind.ANSWER, group=CLOSED, days_ago=1)
    plain = [passage(2, MARIT, "dossier"), passage(3, JOOST, "archief")]
    shut, without = index_of(secret, *plain, closed_groups=[CLOSED]), index_of(*plain)
    everybody = [MARIT, JOOST]
    asked = "dossier archief"
    assert ask(shut, asked).parts(everybody) == ask(without, asked).parts(everybody)


def test_how_alike_somebody_is_goes_by_what_may_be_read_of_her():
    passages = [
        Passage(1, MARIT, Kind.ANSWER, CLOSED, NOW, "bouw", "", CODES[1]),
        Passage(2, JOOST, Kind.QUESTION, 0, NOW, "bouw", "", CODES[1]),
        Passage(3, BRAM, Kind.KNOWS, 0, NOW, "bouw", "", CODES[1] + CODES[2]),
    ]
    index = Index.of([build(passages, ANALYSER.tokens, closed_groups=[CLOSED])])
    found = Answerer(index, Query(["bouw"], directions=MEANINGS[:1], until=NOW), ANALYSER)
    assert found.closest_of(MARIT) is None
    assert found.closest_of(JOOST) is None
    assert found.closest_of(BRAM) == (pytest.approx(1, abs=0.02), 3)
    assert Answerer(index, Query(["bouw"]), ANALYSER).closest_of(BRAM) is None
