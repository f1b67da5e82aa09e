"""The page on which an organisation is made known to other networks, and what leads there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.going_out import after, follower, kinds
from tests.federation.represented import (
    DOMAIN,
    HANDLE,
    actor_of,
    let_out,
    place_of,
    says_she_works_there,
    shown,
)
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import Represented, SigningKey
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import DomainProof, Organisation

LINK = "andere-netwerken/"


def as_(person: Actor) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person.account)
    return client


def page_of(place: Organisation) -> str:
    return f"/o/{place.pk}/andere-netwerken/"


def test_she_lets_others_find_it_and_stops(world: World) -> None:
    place, client = shown(world), as_(world.samira)
    for path in (f"/o/{place.pk}/", f"/o/{place.pk}/domein/"):
        assert page_of(place) in client.get(path).content.decode()
    before = client.get(page_of(place)).content.decode()
    assert f"@{HANDLE}" in before
    assert "Not who works there, and not how many." in before
    unsure = client.post(page_of(place), {"act": "out", "domain": DOMAIN})
    assert unsure.status_code == 422
    assert "Tick the box if you may decide that." in unsure.content.decode()
    assert not Represented.objects.exists()
    said = {"act": "out", "domain": DOMAIN, "is_sure": "on"}
    answer = client.post(page_of(place), said, follow=True)
    page = answer.content.decode()
    assert "Other networks can find the organisation." in page
    assert f"@{HANDLE}@vaknet.example" in page
    assert f"/o/{HANDLE}/" in page
    answer = client.post(page_of(place), {"act": "home"}, follow=True)
    assert answer.redirect_chain == [(f"/o/{place.pk}/", 303)]
    assert "Other networks do not find the organisation any more." in answer.content.decode()
    assert queries.known(HANDLE) is None


def test_of_two_domains_she_chooses_one(world: World) -> None:
    place, client = shown(world), as_(world.samira)
    asked = people.ask_domain(world.samira, organisation=place, domain="stadhuis.example")
    DomainProof.objects.filter(pk=asked.pk).update(since=asked.asked_at)
    page = client.get(page_of(place)).content.decode()
    assert "@stadhuis_example" in page
    assert page.count('type="radio"') == 2
    for domain in ("", "elders.example"):
        said = {"act": "out", "domain": domain, "is_sure": "on"}
        assert client.post(page_of(place), said).status_code == 422
    said = {"act": "out", "domain": "stadhuis.example", "is_sure": "on"}
    assert client.post(page_of(place), said).status_code == 303
    assert queries.known("stadhuis_example") is not None


def test_to_who_may_not_decide_it_is_not_there(world: World) -> None:
    place = let_out(world)
    says_she_works_there(world.bram, place)
    nowhere = page_of(Organisation(pk=987_654_321))
    for person in (world.bram, world.noor):
        client = as_(person)
        for said in ({"act": "home"}, {"act": "out", "domain": DOMAIN, "is_sure": "on"}):
            there = client.post(page_of(place), said)
            assert there.status_code == client.post(nowhere, said).status_code == 404
        assert client.get(page_of(place)).status_code == client.get(nowhere).status_code == 404
        assert LINK not in client.get(f"/o/{place.pk}/").content.decode()
    assert LINK not in as_(world.bram).get(f"/o/{place.pk}/domein/").content.decode()
    there, other = (Client().get(path) for path in (page_of(place), nowhere))
    assert there.status_code == other.status_code == 302
    assert queries.known(HANDLE) is not None


def test_who_looks_after_the_network_can_only_stop_it(world: World) -> None:
    place = let_out(world)
    world.moderator.account.is_staff = True
    world.moderator.account.save(update_fields=["is_staff"])
    client = as_(world.moderator)
    assert page_of(place) in client.get(f"/o/{place.pk}/").content.decode()
    said = {"act": "out", "domain": DOMAIN, "is_sure": "on"}
    assert client.post(page_of(place), said).status_code == 422
    assert client.post(page_of(place), {"act": "home"}).status_code == 303
    assert client.get(page_of(place)).status_code == 404
    assert client.post(page_of(place), said).status_code == 404
    assert LINK not in client.get(f"/o/{place.pk}/").content.decode()


def test_she_says_what_others_may_do_and_makes_new_keys(world: World) -> None:
    place = let_out(world)
    actor, client = actor_of(place), as_(world.samira)
    inbox = follower(actor)
    client.post(page_of(place), {"act": "allow", "list": "on"})
    assert queries.allowed(actor) == {"list"}
    [(sender, update, inboxes)] = after("changed_allowances")
    assert (sender, update["type"], inboxes) == (HANDLE, "Update", {inbox})
    assert update["object"]["discoverable"] is True
    assert "checked" in client.get(page_of(place)).content.decode()
    keys = set(queries.signing_keys(actor).values_list("name", flat=True))
    soon = client.post(page_of(place), {"act": "keys"}, follow=True)
    assert "You can change them again in an hour." in soon.content.decode()
    SigningKey.objects.update(since=timezone.now() - timedelta(days=1))
    answer = client.post(page_of(place), {"act": "keys"}, follow=True)
    assert "There are new keys." in answer.content.decode()
    assert not keys & set(queries.signing_keys(actor).values_list("name", flat=True))
    assert kinds(after("renewed_keys")) == [(HANDLE, "Update")]


def test_who_stops_it_for_the_network_changes_nothing_else(world: World) -> None:
    place = let_out(world)
    actor = actor_of(place)
    world.moderator.account.is_staff = True
    world.moderator.account.save(update_fields=["is_staff"])
    for act in ("allow", "keys"):
        said = as_(world.moderator).post(page_of(place), {"act": act, "list": "on"}, follow=True)
        assert "Only who showed its domain" in said.content.decode()
    assert queries.allowed(actor) == set()


@pytest.mark.parametrize("act", ["allow", "keys"])
def test_before_it_is_known_there_is_nothing_to_change(world: World, act: str) -> None:
    place = shown(world)
    assert as_(world.samira).post(page_of(place), {"act": act}).status_code == 303
    assert not SigningKey.objects.exists()


def test_what_is_not_asked_does_nothing(world: World) -> None:
    place = shown(world)
    assert as_(world.samira).post(page_of(place), {"act": "x"}).status_code == 200
    assert as_(world.samira).post(page_of(place)).status_code == 200
    assert not Represented.objects.exists()


def test_without_a_door_to_others_nothing_leads_there(world: World, settings) -> None:
    place = shown(world)
    settings.FEDERATION = False
    client = as_(world.samira)
    assert LINK not in client.get(f"/o/{place.pk}/").content.decode()
    assert client.get(page_of(place)).status_code == 404


@pytest.mark.parametrize("path", ["/o/{}/", "/o/{}/domein/"])
def test_the_pages_of_before_ask_as_much_as_ever(world: World, path: str) -> None:
    """With two domains as with one, when nobody works there by one of them."""
    place = let_out(world)
    client = as_(says_she_works_there(world.bram, place))
    client.get(path.format(place.pk))

    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(path.format(place.pk)).status_code == 200
        return len(statements)

    before = asked()
    now = timezone.now()
    more = {"way": "mail", "token": "x", "asked_at": now, "since": now}
    DomainProof.objects.create(organisation=place, domain="stadhuis.example", **more)
    people.add_role(world.joost, kind="work", title="chef", organisation=place.name)
    assert asked() == before
    assert place_of(world) == place


def test_from_elsewhere_she_goes_on_at_home(world: World) -> None:
    let_out(world)
    answer = Client().get("/van-elders/", {"wie": f"/o/{HANDLE}/"})
    assert answer.status_code == 200
    assert f"@{HANDLE}@vaknet.example" in answer.content.decode()
    here = {"wie": f"/o/{HANDLE}/", "home": "@iemand@vaknet.example"}
    sent = Client().post("/van-elders/", here)
    assert sent.status_code == 303
    assert "waterveen_example" in sent["Location"]
