"""Meaning as directions: pieces of a text, bytes of a direction, and who points the same way."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.meaning import SIZE, Bridge, Space, closest, codes, led, likeness, pieces, signs
from vaknet.engine.meaning.learning import Pairs, learn
from vaknet.engine.meaning.pieces import LONGEST, MOST_PIECES, WHOLE
from vaknet.engine.meaning.space import unit
from vaknet.engine.ranking import Kind, Passage, build, scoring
from vaknet.engine.text import Analyser


def some_directions(count, *, size=SIZE, seed=1):
    return unit(np.random.default_rng(seed).normal(size=(count, size)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("brugwachter", ["brugwachter"]),
        ("Doet pgb; leidt.", ["Doet pgb; leidt.", "Doet pgb", "leidt"]),
        ("jurist\ngemeente Zwolle", ["jurist gemeente Zwolle", "jurist", "gemeente Zwolle"]),
        ("3,5 ton aan stenen", ["3,5 ton aan stenen"]),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_a_text_is_its_whole_and_its_parts(text, expected):
    assert pieces(text) == expected


@given(st.text(max_size=3_000))
def test_pieces_are_few_and_short_whatever_is_written(text):
    found = pieces(text)
    assert len(found) <= MOST_PIECES
    assert all(piece.strip() and len(piece) <= WHOLE for piece in found)
    assert all(len(piece) <= LONGEST for piece in found[1:])
    assert bool(found) == bool(text.split())


def test_eight_bits_say_nearly_what_the_numbers_do():
    directions = some_directions(200)
    exact = directions @ directions[0]
    assert np.abs(likeness(codes(directions), directions[0]) - exact).max() < 0.02


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 5))
def test_the_closest_by_signs_are_found_and_hidden_ones_change_nothing(count, most, seed):
    coded = codes(some_directions(count, seed=seed))
    asked = some_directions(1, seed=seed + 100)[0]
    found = closest(signs(coded), asked, most)
    differ = (np.signbit(coded) != np.signbit(codes(asked[None]))).sum(axis=1)
    by_hand = sorted(range(count), key=lambda row: (differ[row], row))[:most]
    assert found.tolist() == sorted(by_hand)
    hidden = np.random.default_rng(seed).random(count) < 0.5
    shown = np.flatnonzero(~hidden)
    assert (
        closest(signs(coded), asked, most, hidden).tolist()
        == shown[closest(signs(coded[~hidden]), asked, most)].tolist()
    )


def test_a_space_takes_out_the_middle():
    """All vectors of the model point nearly the same way; what is left is what differs."""
    nearly = some_directions(50, size=12) * 0.1 + np.ones(12)
    plain = Space.plain(nearly, nearly, np.eye(12)[:, :8])
    apart = plain.passages(nearly)
    assert apart.shape == (50, 8)
    assert (apart @ apart.T).mean() < 0.1
    assert np.allclose(np.linalg.norm(apart, axis=1), 1)
    assert np.allclose(plain.question("een naam", nearly[7]), apart[7], atol=1e-6)
    assert len(plain.arrays()) == 5


def test_what_people_say_has_another_middle_than_a_name():
    saying, name = np.ones(4), -np.ones(4)
    space = Space(name, saying, np.zeros(4), np.eye(4), np.eye(4))
    assert space.question("hoe zeg ik dat dan", np.array([2, 1, 1, 1])).tolist() == [1, 0, 0, 0]
    assert space.question("woordvoerder", np.array([-2, -1, -1, -1])).tolist() == [-1, 0, 0, 0]


def test_questions_learn_to_turn_toward_what_answers_them():
    passages = some_directions(600, size=24)
    turned = np.linalg.qr(np.random.default_rng(3).normal(size=(24, 24)))[0]
    questions = unit(passages @ turned * 0.7 + passages * 0.3)
    names, sayings, rest = np.arange(200), np.arange(200, 300), np.arange(300, 600)
    kinds = [
        Pairs(questions[names], names, 1.0, saying=False),
        Pairs(questions[sayings], sayings, 2.0, saying=True),
    ]
    space = learn(kinds, passages, size=20, steps=60)
    plain = Space.plain(questions, passages, space.axes)

    def right(of):
        found = of.turned(questions[rest]) @ of.passages(passages).T
        return (found.argmax(axis=1) == rest).mean()

    assert right(space) > right(plain)
    assert np.array_equal(space.turn, learn(kinds, passages, size=20, steps=60).turn)


def test_a_question_is_led_over_sayings_toward_the_words_of_the_trade():
    directions = some_directions(6)
    sayings, trade = directions[:4], directions[4:]
    bridge = Bridge(codes(sayings), codes(trade), np.array([0, 0, 1, 1]))
    assert bridge.across(sayings[1]) @ trade[0] > 0.99
    asked = led(sayings[3], (bridge,))
    assert asked @ trade[1] > 0.3 > asked @ trade[0]
    assert asked @ sayings[3] > 0.9
    assert np.allclose(led(asked, ()), asked)


def test_of_many_that_share_words_only_those_with_most_are_compared_in_meaning(monkeypatch):
    """And who means it is found beside them."""
    monkeypatch.setattr(scoring, "WORDY", 2)
    monkeypatch.setattr(scoring, "NEAR", 1)
    directions = some_directions(6)
    words = ["brug", "brug sluis", "brug sluis kade", "brug weg", "niets", "anders"]
    texts = [
        Passage(n, n, Kind.KNOWS, 0, n, text, codes=codes(directions[n : n + 1]).tobytes())
        for n, text in enumerate(words)
    ]
    analyser = Analyser({})
    segment = build(texts, analyser.tokens)
    (view,) = scoring.views([segment], np.empty(0, np.int64), [np.empty(0, np.int64)])
    asked = Counter(token for word in ("brug", "sluis", "kade") for token in analyser.tokens(word))
    weighed = scoring.terms([segment], asked)
    found = scoring.match(view, weighed, directions[5:6])
    assert 5 in segment.person[found.rows]
    assert set(segment.person[found.rows]) <= {1, 2, 5}


def test_where_all_that_was_read_is_behind_a_door_words_alone_count():
    direction = some_directions(1)
    read = Passage(1, 1, Kind.KNOWS, 7, 0, "brug", codes=codes(direction).tobytes())
    analyser = Analyser({})
    segment = build([read, Passage(2, 2, Kind.KNOWS, 0, 0, "brug")], analyser.tokens)
    (view,) = scoring.views([segment], np.empty(0, np.int64), [np.empty(0, np.int64)])
    weighed = scoring.terms([segment], Counter(analyser.tokens("brug")))
    found = scoring.match(view, weighed, direction)
    assert segment.person[found.rows].tolist() == [2]
    assert found.likeness.tolist() == [0]
    assert found.score.tolist() == scoring.match(view, weighed).score.tolist()
