"""People by name: who is found, in which order, and who is not there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.activity.names import fold_name
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions
from vaknet.domain.people import directory as module
from vaknet.domain.people.directory import Page, Wanted, directory
from vaknet.domain.people.models import Account, Occupation, OccupationGroup, Organisation, Place

DUTCH_NAMES = [
    "Anne-Marie d’Hondt",
    "Fatma Yıldız",
    "Işıl Şahin",
    "JOSÉ Muñoz",
    "Łukasz Dvořák",
    "Åsa Bjørn",
    "Zoë van 't Hart",
]


def found(viewer: Actor, name: str = "", **wanted: object) -> list[str]:
    return [one.actor.name for one in page(viewer, name, **wanted).people]


def alike(viewer: Actor, name: str) -> list[str]:
    return [one.actor.name for one in page(viewer, name).alike]


def page(viewer: Actor, name: str = "", **wanted: object) -> Page:
    return directory(viewer, wanted=Wanted(name=name, **wanted), size=20)


# By name


def test_everybody_stands_in_the_order_of_the_alphabet(world: World) -> None:
    assert found(world.samira) == sorted(one.name for one in world.everybody)


def test_whose_name_begins_so_comes_before_whose_name_holds_it(world: World) -> None:
    for number, name in enumerate(["Jan Winters", "Winnie Aalders", "Adjan Wit"]):
        member(name, f"n{number}@werk.example")
    assert found(world.bram, "win") == ["Winnie Aalders", "Jan Winters"]
    assert found(world.bram, "jan") == ["Jan Winters", "Noor Janssen"]


def test_words_may_stand_in_another_order(world: World) -> None:
    assert found(world.bram, "meer joost") == found(world.bram, "joost meer") == [world.joost.name]
    assert found(world.bram, "joost hoekstra") == []


@pytest.mark.parametrize("name", DUTCH_NAMES)
def test_python_and_postgresql_fold_a_name_the_same(world: World, name: str) -> None:
    actor = member(name, "iemand@werk.example")
    kept = Actor.objects.get(pk=actor.pk)
    assert fold_name(kept.folded) == fold_name(name)
    assert kept.folded.isascii()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("marie", "Anne-Marie d’Hondt"),
        ("ANNE MARIE", "Anne-Marie d’Hondt"),
        ("hondt", "Anne-Marie d’Hondt"),
        ("yildiz", "Fatma Yıldız"),
        ("isil sahin", "Işıl Şahin"),
        ("muñoz", "JOSÉ Muñoz"),
        ("lukasz dvorak", "Łukasz Dvořák"),
        ("hart", "Zoë van 't Hart"),
        ("van 't hart", "Zoë van 't Hart"),
    ],
)
def test_accents_capitals_and_hyphens_do_not_matter(world: World, typed: str, name: str) -> None:
    for number, one in enumerate(set(DUTCH_NAMES) - {world.fatma.name}):
        member(one, f"n{number}@werk.example")
    assert found(world.bram, typed) == [name]


@pytest.mark.parametrize(
    "typed", ["Marrit Hoekstra", "Hoekstar", "Hoexstra", "marit hoesktra", "Mariet"]
)
def test_a_slip_does_no_harm(world: World, typed: str) -> None:
    assert found(world.bram, typed) == []
    assert alike(world.bram, typed)[0] == world.marit.name


def test_another_spelling_stands_below(world: World) -> None:
    member("Piet Jansen", "piet@werk.example")
    assert found(world.bram, "jansen") == ["Piet Jansen"]
    assert alike(world.bram, "jansen") == [world.noor.name]


@pytest.mark.parametrize("typed", ["qx", "xqz", "...", "%", "_", "jo%er", "a_i", "\\", "☂"])
def test_nonsense_finds_nobody(world: World, typed: str) -> None:
    assert found(world.bram, typed) == alike(world.bram, typed) == []


# What the list is narrowed to


@pytest.fixture
def trades(db: None) -> dict[str, Occupation]:
    OccupationGroup.objects.create(code="26", label_nl="Juristen", label_en="Lawyers")
    OccupationGroup.objects.create(code="2", label_nl="Te ruim", label_en="Too wide")
    return {
        name: Occupation.objects.create(
            uri=f"https://occupations.example/{name}", isco=isco, label_nl=name, label_en=name
        )
        for name, isco in [("lawyer", "2619"), ("plumber", "7126")]
    }


@pytest.fixture
def coast(db: None) -> Place:
    return Place.objects.create(
        name="Duindorp", country="NL", region="Westkust", latitude=52, longitude=5, population=9
    )


@pytest.fixture
def lawyer(world: World, trades: dict[str, Occupation], coast: Place) -> Actor:
    """At Waterveen, like Samira, and besides nobody is what she is."""
    actor = member("Wies Zandt", "wies@werk.example", occupation=trades["lawyer"], place=coast)
    actions.add_role(actor, kind="work", title="jurist", organisation="gemeente Waterveen")
    member("Loes Lood", "loes@werk.example", occupation=trades["plumber"])
    return actor


@pytest.fixture(params=[module.FEW, 0], ids=["few", "many"])
def looked_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one or along the names: who is found is the same."""
    monkeypatch.setattr(module, "FEW", request.param)


NARROWED = {
    "work": {"organisation": "gemeente Waterveen"},
    "place": {"region": "Westkust"},
    "profession": {"group": "26"},
}


def narrowed(part: str) -> dict[str, object]:
    wanted: dict[str, object] = dict(NARROWED[part])
    if part == "work":
        wanted["organisation"] = Organisation.objects.get(name=wanted["organisation"])
    return wanted


@pytest.mark.usefixtures("looked_up")
def test_where_and_what_narrow_the_list(world: World, lawyer: Actor) -> None:
    """Joost left Waterveen."""
    assert found(world.bram, **narrowed("work")) == [world.samira.name, lawyer.name]
    assert found(world.bram, **narrowed("place")) == [lawyer.name]
    assert found(world.bram, **narrowed("profession")) == [lawyer.name]
    assert found(world.bram, "wies", **narrowed("work")) == [lawyer.name]
    assert found(world.bram, "samira", **narrowed("place")) == []


@pytest.mark.usefixtures("looked_up")
@pytest.mark.parametrize("who", ["contacts", "me"])
@pytest.mark.parametrize("part", NARROWED)
def test_what_is_not_for_all_members_finds_nobody(
    world: World, lawyer: Actor, part: str, who: str
) -> None:
    """Also not for a contact: a list would tell by its silence. By name she is there as before."""
    acquaint(lawyer, world.bram)
    actions.show_parts(lawyer, who_sees={part: who})
    assert lawyer.name not in found(world.bram, **narrowed(part))
    assert lawyer.name not in alike_names(world.bram, "wiess", part)
    assert found(world.bram, "wies") == [lawyer.name]


def alike_names(viewer: Actor, name: str, part: str) -> list[str]:
    return [one.actor.name for one in page(viewer, name, **narrowed(part)).alike]


def test_a_region_is_shown_unless_she_hides_it(world: World, lawyer: Actor) -> None:
    assert [one.region for one in page(world.bram, "wies").people] == ["Westkust"]
    assert [one.region for one in page(world.bram, "samira").people] == [""]
    actions.show_parts(lawyer, who_sees={"place": "contacts"})
    assert [one.region for one in page(world.bram, "wies").people] == [""]


# Who is not there


def test_who_is_kept_apart_is_nobody_both_ways(world: World) -> None:
    blocked, blocking = member("Kwik Kwak", "kk@w.example"), member("Kwik Kwek", "kw@w.example")
    muted = member("Kwik Kwok", "ko@w.example")
    actions.block(world.bram, other=blocked)
    actions.block(blocking, other=world.bram)
    actions.mute(world.bram, other=muted)
    assert found(world.bram, "kwik") == [muted.name]
    assert alike(world.bram, "kwikk kwak") == [muted.name]
    assert found(world.noor, "kwik") == ["Kwik Kwak", "Kwik Kwek", "Kwik Kwok"]


def test_who_left_or_was_switched_off_is_nobody(world: World) -> None:
    assert found(world.bram, "marit") == [world.marit.name]
    Account.objects.filter(actor=world.marit).update(is_active=False)
    assert found(world.bram, "marit") == alike(world.bram, "marit hoekstra") == []
    leaving.close_account(world.peter, answers="stay")
    assert found(world.bram, "peter") == []
    assert "" not in [one.actor.name for one in page(world.bram).people]


def test_groups_are_not_people(world: World) -> None:
    assert found(world.bram, "vergunningen") == alike(world.bram, "vergunningen") == []


def test_a_guest_finds_nobody(world: World) -> None:
    assert directory(None, wanted=Wanted(name="marit"), size=20) == Page([], False, [])


# Page after page


def test_each_is_on_one_page_also_when_names_are_the_same(world: World) -> None:
    for number in range(5):
        member("Kim de Wit", f"kim{number}@werk.example")
    member("Wit Kimmel", "wit@werk.example")
    for typed in ("", "kim", "wit"):
        everybody = page(world.bram, typed).people
        assert [one.actor.pk for one in everybody] == walked(world.bram, typed)
    assert len(walked(world.bram, "kim")) == 6


def walked(viewer: Actor, name: str) -> list[int]:
    seen: list[int] = []
    behind, goes_on = None, True
    while goes_on:
        some = directory(viewer, wanted=Wanted(name=name), behind=behind, size=2)
        seen += [one.actor.pk for one in some.people]
        behind, goes_on = some.people[-1].spot, some.has_next
    return seen


def test_somebody_who_comes_in_meanwhile_moves_nobody(world: World) -> None:
    first = directory(world.bram, wanted=Wanted(), size=2)
    member("Aafje Aalders", "aafje@werk.example")
    rest = directory(world.bram, wanted=Wanted(), behind=first.people[-1].spot, size=20)
    names = [one.actor.name for one in [*first.people, *rest.people]]
    assert names == sorted(one.name for one in world.everybody)


# The page


def asked(viewer: Actor, language: str = "en", **query: str) -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(viewer.account)
    response = client.get("/mensen/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_row_says_who_she_is_and_whether_one_knows_her(world: World, lawyer: Actor) -> None:
    told = asked(world.samira, naam="joost")
    assert "adviseur vergunningen, gemeente Duinrade" in told
    assert "a contact of yours" in told
    assert "Westkust</span>" in asked(world.samira, naam="wies")
    assert "a contact of yours" not in asked(world.samira, naam="wies")
    assert '<span class="tag">you</span>' in asked(world.samira, naam="samira")


def test_all_that_is_chosen_goes_along_to_the_next_page(world: World, lawyer: Actor) -> None:
    for number in range(40):
        other = member("Wies Zee", f"z{number}@werk.example")
        actions.add_role(other, kind="work", title="x", organisation="gemeente Waterveen")
    query = {"naam": "wies", "organisatie": "gemeente waterveen"}
    first = asked(world.bram, **query)
    [after] = [line.split('"')[0] for line in first.split('href="?')[1:] if "na=" in line]
    assert after.startswith("naam=wies&amp;organisatie=gemeente+Waterveen&amp;na=")
    spot = after.split("&amp;na=")[1].replace("+", " ")
    second = asked(world.bram, **query, na=spot)
    assert (first + second).count('class="name"') == 40
    assert 'href="?naam=wies&amp;organisatie=gemeente+Waterveen"' in second
    assert lawyer.name in asked(world.bram, **query, na="1-wies zandt")


@pytest.mark.parametrize("spot", ["x", "0-a", "1-", "-1-a", "1" * 30 + "-a", "1-\0"])
def test_a_made_up_spot_is_the_first_page(world: World, spot: str) -> None:
    assert world.marit.name in asked(world.bram, na=spot)


def test_nobody_found_is_said_in_words(world: World, trades: dict[str, Occupation]) -> None:
    told = asked(world.bram, naam="qxqxqx")
    assert "Nobody found with that name" in told
    assert 'href="/vraag/">Who can help?</a>' in told
    assert "Narrow the list less." in asked(world.bram, vak="26")
    nowhere = asked(world.bram, organisatie="Nergens BV Qxqx")
    assert "We know no organisation with this name." in nowhere
    assert world.marit.name not in nowhere


def test_a_filter_that_does_not_exist_is_none(world: World, coast: Place) -> None:
    assert world.marit.name in asked(world.bram, regio="Qxqx", vak="99")
    assert "Nobody found" in asked(world.bram, regio="Westkust")


def test_nothing_tells_how_many_there_are(world: World) -> None:
    before = asked(world.bram, naam="noor")
    for number in range(30):
        member("Aart Nul", f"a{number}@werk.example")
    assert untold(asked(world.bram, naam="noor")) == untold(before)


def untold(text: str) -> str:
    """Without tokens, that differ each time."""
    return "".join(part for part in text.split('"') if len(part) != 64)


@pytest.mark.parametrize("name", ["kim", "kin"])
def test_as_many_statements_for_one_as_for_three(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.bram.account)

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/mensen/", {"naam": name}).text.count('class="name"') == expected
        return len(caught)

    expected = 1
    member("Kim de Zee", "kim@werk.example")
    count()
    first = count()
    for number in range(2):
        member("Kim de Zee", f"kim{number}@werk.example")
    expected = 3
    assert count() == first <= 18


def test_who_will_work_there_does_not_yet(world: World) -> None:
    soon = timezone.localdate() + timedelta(days=9)
    actions.add_role(
        world.bram, kind="work", title="x", organisation="gemeente Waterveen", since=soon
    )
    assert found(world.noor, **narrowed("work")) == [world.samira.name]
