"""The first people somebody meets: who knows what she seeks, who seeks what she knows, who is like
her; nobody twice, nobody she knows, never herself."""

import pytest

from tests.world import World, member
from vaknet.domain.finding import actions as finding
from vaknet.domain.notices.welcome import first_people
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Occupation, Place


def told(viewer) -> list[tuple[str, str, str]]:
    return [(one.actor.first_name, one.kind, one.topic) for one in first_people(viewer)]


@pytest.fixture
def place(db: None) -> Place:
    return Place.objects.create(
        name="Waterveen", country="NL", latitude=52.1, longitude=5.2, population=30_000
    )


def test_who_knows_what_she_seeks_comes_first(world: World) -> None:
    finding.index_everything()
    ilse = member("Ilse de Wit", "ilse@lindewoude.example", seeks=["bouwdossiers gescand"])
    assert told(ilse)[0] == ("Marit", "knows", "bouwdossiers gescand")


def test_who_seeks_what_she_knows(world: World) -> None:
    ilse = member("Ilse de Wit", "ilse@lindewoude.example", knows=["Archief van papier af"])
    (found,) = first_people(ilse)
    assert (found.actor, found.kind) == (world.samira, "seeks")
    assert found.mine == "Archief van papier af"


def test_who_does_the_same_work(world: World) -> None:
    by_word = member("Ilse de Wit", "ilse@lindewoude.example", profession="Archivaris")
    assert told(by_word) == [("Peter", "profession", "Archivaris")]
    archivist = Occupation.objects.create(
        uri="http://example/archivist", isco="2621", label_nl="archivaris", label_en="archivist"
    )
    one, other = (
        member(name, f"{name}@x.example", profession="archivaris", occupation=archivist)
        for name in ("Aad", "Bea")
    )
    assert told(one) == [("Bea", "profession", "archivaris")]
    assert told(other) == [("Aad", "profession", "archivaris")]


def test_who_works_in_the_same_place(world: World, place: Place) -> None:
    people.change_profile(
        world.fatma, name="Fatma Yıldız", promise="", profession="", occupation=None, place=place
    )
    ilse = member("Ilse de Wit", "ilse@lindewoude.example", place=place)
    assert told(ilse) == [("Fatma", "place", "Waterveen")]


def test_nobody_twice_nobody_she_knows_and_not_too_many(world: World, place: Place) -> None:
    same = [
        member(f"Piet Nummer {number}", f"p{number}@x.example", profession="griffier", place=place)
        for number in range(6)
    ]
    found = first_people(same[0])
    assert len(found) == len({one.actor for one in found}) == 3
    assert same[0] not in {one.actor for one in found}
    assert world.joost not in {one.actor for one in first_people(world.samira)}


def test_who_tells_nothing_is_shown_nobody(world: World) -> None:
    assert first_people(member("Ilse de Wit", "ilse@lindewoude.example")) == []
