"""Networks made by chance: of any size, and the same for the same seed."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import vaknet
from vaknet.engine.trial.people import Catalogue, TrialPerson, people
from vaknet.engine.trial.posts import groups
from vaknet.engine.trial.ties import ties
from vaknet.engine.trial.waiting import waiting
from vaknet.engine.trial.words import Words

TABLE = Path(vaknet.__file__).parent / "reference" / "demo" / "trial.toml"
UNTIL = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.of(tomllib.loads(TABLE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def everybody(words: Words) -> list[TrialPerson]:
    catalogue = Catalogue(
        occupations=[[(1, "griffier", "clerk")] for _ in words.fields],
        organisations=["gemeente Waterveen"],
        places=[(1, "Waterveen"), (2, "Oosterhage")],
    )
    return list(people(3, 3_000, words, catalogue, now=UNTIL))


def test_ties_are_pairs_of_two(everybody: list[TrialPerson]) -> None:
    known = ties(3, [person.field for person in everybody[:60]], 5)
    assert len(list(known)) == len(known) > 100
    assert all(a < b and known.hold(b, a) and b in known.of(a) for a, b in known)
    assert not known.hold(0, 0)


@pytest.mark.parametrize(("count", "mean"), [(0, 5), (1, 5), (50, 0)])
def test_without_people_or_wish_there_are_no_ties(count: int, mean: float) -> None:
    assert len(ties(3, [0] * count, mean)) == 0


def test_when_all_ends_meet_it_stops_trying() -> None:
    """Two people can have one tie, however many are asked for."""
    assert list(ties(3, [0, 0], 9)) in ([], [(0, 1)])


def test_a_large_network_has_local_groups_with_names_of_their_own(
    everybody: list[TrialPerson], words: Words
) -> None:
    names = [group.name for group in groups(3, everybody, words)]
    lines = sum(len(line.groups) for line in words.fields)
    assert len(names) == len(set(names)) > lines


def test_who_knows_nobody_waits_for_nobody_she_knows(
    everybody: list[TrialPerson],
) -> None:
    strangers = [replace(person, field=number) for number, person in enumerate(everybody[:90])]
    lonely = waiting(3, strangers, ties(3, [0] * 90, 0))
    assert lonely.go_betweens
    assert (lonely.requests, lonely.introductions, lonely.talks) == ([], [], [])


def test_where_everybody_knows_everybody_nobody_is_introduced(
    everybody: list[TrialPerson],
) -> None:
    few = everybody[:3]
    known = ties(1, [0, 0, 0], 50)
    assert waiting(1, few * 10, known).introductions == []
