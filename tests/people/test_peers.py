"""People who do what I do: in which order, why, and who is not in the list."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import member
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.people.models import (
    Occupation,
    OccupationGroup,
    Organisation,
    Place,
    Profile,
    Subject,
)
from vaknet.domain.people.peers import CANDIDATES, Peer, Wanted, peers
from vaknet.interfaces.web.peers import reasons

LONG_AGO = date(2019, 1, 1)


@pytest.fixture
def trades(db: None) -> dict[str, Occupation]:
    rows = [("officer", "2619"), ("lawyer", "2619"), ("notary", "2611"), ("plumber", "7126")]
    return {
        name: Occupation.objects.create(
            uri=f"https://occupations.example/{name}",
            isco=isco,
            label_nl=f"{name} nl",
            label_en=name,
        )
        for name, isco in rows
    }


@pytest.fixture
def regions(db: None) -> dict[str, Place]:
    return {
        region: Place.objects.create(
            name=f"Hoofdstad {region}", country="NL", region=region, latitude=52, longitude=5,
            population=9,
        )
        for region in ("Westkust", "Oostland")
    }  # fmt: skip


@pytest.fixture
def employers(db: None) -> dict[str, Organisation]:
    kinds = {"Waterveen": "municipality", "Duinrade": "municipality", "Zuiderstreek": "province"}
    return {
        name: Organisation.objects.create(name=name, kind=kind, size="medium")
        for name, kind in kinds.items()
    }


def worker(name: str, trade: Occupation | None, at: str = "", where: Place | None = None) -> Actor:
    email = f"{name.replace(' ', '.').lower()}@werk.example"
    actor = member(name, email, occupation=trade, place=where)
    if at:
        actions.add_role(actor, kind="work", title="x", organisation=at, since=LONG_AGO)
    return actor


@pytest.fixture
def samira(
    trades: dict[str, Occupation], regions: dict[str, Place], employers: dict[str, Organisation]
) -> Actor:
    return worker("Samira Baas", trades["officer"], "Waterveen", regions["Westkust"])


def found(viewer: Actor, **wanted: bool) -> list[Peer]:
    return list(peers(viewer, wanted=Wanted(**wanted), start=0, end=50))


def names(viewer: Actor, **wanted: bool) -> list[str]:
    return [one.actor.first_name for one in found(viewer, **wanted)]


def test_the_work_itself_comes_first_and_then_where(
    samira: Actor, trades: dict[str, Occupation], regions: dict[str, Place]
) -> None:
    worker("Derde Groep", trades["notary"], "Duinrade", regions["Westkust"])
    worker("Tweede Groep", trades["lawyer"])
    worker("Eerste Verweg", trades["officer"])
    worker("Beste Dichtbij", trades["officer"], "Duinrade", regions["Westkust"])
    worker("Ander Vak", trades["plumber"], "Duinrade", regions["Westkust"])
    assert names(samira) == ["Beste", "Eerste", "Tweede", "Derde"]
    best = found(samira)[0]
    assert (best.is_same_occupation, best.has_same_kind, best.has_same_size) == (True, True, True)
    assert best.has_same_region
    related = found(samira)[3]
    assert (related.occupation, related.is_same_occupation) == (trades["notary"], False)


def test_what_both_know_counts_also_in_other_words(samira: Actor) -> None:
    fire = Subject.objects.create(uri="vaknet:fire", label_nl="brandweer", label_en="fire service")
    knows = worker("Kenner Een", None)
    also = worker("Kenner Twee", None)
    worker("Kenner Drie", None)
    for actor, text in [(samira, "Brandweer"), (knows, "de spuitgasten"), (also, "BRANDWEER")]:
        topic = actions.add_known_topic(actor, text=text)
        if actor != also:
            topic.subject = fire
            topic.save()
    assert {one.actor: one.topics for one in found(samira)} == {
        knows: ["de spuitgasten"],
        also: ["BRANDWEER"],
    }
    assert found(samira)[0].occupation is None


def test_own_words_for_a_profession_count_too(samira: Actor) -> None:
    Profile.objects.filter(actor=samira).update(profession="Vergunningverlener")
    other = worker("Anders Genoemd", None)
    Profile.objects.filter(actor=other).update(profession="vergunningverlener")
    assert names(samira) == ["Anders"]
    assert "Same work: vergunningverlener" in page(samira)


def test_nobody_is_in_the_list_without_a_reason(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    """By the same words with and without an occupation, by a near one, by a topic alone."""
    Profile.objects.filter(actor=samira).update(profession="Vergunningverlener")
    for name, trade in (("Zelfde Woord", None), ("Ander Vak", trades["plumber"])):
        Profile.objects.filter(actor=worker(name, trade)).update(profession="vergunningverlener")
    worker("Verre Vriend", trades["notary"])
    actions.add_known_topic(samira, text="Brandweer")
    actions.add_known_topic(worker("Kenner Een", None), text="Brandweer")
    told = {one.actor.first_name: reasons(one) for one in found(samira)}
    assert set(told) == {"Zelfde", "Ander", "Verre", "Kenner"}
    assert [name for name, why in told.items() if not why] == []


def test_a_near_profession_says_in_which_group_both_are(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    for code, label in (("261", "Legal professionals"), ("2619", "Legal professionals, other")):
        OccupationGroup.objects.create(code=code, label_nl=f"{label} nl", label_en=label)
    worker("Verre Vriend", trades["notary"])
    assert "Same group of professions: Legal professionals<" in page(samira)
    worker("Nabije Vriend", trades["lawyer"])
    assert "Same group of professions: Legal professionals, other<" in page(samira)
    assert "Zelfde groep beroepen: Legal professionals nl<" in page(samira, language="nl")


def test_only_at_organisations_of_the_same_size(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    Organisation.objects.create(name="Grootstad", size="large")
    worker("Even Groot", trades["officer"], "Duinrade")
    worker("Veel Groter", trades["officer"], "Grootstad")
    assert set(names(samira)) == {"Even", "Veel"}
    assert names(samira, same_size=True) == ["Even"]


def test_her_own_employer_is_left_out_unless_wanted(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    worker("Collega Kamer", trades["officer"], "Waterveen")
    assert names(samira) == []
    assert names(samira, own_employer=True) == ["Collega"]
    alone = worker("Alleen Staand", trades["officer"])
    assert set(names(alone)) == {"Samira", "Collega"}


def test_each_wish_narrows_the_list(
    samira: Actor, trades: dict[str, Occupation], regions: dict[str, Place]
) -> None:
    worker("Zelfde Soort", trades["notary"], "Duinrade", regions["Oostland"])
    worker("Zelfde Streek", trades["lawyer"], "Zuiderstreek", regions["Westkust"])
    worker("Niets Bekend", trades["officer"])
    assert len(names(samira)) == 3
    assert names(samira, same_kind=True) == ["Zelfde"]
    assert found(samira, same_region=True)[0].actor.name == "Zelfde Streek"
    assert set(names(samira, same_work=True)) == {"Zelfde", "Niets"}
    assert names(samira, same_kind=True, same_region=True) == []


@pytest.mark.parametrize("who", ["contacts", "me"])
def test_what_is_not_for_all_members_counts_for_nothing(
    samira: Actor, trades: dict[str, Occupation], regions: dict[str, Place], who: str
) -> None:
    shy = worker("Stille Willie", trades["officer"], "Duinrade", regions["Westkust"])
    actions.add_known_topic(samira, text="Brandweer")
    actions.add_known_topic(shy, text="Brandweer")
    for part in ("place", "work", "knows"):
        actions.show_parts(shy, who_sees={part: who})
    [one] = found(samira)
    assert (one.topics, one.organisation, one.has_same_region) == ([], None, False)
    actions.show_parts(shy, who_sees={"profession": who})
    assert found(samira) == []


def test_who_is_muted_blocked_or_gone_is_not_in_it(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    muted, blocked, blocking, gone, muting = (
        worker(f"{name} Persoon", trades["officer"])
        for name in ("Muisstil", "Ongewenst", "Afwerend", "Vertrokken", "Rustzoeker")
    )
    actions.mute(samira, other=muted)
    actions.block(samira, other=blocked)
    actions.block(blocking, other=samira)
    actions.mute(muting, other=samira)
    gone.account.is_active = False
    gone.account.save()
    assert names(samira) == ["Rustzoeker"]


def test_somebody_who_told_nothing_finds_nobody(samira: Actor) -> None:
    assert found(worker("Nieuw Gezicht", None)) == []


def test_as_many_statements_for_one_as_for_many(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            found(samira)
        return len(caught)

    worker("Nummer Nul", trades["officer"], "Duinrade")
    before = count()
    for number in range(5):
        worker(f"Nummer{number} X", trades["officer"], "Duinrade")
    assert count() == before <= 5
    assert CANDIDATES >= 20


# The page


def page(viewer: Actor, query: str = "", *, language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(viewer.account)
    response = client.get(f"/vakgenoten/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_why(
    samira: Actor, trades: dict[str, Occupation], regions: dict[str, Place]
) -> None:
    worker("Beste Dichtbij", trades["officer"], "Duinrade", regions["Westkust"])
    worker("Verre Vriend", trades["notary"])
    actions.add_known_topic(samira, text="Brandweer")
    actions.add_known_topic(worker("Kenner Een", None), text="Brandweer")
    told = page(samira)
    for reason in (
        "Same work: officer",
        "Related work: notary",
        "Also knows: Brandweer",
        "Also at: municipality",
        "Organisation of the same size",
        "Same region",
    ):
        assert reason in told
    assert "Zelfde werk: officer nl" in page(samira, language="nl")


def test_wishes_are_links_that_switch_on_and_off(
    samira: Actor, trades: dict[str, Occupation]
) -> None:
    worker("Collega Kamer", trades["officer"], "Waterveen")
    assert "Nobody found yet" in page(samira)
    told = page(samira, "?collegas=ja&werk=ja")
    assert "Collega Kamer" in told
    assert 'href="?collegas=ja"' in told
    assert 'href="?werk=ja"' in told
    assert 'href="?werk=ja&amp;soort=ja&amp;collegas=ja"' in told


def test_who_told_nothing_is_asked_what_she_does(samira: Actor) -> None:
    assert "Tell what your profession is." in page(worker("Nieuw Gezicht", None))
    assert "Tell what your profession is." not in page(samira)


def test_it_goes_on_for_pages(samira: Actor, trades: dict[str, Occupation]) -> None:
    for number in range(21):
        worker(f"Nummer{number} X", trades["officer"])
    first, second = page(samira, "?werk=ja"), page(samira, "?werk=ja&page=2")
    assert 'href="?werk=ja&amp;page=2"' in first
    assert first.count('class="peer"') == 20
    assert second.count('class="peer"') == 1
