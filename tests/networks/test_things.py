"""What partners show each other of what everybody may read."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.events.a_day import open_day
from tests.federation.story import public_group
from tests.networks.partner import Partner, without_end
from tests.opportunities.a_masterclass import an_open_one
from tests.world import World
from vaknet.domain.federation import actions as federation
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions as journal
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.things import MOST
from vaknet.domain.networks.models import FromPartner, Network, TreatyShare
from vaknet.domain.people.models import Place
from vaknet.interfaces.federation.partners_things import read_partner
from vaknet.interfaces.jobs import clock_of_partners

pytestmark = pytest.mark.django_db
BASE = "https://vaknet.example"


def items(partner: Partner, what: str) -> list[dict[str, str]]:
    return partner.asks(what, {}).json()["items"]


def test_only_what_guests_read_is_told(world: World, partner: Partner) -> None:
    partner.in_force("agenda", "groups", "journals", "opportunities")
    for what in ("agenda", "groups", "journals", "opportunities"):
        assert items(partner, what) == []
    open_day(world, readers="members")
    event = open_day(world, readers="public", name="Open dag")
    [found] = items(partner, "agenda")
    assert (found["title"], found["url"]) == ("Open dag", f"{BASE}/b/{event.pk}/")
    assert found["place"] == "Buurthuis De Sluis"
    group = public_group(world.noor)
    [found] = items(partner, "groups")
    assert (found["title"], found["text"]) == ("Bouwen met hout", "Houtbouw & meer")
    journal.start_journal(world.noor, group=group, weekday=5)
    [found] = items(partner, "journals")
    assert found["url"] == f"{BASE}/g/{group.actor.handle}/nr/"
    federation.keep_home(world.noor, group=group)
    assert (items(partner, "groups"), items(partner, "journals")) == ([], [])
    an_open_one(world, readers="public")
    assert items(partner, "opportunities") == []
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    [found] = items(partner, "opportunities")
    assert found["title"] == "Masterclass Vergunnen met lef"


def test_what_is_not_shared_is_not_told(partner: Partner) -> None:
    partner.in_force("who_can_help")
    for what in ("agenda", "groups", "journals", "opportunities"):
        assert partner.asks(what, {}).status_code == 404
    assert partner.asks("about", {}).json() == {"name": "Vaknet Oost"}


def test_who_we_are_and_where(world: World, partner: Partner) -> None:
    partner.in_force("agenda")
    town = Place(name="Waterveen", country="NL", latitude=52.5, longitude=5.5, population=1)
    actions.say_place(world.moderator, place=town)
    told = partner.asks("about", {}).json()
    assert told["place"] == {"name": "Waterveen", "latitude": 52.5, "longitude": 5.5}
    actions.say_place(world.moderator, place=None)
    assert "place" not in partner.asks("about", {}).json()


def thing(partner: Partner, number: int = 1, **more: object) -> dict[str, object]:
    address = f"{partner.base}/b/{number}/"
    day = timezone.now() + timedelta(days=number)
    given = {"id": address, "url": address, "title": f"Dag {number}", "text": "<b>Kom</b>"}
    return given | {"startsAt": day.isoformat(), "endsAt": day.isoformat()} | more


def answers(partner: Partner, *given: object) -> None:
    place = {"name": "Westerveld", "latitude": 52.1, "longitude": 4.3}
    partner.answers["about"] = lambda _told: {"name": "Vaknet Nieuw West", "place": place}
    partner.answers["agenda"] = lambda _told: {"items": list(given)}


def test_their_agenda_stands_on_our_page(world: World, partner: Partner) -> None:
    treaty = partner.in_force("agenda", "directory")
    answers(partner, thing(partner, 2), thing(partner, 1))
    clock_of_partners.read_partners(0)
    page = Client(headers={"accept-language": "en"}).get("/netwerken/daar/").content.decode()
    assert page.index("Dag 1") < page.index("Dag 2")
    assert "&lt;b&gt;Kom&lt;/b&gt;" in page
    assert f'href="{partner.base}/b/1/" rel="nofollow noopener ugc"' in page
    assert "Say from here that you come" not in page  # a guest is at home nowhere
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.samira.account)
    page = client.get("/netwerken/daar/").content.decode()
    assert "Say from here that you come" in page
    asked = quote(f"{partner.base}/b/1/", safe="")
    assert f'href="/authorize_interaction?uri={asked}"' in page
    network = Network.objects.get()
    assert (network.name, network.place, network.latitude) == (
        "Vaknet Nieuw West",
        "Westerveld",
        52.1,
    )
    answers(partner, thing(partner, 3))
    clock_of_partners.read_partners(0)
    assert FromPartner.objects.count() == 2
    read_partner(treaty)
    assert [one.title for one in FromPartner.objects.all()] == ["Dag 3"]


def test_what_is_of_others_or_cannot_be_read_is_left_out(partner: Partner) -> None:
    treaty = partner.in_force("agenda")
    elsewhere = "https://elders.example/b/1/"
    answers(
        partner,
        thing(partner, 1, id=elsewhere),
        thing(partner, 2, url=elsewhere),
        thing(partner, 3, url="javascript:alert(1)"),
        thing(partner, 4, title=""),
        thing(partner, 5, id=1),
        thing(partner, 6, url=f"{partner.base}/{'x' * 600}"),
        thing(partner, 7),
        thing(partner, 7),
        "niets",
    )
    read_partner(treaty)
    assert [one.title for one in FromPartner.objects.all()] == ["Dag 7"]
    answers(partner, *(thing(partner, number) for number in range(MOST + 5)))
    read_partner(treaty)
    assert FromPartner.objects.count() == MOST


def test_a_day_in_another_age_is_no_day(partner: Partner) -> None:
    treaty = partner.in_force("agenda")
    far = {"startsAt": "0001-01-01T00:00:00Z", "endsAt": "9999-12-31T23:59:59Z"}
    answers(partner, thing(partner, 1, **far))
    read_partner(treaty)
    row = FromPartner.objects.get()
    assert (row.starts_at, row.ends_at) == (None, None)
    assert Client().get("/netwerken/daar/").status_code == 200


def test_titles_are_bounded_and_stand_on_one_line(partner: Partner) -> None:
    treaty = partner.in_force("agenda")
    wild = "Dag\n\u202egad\u0007 " + "x" * 9_000
    answers(partner, thing(partner, 1, title=wild, text=wild, place=wild))
    partner.answers["about"] = lambda _told: {"name": wild}
    read_partner(treaty)
    row, network = FromPartner.objects.get(), Network.objects.get()
    for said, longest in ((row.title, 200), (row.text, 300), (row.place, 200), (network.name, 120)):
        assert said.startswith("Dag gad x")
        assert len(said) == longest
        assert said.isprintable()


def test_when_they_do_not_answer_what_we_have_stays(partner: Partner) -> None:
    treaty = partner.in_force("agenda", "groups")
    answers(partner, thing(partner))
    read_partner(treaty)
    share = TreatyShare.objects.get(kind="groups")
    assert share.trouble == "answered 404"
    del partner.answers["agenda"]
    read_partner(treaty)
    partner.raw["/ap/partners/agenda"] = without_end
    read_partner(treaty)
    partner.answers["groups"] = lambda _told: {"items": [0] * 2_000}
    read_partner(treaty)
    share.refresh_from_db()
    assert share.trouble == "more than 1000 of items"
    del partner.answers["about"]
    read_partner(treaty)
    share.refresh_from_db()
    assert share.trouble == "answered 404"
    assert FromPartner.objects.count() == 1


def test_a_place_that_is_none_is_no_place(partner: Partner) -> None:
    treaty = partner.in_force("groups")
    partner.answers["about"] = lambda _told: {"place": {"name": "x", "latitude": 900}}
    read_partner(treaty)
    network = Network.objects.get()
    assert (network.name, network.place, network.latitude) == ("Vaknet West", "", None)


def test_the_clock_is_still_where_the_network_is_not_connected(partner: Partner, settings) -> None:
    partner.in_force("agenda")
    answers(partner, thing(partner))
    settings.FEDERATION = False
    clock_of_partners.read_partners(0)
    clock_of_partners.tell_partners(0)
    clock_of_partners.end_treaties(0)
    assert partner.heard == []
    assert django_settings.FEDERATION is False


def test_a_list_of_three_asks_as_many_statements_as_one(world: World, partner: Partner) -> None:
    treaty = partner.in_force("agenda", "groups")
    asked = []
    for number in (1, 3):
        answers(partner, *(thing(partner, one) for one in range(1, number + 1)))
        read_partner(treaty)
        for address in (
            "/netwerken/daar/",
            "/netwerken/daar/?soort=groups",
            "/netwerken/daar/?soort=x",
        ):
            Client().get(address)
            with CaptureQueriesContext(connection) as statements:
                Client().get(address)
            asked.append((address, len(statements)))
    assert asked[:3] == asked[3:]
    assert queries.has_things()
