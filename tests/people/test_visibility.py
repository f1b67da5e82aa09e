"""Who sees which part of a profile: on the page, in lists, in the finder, and outside."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from tests.world import World, acquaint
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections_do
from vaknet.domain.connections import queries as connections
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.goals import actions as goals
from vaknet.domain.notices import welcome
from vaknet.domain.people import actions, queries
from vaknet.domain.people.models import (
    Consent,
    Occupation,
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
ENGLISH = {"accept-language": "en"}
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
    client = Client(headers=ENGLISH)
    client.force_login(actor.account)
    return client


def seen_by(actor: Actor | None, whose: Actor) -> set[str]:
    """The parts whose words are anywhere on the page."""
    client = signed_in(actor) if actor else Client()
    page = client.get(f"/@{whose.handle}/").content.decode()
    return {part for part in ALL if CANARIES[part] in page}


def show(actor: Actor, who: str, *parts: str) -> None:
    actions.show_parts(actor, who_sees=dict.fromkeys(parts or ALL, who), agreed_to="x")


def test_without_a_choice_all_members_see_it_and_nobody_else(told: World) -> None:
    assert seen_by(told.bram, told.marit) == set(ALL)
    assert seen_by(told.joost, told.marit) == set(ALL)
    assert seen_by(told.moderator, told.marit) == set(ALL)
    assert seen_by(None, told.marit) == set()


@pytest.mark.parametrize("part", ALL)
def test_each_part_for_contacts_only(told: World, part: str) -> None:
    show(told.marit, "contacts", part)
    assert seen_by(told.marit, told.marit) == set(ALL)
    assert seen_by(told.joost, told.marit) == set(ALL)
    assert seen_by(told.bram, told.marit) == set(ALL) - {part}
    assert seen_by(told.moderator, told.marit) == set(ALL) - {part}
    assert seen_by(None, told.marit) == set()


@pytest.mark.parametrize("part", ALL)
def test_each_part_for_herself_only(told: World, part: str) -> None:
    show(told.marit, "me", part)
    assert seen_by(told.marit, told.marit) == set(ALL)
    assert seen_by(told.joost, told.marit) == set(ALL) - {part}
    assert seen_by(told.bram, told.marit) == set(ALL) - {part}


@pytest.mark.parametrize("part", ALL)
def test_each_part_for_everyone(told: World, part: str) -> None:
    show(told.marit, "everyone", part)
    assert seen_by(None, told.marit) == {part}
    assert seen_by(told.bram, told.marit) == set(ALL)


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
    assert seen_by(None, told.marit) == set(ALL)
    account = told.marit.account
    account.is_active = False
    account.save()
    assert Client().get(f"/@{told.marit.handle}/").status_code == 302


def test_the_page_outside_says_nothing_of_others(told: World) -> None:
    show(told.marit, "everyone")
    page = Client(headers=ENGLISH).get(f"/@{told.marit.handle}/")
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
        seen[who] = {part for part in ALL if CANARIES[part] in page}
    assert seen["buitenstaander"] == {"knows"} == seen_by(None, told.marit)
    assert seen["lid"] == set(ALL) - {"seeks", "union"} == seen_by(told.bram, told.marit)
    assert seen["bekende"] == set(ALL) - {"union"} == seen_by(told.joost, told.marit)
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


SEEKS_WORK, NEWS, GOAL = "Vier dagen bij de zee", "hoofd turf", "De haven weer open"


@pytest.fixture
def told_more(told: World) -> World:
    """Besides, Marit looks for work, tells of a role and shows a goal."""
    marit = told.marit
    connections_do.look_for_work(
        marit, text=SEEKS_WORK, audience="contacts", until_on=now().date() + timedelta(days=9)
    )
    role = actions.add_role(marit, kind="work", title=NEWS, since=date(2026, 1, 1))
    connections_do.announce_role(marit, role=role, text="Ik ben er blij mee.")
    goals.set_goal(marit, text=GOAL, shown=True)
    return told


def sections(client: Client, address: str) -> dict[str, list[str]]:
    """What each section of a page tells, by its heading; what can be pressed is left out."""
    page = client.get(address).content.decode()
    page = re.sub(r"<(form|svg)\b.*?</\1>|<a class=\"button.*?</a>", "", page, flags=re.DOTALL)
    page = page[page.index("columns mt-7") : page.index("<footer")]
    found = {}
    for section in page.split("<h2")[1:]:
        heading, _h2, rest = section.partition("</h2>")
        found[heading.partition(">")[2]] = [
            word for word in (*CANARIES.values(), SEEKS_WORK, NEWS, GOAL) if word in rest
        ]
    return found


def test_a_preview_has_every_section_of_the_real_page(told_more: World) -> None:
    """Nobody should find out later that others saw more than she was shown."""
    marit, page = signed_in(told_more.marit), f"/@{told_more.marit.handle}/"
    contact = sections(signed_in(told_more.joost), page)
    member = sections(signed_in(told_more.bram), page)
    assert {"Looking for work", "What I work towards"} == set(contact) - set(member)
    assert (contact["Looking for work"], contact["What I work towards"]) == ([SEEKS_WORK], [GOAL])
    assert sections(marit, "/ik/profiel/gezien-door/bekende/") == contact
    assert sections(marit, "/ik/profiel/gezien-door/lid/") == member


def test_a_preview_tells_of_work_sought_whom_it_is_for(told_more: World) -> None:
    marit = signed_in(told_more.marit)

    def preview(who: str, audience: str) -> str:
        told = connections.my_search(told_more.marit)
        assert told is not None
        connections_do.look_for_work(
            told_more.marit,
            text=SEEKS_WORK,
            audience=audience,
            until_on=told.until_on,
            readers=[told_more.joost] if audience == "chosen" else [],
        )
        return marit.get(f"/ik/profiel/gezien-door/{who}/").content.decode()

    assert SEEKS_WORK not in preview("lid", "contacts")
    assert SEEKS_WORK not in preview("lid", "chosen")
    assert SEEKS_WORK not in preview("buitenstaander", "members")
    assert SEEKS_WORK in preview("lid", "members")
    chosen = preview("bekende", "chosen")
    assert "Shown to: Contacts that I choose." in chosen
    assert "Never to people of the employer in your work roles." in chosen


def test_a_preview_keeps_silent_of_news_that_she_keeps_to_herself(told_more: World) -> None:
    show(told_more.marit, "me", "work")
    page = signed_in(told_more.marit).get("/ik/profiel/gezien-door/bekende/").content.decode()
    assert NEWS not in page
    assert NEWS not in signed_in(told_more.joost).get(f"/@{told_more.marit.handle}/").text
    assert NEWS in signed_in(told_more.marit).get(f"/@{told_more.marit.handle}/").text


def test_a_shown_profession_is_in_the_language_of_who_reads(told: World) -> None:
    told.marit.profile.occupation = Occupation.objects.create(
        uri="esco:zeil", isco="7534", label_nl="zeilmaker", label_en="sail maker"
    )
    told.marit.profile.save()
    page = f"/@{told.marit.handle}/"
    assert "Profession: zeilmaker (sail maker)" in signed_in(told.bram).get(page).text
    dutch = signed_in(told.bram).get(page, headers={"accept-language": "nl"}).text
    assert "Vak: zeilmaker</p>" in dutch
    show(told.marit, "everyone", "profession", "work")
    assert "Profession: zeilmaker (sail maker)" in Client().get(page, headers=ENGLISH).text


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
