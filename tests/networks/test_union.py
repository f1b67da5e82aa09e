"""A union of networks: a Vaknet with a treaty with each of two others, and nothing that passes from
the one to the other by it (decision 75)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.events.a_day import open_day
from tests.federation.story import public_group
from tests.introducing.story import agree
from tests.networks.partner import Partner, a_partner
from tests.networks.test_things import thing
from tests.visiting.story import OUT, Wout, closed_group, let_in, opened
from tests.world import World
from vaknet.domain.finding import actions as finding
from vaknet.domain.introducing import actions as introducing
from vaknet.domain.introducing.models import ShownToPartner
from vaknet.domain.networks.actions.ending import end_now
from vaknet.domain.networks.models import FromPartner, Side, Treaty
from vaknet.domain.visiting import actions as visiting
from vaknet.interfaces.federation.partners_things import read_partner

pytestmark = pytest.mark.django_db
ALL = ("agenda", "directory", "groups", "journals", "opportunities", "who_can_help")


@pytest.fixture
def both(settings) -> Iterator[tuple[Partner, Partner]]:
    """Vaknet West and Vaknet Zuid. They have no treaty with each other; we are their union."""
    with a_partner() as west, a_partner() as zuid:
        zuid.name = "Vaknet Zuid"
        hosts = (one.base.removeprefix("http://") for one in (west, zuid))
        settings.FEDERATION_TRIAL = frozenset(hosts)
        yield west, zuid


def shows(partner: Partner, number: int, title: str) -> None:
    """On its agenda."""
    partner.answers["about"] = lambda _told: {"name": partner.name}
    partner.answers["agenda"] = lambda _told: {"items": [thing(partner, number, title=title)]}


def titles(partner: Partner, what: str) -> list[str]:
    """What it reads at the union."""
    return [one["title"] for one in partner.asks(what, {}).json()["items"]]


def people(partner: Partner, what: str, text: str) -> list[str]:
    told: dict[str, Any] = partner.asks(what, {"text": text, "language": "en"}).json()
    return [one["name"] for one in told["people"]]


def test_the_union_sees_both_and_shows_each_its_own_things_alone(
    world: World, both: tuple[Partner, Partner]
) -> None:
    west, zuid = both
    for partner, number, title in ((west, 1, "Dag van West"), (zuid, 2, "Dag van Zuid")):
        shows(partner, number, title)
        read_partner(partner.in_force(*ALL))
    page = Client().get("/netwerken/daar/").text
    assert "Dag van West" in page
    assert "Dag van Zuid" in page
    open_day(world, readers="public", name="Dag van de unie")
    public_group(world.noor)
    for partner in both:
        assert titles(partner, "agenda") == ["Dag van de unie"]
        assert titles(partner, "groups") == ["Bouwen met hout"]
        assert titles(partner, "journals") == titles(partner, "opportunities") == []


def test_what_the_union_would_pass_on_a_member_of_it_does_not_take(
    both: tuple[Partner, Partner],
) -> None:
    """The other way round: West is the union, and shows us what Zuid has."""
    west, zuid = both
    treaty = west.in_force(*ALL)
    shows(west, 1, "Dag van West")
    own = thing(west, 1, title="Dag van West")
    of_zuid = thing(zuid, 2, title="Dag van Zuid")
    as_its_own = thing(west, 3, url=f"{zuid.base}/b/2/", title="Dag van Zuid")
    west.answers["agenda"] = lambda _told: {"items": [own, of_zuid, as_its_own]}
    read_partner(treaty)
    assert [one.title for one in FromPartner.objects.all()] == ["Dag van West"]
    refused = zuid.asks("about", {})
    assert (refused.status_code, refused.content) == (404, b'{"error": "Not found"}')


def test_a_treaty_with_the_one_is_none_with_the_other(
    world: World, both: tuple[Partner, Partner]
) -> None:
    west, zuid = both
    west.in_force("agenda")
    zuid.in_force("groups", "directory", "who_can_help")
    assert west.asks("agenda", {}).status_code == 200
    assert zuid.asks("agenda", {}).status_code == 404
    for what in ("groups", "group/list", "directory", "who-can-help", "introduction/ask"):
        assert zuid.asks(what, {}).status_code == 200, what
        assert west.asks(what, {}).status_code == 404, what


def test_who_is_found_by_the_one_is_nobody_to_the_other(
    world: World, both: tuple[Partner, Partner]
) -> None:
    west, zuid = both
    west.in_force(*ALL)
    agree(world.marit, chosen=[zuid.in_force(*ALL).network])
    finding.index_everything()
    question = "Wie heeft bouwdossiers gescand?"
    assert people(zuid, "directory", "marit") == ["Marit Hoekstra"]
    assert people(zuid, "who-can-help", question) == ["Marit Hoekstra"]
    assert people(west, "directory", "marit") == people(west, "who-can-help", question) == []
    shown = ShownToPartner.objects.first()
    assert shown is not None
    told = {"token": "t" * 22, "shown": shown.token, "name": "Ada", "purpose": "Graag bellen. " * 3}
    assert west.asks("introduction/ask", told).json() == {"taken": True}
    assert not world.marit.introductions_across.exists()


def test_what_is_asked_at_the_union_goes_to_the_one_that_was_named(
    world: World, both: tuple[Partner, Partner]
) -> None:
    west, zuid = both
    network = west.in_force(*ALL).network
    zuid.in_force(*ALL)
    client = Client()
    client.force_login(world.samira.account)
    assert client.post(f"/netwerken/{network.pk}/mensen/", {"q": "Ada"}).status_code == 200
    assert [what for what, _message in west.heard] == ["directory"]
    assert zuid.heard == []


def test_members_of_both_meet_in_a_group_of_the_union_that_is_open_to_both(
    world: World, both: tuple[Partner, Partner]
) -> None:
    west, zuid = both
    to_west, to_zuid = west.in_force("groups"), zuid.in_force("groups")
    group = closed_group(world.samira, "Afgevaardigden")
    opening = opened(world.samira, group)
    wout, zita = (let_in(world.samira, Wout(one, opening)) for one in both)
    begun = wout.says("Wie neemt de agenda?", kind="conversation", title="Agenda").json()
    [row] = zita.reads()["rows"]
    assert (row["title"], row["author"]) == ("Agenda", wout.actor.name)
    assert "Wie neemt de agenda?" in zita.opens(row["id"]).json()["html"]
    assert begun["state"] == "in"
    # The one cannot speak for a visitor of the other.
    posing = zuid.asks("group/read", wout.told(part="conversations"))
    assert posing.content == OUT
    visiting.open_to_visitors(world.samira, group=group, networks=[to_west.network])
    assert zita.reads()["state"] == "out"
    assert wout.reads()["state"] == "in"
    assert to_zuid.ended_at is None


def test_who_leaves_the_union_takes_nothing_of_the_other_along(
    world: World, both: tuple[Partner, Partner]
) -> None:
    west, zuid = both
    treaties: list[Treaty] = []
    for partner, number, title in ((west, 1, "Dag van West"), (zuid, 2, "Dag van Zuid")):
        shows(partner, number, title)
        treaties.append(partner.in_force(*ALL))
        read_partner(treaties[-1])
    agree(world.marit)
    end_now(treaties[0], by=Side.THERE, why="", at=timezone.now())
    assert [one.title for one in FromPartner.objects.all()] == ["Dag van Zuid"]
    assert west.asks("directory", {"text": "marit"}).status_code == 404
    assert people(zuid, "directory", "marit") == ["Marit Hoekstra"]
    introducing.stop_being_found(world.marit)
    assert people(zuid, "directory", "marit") == []
