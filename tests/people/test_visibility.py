"""Who sees which part of a profile: on the page, in lists, in the finder, and outside."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World, acquaint
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.notices import welcome
from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import (
    Consent,
    Organisation,
    PartAudience,
    Place,
    Profile,
    ProfilePart,
    Role,
)
from vaknet.domain.people.visibility import Closeness
from vaknet.domain.refusal import Refused

ALL = list(ProfilePart.values)
# Her profession is on her page when she has no work role to show there.
ON_PAGE = [part for part in ALL if part != "profession"]
CANARIES = {
    "promise": "orgelpijpen",
    "profession": "zeilmaker",
    "place": "Muizenveld",
    "languages": "Swahili",
    "links": "boekenwurm.example",
    "work": "turfsteker",
    "union": "klokkenluider",
    "volunteering": "imker",
    "knows": "spijkerschrift",
    "seeks": "walvistraan",
    "help": "kwartiertje",
}


@pytest.fixture
def told(world: World) -> World:
    """Marit tells something in every part."""
    marit = world.marit
    Role.objects.filter(actor=marit).delete()
    marit.known_topics.all().delete()
    town = Place.objects.create(
        name=CANARIES["place"], country="NL", latitude=52, longitude=5, population=900
    )
    actions.change_profile(
        marit,
        name=marit.name,
        promise=CANARIES["promise"],
        profession=CANARIES["profession"],
        occupation=None,
        place=town,
    )
    for kind in Role.Kind.values:
        actions.add_role(marit, kind=kind, title=CANARIES[kind], since=date(2024, 1, 1))
    actions.add_known_topic(marit, text=CANARIES["knows"])
    actions.add_sought_topic(marit, text=CANARIES["seeks"])
    actions.add_link(marit, url=f"https://{CANARIES['links']}/")
    actions.add_language(marit, code="sw")
    actions.offer_help(marit, kind="coffee", remark=CANARIES["help"])
    marit.refresh_from_db()
    return world


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def seen_by(actor: Actor | None, whose: Actor) -> set[str]:
    """The parts whose words are anywhere on the page."""
    client = signed_in(actor) if actor else Client()
    page = client.get(f"/@{whose.handle}/").content.decode()
    return {part for part in ON_PAGE if CANARIES[part] in page}


def show(actor: Actor, who: str, *parts: str) -> None:
    actions.show_parts(actor, who_sees=dict.fromkeys(parts or ALL, who), agreed_to="x")


def test_without_a_choice_all_members_see_it_and_nobody_else(told: World) -> None:
    assert seen_by(told.bram, told.marit) == set(ON_PAGE)
    assert seen_by(told.joost, told.marit) == set(ON_PAGE)
    assert seen_by(told.moderator, told.marit) == set(ON_PAGE)
    assert seen_by(None, told.marit) == set()


@pytest.mark.parametrize("part", ON_PAGE)
def test_each_part_for_contacts_only(told: World, part: str) -> None:
    show(told.marit, "contacts", part)
    assert seen_by(told.marit, told.marit) == set(ON_PAGE)
    assert seen_by(told.joost, told.marit) == set(ON_PAGE)
    assert seen_by(told.bram, told.marit) == set(ON_PAGE) - {part}
    assert seen_by(told.moderator, told.marit) == set(ON_PAGE) - {part}
    assert seen_by(None, told.marit) == set()


@pytest.mark.parametrize("part", ON_PAGE)
def test_each_part_for_herself_only(told: World, part: str) -> None:
    show(told.marit, "me", part)
    assert seen_by(told.marit, told.marit) == set(ON_PAGE)
    assert seen_by(told.joost, told.marit) == set(ON_PAGE) - {part}
    assert seen_by(told.bram, told.marit) == set(ON_PAGE) - {part}


@pytest.mark.parametrize("part", ON_PAGE)
def test_each_part_for_everyone(told: World, part: str) -> None:
    show(told.marit, "everyone", part)
    assert seen_by(None, told.marit) == {part}
    assert seen_by(told.bram, told.marit) == set(ON_PAGE)


def test_who_is_blocked_sees_nothing_of_it(told: World) -> None:
    show(told.marit, "members")
    actions.block(told.marit, other=told.bram)
    assert signed_in(told.bram).get(f"/@{told.marit.handle}/").status_code == 404


def test_her_profession_stands_in_for_work_that_is_not_shown(told: World) -> None:
    show(told.marit, "me", "work")
    assert CANARIES["profession"] in signed_in(told.bram).get(f"/@{told.marit.handle}/").text
    show(told.marit, "me", "profession")
    assert CANARIES["profession"] not in signed_in(told.bram).get(f"/@{told.marit.handle}/").text


def test_the_line_under_her_name_is_of_what_all_members_may_see(told: World) -> None:
    assert told.marit.headline == CANARIES["work"]
    show(told.marit, "contacts", "work")
    assert Actor.objects.get(pk=told.marit.pk).headline == CANARIES["profession"]
    show(told.marit, "me", "profession")
    assert Actor.objects.get(pk=told.marit.pk).headline == ""
    actions.add_role(told.marit, kind="work", title="nog iets")
    assert Actor.objects.get(pk=told.marit.pk).headline == ""
    show(told.marit, "members")
    assert Actor.objects.get(pk=told.marit.pk).headline == CANARIES["work"]


@pytest.mark.parametrize("part", ["promise", "profession", "place", "work", "union", "knows"])
@pytest.mark.parametrize("is_indexed_again", [True, False])
def test_the_finder_does_not_know_what_is_not_for_all(
    told: World, part: str, is_indexed_again: bool
) -> None:
    """Not even in the moment before it is read again: PostgreSQL has the last word."""
    finding.index_everything()
    asked = CANARIES[part]

    def finds() -> set[int]:
        return {one.actor.pk for one in finder.who_can_help(told.joost, asked).people}

    assert told.marit.pk in finds()
    show(told.marit, "contacts", part)
    if is_indexed_again:
        finding.index(told.marit)
    assert told.marit.pk not in finds()
    show(told.marit, "everyone", part)
    finding.index(told.marit)
    assert told.marit.pk in finds()


def test_an_offer_for_contacts_is_no_reason(told: World) -> None:
    finding.index_everything()

    def reasons() -> str:
        found = finder.who_can_help(told.joost, CANARIES["knows"], language="en").people
        return " ".join(reason.lead for one in found for reason in one.reasons)

    assert "Happy to help" in reasons()
    show(told.marit, "contacts", "help")
    assert "Happy to help" not in reasons()


def test_suggestions_to_newcomers_say_nothing_that_is_not_for_all(told: World) -> None:
    bram = told.bram
    actions.change_profile(
        bram,
        name=bram.name,
        promise="",
        profession=CANARIES["profession"],
        occupation=None,
        place=Profile.objects.get(actor=told.marit).place,
    )
    actions.add_known_topic(bram, text=CANARIES["seeks"])

    def kinds() -> set[str]:
        return {one.kind for one in welcome._suggestions(bram) if one.actor == told.marit}

    assert kinds() == {"seeks", "profession", "place"}
    for part in ("seeks", "profession", "place"):
        show(told.marit, "contacts", part)
        assert part not in kinds()


def test_a_go_between_is_not_described_by_a_hidden_role(told: World) -> None:
    Organisation.objects.create(
        name="gemeente Kraaiendam", uri="https://identifier.overheid.nl/tooi/id/gemeente/gm9"
    )
    actions.add_role(told.peter, kind="work", title="x", organisation="gemeente Kraaiendam")

    def second_stop() -> str:
        routes = connections.routes(told.samira, told.marit)
        return next(route.stops[1].name for route in routes if len(route.stops) > 1)

    assert "municipality" in second_stop() or "gemeente" in second_stop()
    show(told.peter, "me", "work")
    assert "Fatma" in second_stop()


def test_my_network_has_what_contacts_see(told: World) -> None:
    def marit() -> tuple[str, str, str]:
        found = finder.my_network(told.joost, language="nl").contacts
        one = next(one for one in found if one.key == told.marit.pk)
        return one.profession, one.organisation, one.region

    Role.objects.filter(actor=told.marit, kind="work").delete()
    actions.add_role(told.marit, kind="work", title="x", organisation="Kraaienhof")
    full = (CANARIES["profession"], "Kraaienhof", CANARIES["place"])
    assert marit() == full
    show(told.marit, "contacts")
    assert marit() == full
    show(told.marit, "me")
    assert marit() == ("", "", "")


def test_everyone_takes_her_consent(told: World) -> None:
    with pytest.raises(Refused):
        actions.show_parts(told.marit, who_sees={"knows": "everyone"})
    assert not PartAudience.objects.exists()
    assert not Consent.objects.filter(kind=Consent.Kind.BE_PUBLIC).exists()
    show(told.marit, "everyone", "knows")
    assert Consent.objects.get(kind=Consent.Kind.BE_PUBLIC).until is None
    actions.show_parts(told.marit, who_sees={"seeks": "everyone"})
    show(told.marit, "members")
    assert Consent.objects.get(kind=Consent.Kind.BE_PUBLIC).until is not None
    assert seen_by(None, told.marit) == set()


def test_the_same_twice_is_no_news(told: World) -> None:
    show(told.marit, "me", "knows")
    count = Activity.objects.count()
    show(told.marit, "me", "knows")
    assert Activity.objects.count() == count
    assert Activity.objects.latest("pk").audience == "self"


def test_outside_nobody_can_tell_a_member_from_nobody(told: World) -> None:
    """Who chose to be public is to be seen; of the others not even the work differs."""
    show(told.joost, "everyone", "knows")

    def answer(handle: str) -> tuple[int, str, int]:
        with CaptureQueriesContext(connection) as caught:
            response = Client().get(f"/@{handle}/")
        return response.status_code, response.headers["Location"].replace(handle, ""), len(caught)

    member, nobody = answer(told.marit.handle), answer("niemand.hier")
    assert member == nobody
    assert member[0] == 302
    assert Client().get(f"/@{told.joost.handle}/").status_code == 200


def test_a_closed_account_has_no_public_page(told: World) -> None:
    show(told.marit, "everyone")
    assert seen_by(None, told.marit) == set(ON_PAGE)
    account = told.marit.account
    account.is_active = False
    account.save()
    assert Client().get(f"/@{told.marit.handle}/").status_code == 302


def test_the_page_outside_says_nothing_of_others(told: World) -> None:
    show(told.marit, "everyone")
    page = Client(headers={"accept-language": "en"}).get(f"/@{told.marit.handle}/")
    for other in (told.joost.name, told.group.actor.name, told.question.title):
        assert other not in page.content.decode()
    assert "noindex" in page.content.decode()


# The page to choose on


def choices(**changed: str) -> dict[str, str]:
    return dict.fromkeys(ALL, "members") | changed


def test_she_chooses_and_looks_through_other_eyes(told: World) -> None:
    marit = signed_in(told.marit)
    assert marit.get("/ik/profiel/wie-ziet-wat/").status_code == 200
    chosen = choices(knows="everyone", seeks="contacts", union="me") | {"agrees": "on"}
    assert marit.post("/ik/profiel/wie-ziet-wat/", chosen).status_code == 303
    seen = {}
    for who in ("buitenstaander", "lid", "bekende", "wie-dan-ook"):
        page = marit.get(f"/ik/profiel/gezien-door/{who}/").content.decode()
        seen[who] = {part for part in ON_PAGE if CANARIES[part] in page}
    assert seen["buitenstaander"] == {"knows"} == seen_by(None, told.marit)
    assert seen["lid"] == set(ON_PAGE) - {"seeks", "union"} == seen_by(told.bram, told.marit)
    assert seen["bekende"] == set(ON_PAGE) - {"union"} == seen_by(told.joost, told.marit)
    assert seen["wie-dan-ook"] == seen["lid"]


def test_everyone_without_the_box_comes_back_with_what_to_do(told: World) -> None:
    response = signed_in(told.marit).post(
        "/ik/profiel/wie-ziet-wat/", choices(knows="everyone", union="me")
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Tick the box if you agree." in page
    assert '<option value="me" selected>' in page
    assert not PartAudience.objects.exists()


def test_a_made_up_choice_is_refused(told: World) -> None:
    marit = signed_in(told.marit)
    assert marit.post("/ik/profiel/wie-ziet-wat/", choices(knows="aliens")).status_code == 422
    assert marit.post("/ik/profiel/wie-ziet-wat/", {}).status_code == 422
    assert not PartAudience.objects.exists()


def test_before_she_is_public_the_outsider_s_view_is_the_door(told: World) -> None:
    page = signed_in(told.marit).get("/ik/profiel/gezien-door/buitenstaander/").content.decode()
    assert "the door to sign in" in page
    assert not [word for word in CANARIES.values() if word in page]


def test_becoming_contacts_opens_what_is_for_contacts(told: World) -> None:
    show(told.marit, "contacts", "knows")
    assert "knows" not in seen_by(told.bram, told.marit)
    acquaint(told.bram, told.marit)
    assert "knows" in seen_by(told.bram, told.marit)
    assert Closeness.CONTACT > Closeness.MEMBER


def test_a_profile_takes_a_viewer(told: World) -> None:
    with pytest.raises(Profile.DoesNotExist):
        queries.profile(None, told.marit, Closeness.MEMBER)
