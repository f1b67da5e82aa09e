"""What she kept from others in one network is not read by them in the next."""

import pytest

from tests.leaving.story import of, signed_in, take, ticked, upload, zipped
from tests.world import World, acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.leaving import actions
from vaknet.domain.leaving.actions.bringing import Chosen
from vaknet.domain.leaving.brought import BroughtRole, plain
from vaknet.domain.leaving.reading import brought
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Consent
from vaknet.domain.people.visibility import audiences

SECRET = "Woordenlijst Tamazight"


@pytest.fixture
def ilse(world: World) -> Actor:
    """Samira in another network, as it were: there Marit is her contact."""
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    acquaint(ilse, world.marit)
    return ilse


def bring(actor: Actor, content: bytes, **more):
    client = signed_in(actor)
    page = upload(client, content)
    done = client.post("/ik/gegevens/meenemen/kies/", ticked(page) | more)
    assert done.status_code == 303
    return page


def archive_of(samira: Actor, **who_sees: str) -> bytes:
    people.add_known_topic(samira, text=SECRET)
    people.show_parts(samira, who_sees=who_sees, agreed_to="2026-11")
    return zipped(take(samira).told)


def test_a_part_for_herself_alone_stays_so(world: World, ilse: Actor) -> None:
    """In her own eyes it came along; her contact there, the finder and the log show none of it."""
    page = bring(ilse, archive_of(world.samira, knows="me"))
    assert "What I know" in page.text
    assert "Only me" in page.text
    assert SECRET in signed_in(ilse).get("/ik/profiel/").text
    finding.index_everything()
    for viewer in (world.marit, world.bram, world.moderator):
        assert SECRET not in signed_in(viewer).get(f"/@{ilse.handle}/").text
    assert ilse not in [one.actor for one in finder.who_can_help(world.bram, SECRET).people]
    assert audiences(ilse) == {"knows": "me"}


def test_a_part_for_contacts_is_for_contacts(world: World, ilse: Actor) -> None:
    bring(ilse, archive_of(world.samira, knows="contacts", work="contacts"))
    assert SECRET in signed_in(world.marit).get(f"/@{ilse.handle}/").text
    page = signed_in(world.bram).get(f"/@{ilse.handle}/").text
    assert SECRET not in page
    assert "vergunningverlener" not in page
    assert Actor.objects.get(pk=ilse.pk).headline == ""


def test_everyone_is_members_here_until_she_says_so_again(world: World, ilse: Actor) -> None:
    page = bring(ilse, archive_of(world.samira, knows="everyone"))
    assert "All professionals here" in page.text
    assert audiences(ilse) == {}
    assert not Consent.objects.filter(actor=ilse, kind="be_public").exists()
    assert SECRET in signed_in(world.bram).get(f"/@{ilse.handle}/").text


@pytest.mark.parametrize(
    ("here", "there", "then"),
    [
        ("me", "contacts", "me"),
        ("me", "everyone", "me"),
        ("contacts", "members", "contacts"),
        ("contacts", "me", "me"),
        ("everyone", "members", "members"),
        ("everyone", "everyone", "members"),
        ("members", "members", "members"),
    ],
)
def test_never_wider_than_here_or_there(
    world: World, ilse: Actor, here: str, there: str, then: str
) -> None:
    people.show_parts(ilse, who_sees={"knows": here}, agreed_to="2026-11")
    actions.bring_along(ilse, chosen=Chosen(knows=["Kaarten"], who_sees={"knows": there}))
    assert audiences(ilse).get("knows", "members") == then


def test_a_part_of_which_nothing_comes_stays_as_it_is(world: World, ilse: Actor) -> None:
    """And of roles each kind has its own."""
    people.add_known_topic(ilse, text="Al hier")
    role = BroughtRole("union", "kaderlid", "", None, None)
    told = {"knows": "me", "work": "me", "union": "contacts"}
    actions.bring_along(ilse, chosen=Chosen(roles=[role], who_sees=told))
    assert audiences(ilse) == {"union": "contacts"}


def test_all_that_can_come_has_its_part(world: World, ilse: Actor) -> None:
    """For herself there, so for herself here: whatever part it is."""
    parts = ("promise", "profession", "place", "languages", "knows", "seeks", "help", "links")
    told = of(
        profile=[{"promise": "a", "profession": "b", "place": "c"}],
        languages=[{"code": "tr"}],
        known_topics=[{"text": "d"}],
        sought_topics=[{"text": "e"}],
        help_offers=[{"kind": "coffee"}],
        links=[{"url": "https://ilse.example/"}],
        roles=[{"kind": kind, "title": kind} for kind in ("work", "union", "volunteering")],
        part_audiences=[
            {"part": part, "who": "me"} for part in (*parts, "work", "union", "volunteering")
        ],
    )
    bring(ilse, zipped(told))
    assert audiences(ilse) == dict.fromkeys((*parts, "work", "union", "volunteering"), "me")


def test_whom_we_have_no_word_for_is_nobody(world: World) -> None:
    told = of(
        part_audiences=[
            {"part": "knows", "who": "my_team"},
            {"part": "seeks"},
            {"part": "help", "who": ["me"]},
            {"part": "shoe_size", "who": "me"},
            {"part": ["links"], "who": "me"},
            {"part": "links", "who": "contacts"},
        ]
    )
    found = brought(told)
    assert found.who_sees == (
        ("knows", "me"),
        ("seeks", "me"),
        ("help", "me"),
        ("links", "contacts"),
    )
    assert brought(plain(found)) == found
