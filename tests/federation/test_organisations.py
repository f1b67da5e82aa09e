"""Organisations that other networks know of, and all that are nobody there."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.conftest import BASE
from tests.federation.going_out import ACTIVITY, after, follower, id_of, kinds, nowhere, read
from tests.federation.represented import (
    DOMAIN,
    HANDLE,
    actor_of,
    let_out,
    open_day_of,
    place_of,
    says_she_works_there,
    shown,
)
from tests.federation.story import follows, public_group, somebody_elsewhere
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import Follower, Represented
from vaknet.domain.people import actions as people
from vaknet.domain.people import domains
from vaknet.domain.people.actions.accounts import new_person
from vaknet.domain.people.actions.organisations import name_actors_of_organisations
from vaknet.domain.people.models import DomainProof, Organisation
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Document
from vaknet.engine.activitypub import actor as read_actor
from vaknet.interfaces.federation import organisations
from vaknet.interfaces.jobs import clock_of_things

PAGE = f"/o/{HANDLE}/"
HTML = "text/html"


def finger(resource: str) -> Any:
    return Client().get("/.well-known/webfinger", {"resource": resource})


def test_it_is_found_and_read(world: World) -> None:
    place = let_out(world)
    Organisation.objects.filter(pk=place.pk).update(kind="municipality")
    address = id_of(actor_of(place))
    for resource in (f"acct:{HANDLE}@vaknet.example", BASE + PAGE, BASE + "/o/Waterveen_Example"):
        told = finger(resource).json()
        assert told["subject"] == f"acct:{HANDLE}@vaknet.example"
        assert told["aliases"] == [BASE + PAGE, address]
        assert not [link for link in told["links"] if "template" in link]
    answer = read(PAGE)
    assert answer["Content-Type"] == ACTIVITY
    seen = read_actor(Document(answer.content))
    assert (seen.id, seen.kind, seen.username) == (address, "Organization", HANDLE)
    assert (seen.name, seen.asks_first) == (place.name, False)
    assert seen.summary.text == f"<p>Gemeente</p><p>{DOMAIN}</p>"
    assert seen.page == BASE + PAGE
    assert read(address).json() == answer.json()
    assert read(address, HTML)["Location"] == BASE + PAGE
    assert nowhere(world.samira, answer.content.decode())
    assert "orderedItems" not in read(f"{address}/followers").json()
    assert read(f"{address}/moderators").status_code == 404


def test_of_what_kind_it_is_is_said_only_where_it_is_known(world: World) -> None:
    place = let_out(world)
    Organisation.objects.filter(pk=place.pk).update(kind="")
    assert read(PAGE).json()["summary"] == f"<p>{DOMAIN}</p>"


def test_everybody_reads_its_page_and_nobody_reads_who_works_there(world: World) -> None:
    place = let_out(world)
    open_day_of(world.samira, place, name="Kijk in het archief")
    for client in (Client(), _as(world.fatma)):
        page = client.get(PAGE).content.decode()
        assert place.name in page
        assert f'<a href="https://{DOMAIN}/" rel="me noopener external">' in page
        assert "Kijk in het archief" in page
        assert f"@{HANDLE}@vaknet.example" in page
        for person in (world.samira, world.joost):
            assert person.name not in page
            assert person.handle not in page
        assert f"/o/{place.pk}/" not in page


def _as(person: Actor) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def _nobody_of(how: str, world: World) -> Organisation:
    """Each in a way of its own no organisation that other networks know."""
    place = place_of(world) if how == "without proof" else shown(world)
    if how in {"without proof", "never switched on"}:
        return place
    actions.let_organisation_out(world.samira, organisation=place, domain=DOMAIN, is_sure=True)
    if how == "its proof ended":
        people.end_domain(domain=DOMAIN)
    elif how == "proof of another one":
        DomainProof.objects.update(domain="ander.example")
    elif how == "merged":
        Organisation.objects.filter(pk=place.pk).update(ended=True)
    else:
        actions.keep_organisation_home(world.samira, organisation=place)
    return place_of(world)


def _page(content: bytes, handle: str) -> str:
    """As far as it is not another one each time, or says what was asked."""
    chance = r'nonce="[^"]*"|[A-Za-z0-9]{64}'
    return re.sub(chance, "", content.decode()).replace(handle, "")


NOBODY = [
    "without proof",
    "never switched on",
    "its proof ended",
    "proof of another one",
    "merged",
    "switched off",
]


def _answer(path: str, query: dict[str, str], accept: str) -> tuple[Any, ...]:
    """All that a stranger can see of it, and what PostgreSQL was asked."""
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(path, query, headers={"accept": accept})
    return answer.status_code, answer.content, dict(answer.items()), len(asked)


@pytest.mark.parametrize("how", NOBODY)
def test_all_of_these_are_nobody_to_the_byte(world: World, how: str) -> None:
    place = _nobody_of(how, world)
    other = "nergens_example"
    for resource in ("acct:{}@vaknet.example", f"{BASE}/o/{{}}/"):
        query, of_nobody = ({"resource": resource.format(name)} for name in (HANDLE, other))
        found = _answer("/.well-known/webfinger", query, "*/*")
        assert found == _answer("/.well-known/webfinger", of_nobody, "*/*")
        assert (found[0], found[3]) == (404, 1)
    for accept in (ACTIVITY, HTML):
        found = _answer(PAGE, {}, accept)
        assert found[0] == 404
        there = _page(found[1], HANDLE)
        nobody = _page(_answer(f"/o/{other}/", {}, accept)[1], other)
        assert there == nobody
        assert place.name not in found[1].decode()
    assert _answer("/van-elders/", {"wie": PAGE}, HTML)[0] == 404


@pytest.mark.parametrize("how", NOBODY)
def test_its_address_says_that_it_is_gone_where_it_was_given_out(world: World, how: str) -> None:
    place = _nobody_of(how, world)
    if place.actor is None:
        return
    address = id_of(place.actor)
    for path in (address, f"{address}/outbox", f"{address}/outbox/first", f"{address}/followers"):
        answer = read(path)
        assert (answer.status_code, answer.json()["type"]) == (410, "Tombstone")
        assert place.name not in answer.content.decode()


def test_a_handle_is_never_that_of_a_member_or_a_group(world: World) -> None:
    """Who is called so gets it without the sign between."""
    let_out(world)
    joined = new_person("Waterveen_Example")
    group = public_group(world.noor)
    assert HANDLE not in {joined.handle, group.actor.handle}
    for page in (f"/@{HANDLE}/", f"/g/{HANDLE}/"):
        assert Client().get(page).status_code == Client().get("/@niemand/").status_code
    assert finger(f"{BASE}/@{HANDLE}/").status_code == 404
    assert rules.handle_of_domain("former.example") == "domain_former_example"
    assert rules.handle_of_domain("visitor.example") == "domain_visitor_example"
    long = ".".join(["waterveen" * 3] * 3)
    assert len(rules.handle_of_domain(long)) < 60
    assert rules.handle_of_domain(long) != rules.handle_of_domain(f"a.{long}")


def test_who_shows_the_domain_later_gets_the_handle_of_that_domain(world: World) -> None:
    first = let_out(world)
    people.end_domain(domain=DOMAIN)
    people.add_role(world.samira, kind="work", title="jurist", organisation="Waterschap Veen")
    other = Organisation.objects.get(name="Waterschap Veen")
    people.prove_domain_by_mail(world.samira, organisation=other, domain=DOMAIN)
    actions.let_organisation_out(world.samira, organisation=other, domain=DOMAIN, is_sure=True)
    assert actor_of(other).handle == HANDLE
    assert actor_of(first).handle.startswith(f"{HANDLE}_")
    assert read(PAGE).json()["name"] == "Waterschap Veen"
    assert queries.known(actor_of(first).handle) is None


def test_who_may_switch(world: World) -> None:
    """Who showed its domain or has an address there, and works there. To say so is not enough."""
    place = shown(world)
    bram = says_she_works_there(world.bram, place)
    said = {"organisation": place, "domain": DOMAIN, "is_sure": True}
    for person in (bram, world.moderator, world.noor):
        with pytest.raises(Refused, match="Only who showed its domain"):
            actions.let_organisation_out(person, **said)
    with pytest.raises(Refused, match="Only who showed its domain"):
        actions.let_organisation_out(world.samira, **said | {"domain": "ander.example"})
    with pytest.raises(Refused, match="Tick the box"):
        actions.let_organisation_out(world.samira, **said | {"is_sure": False})
    assert not Represented.objects.exists()
    row = actions.let_organisation_out(world.samira, **said)
    assert actions.let_organisation_out(world.samira, **said) == row
    for person in (bram, world.noor):
        with pytest.raises(Refused, match="Only who showed its domain"):
            actions.keep_organisation_home(person, organisation=place)
    actions.keep_organisation_home(world.samira, organisation=place)
    actions.keep_organisation_home(world.samira, organisation=place)
    done = Activity.objects.filter(verb__endswith="organisation_out") | Activity.objects.filter(
        verb="kept_organisation_home"
    )
    assert [one.audience for one in done] == [Audience.SELF, Audience.SELF]


@pytest.mark.parametrize("way", ["mail", "dns"])
def test_by_a_domain_speaks_who_may_take_it_off(world: World, way: str) -> None:
    place = shown(world)
    colleague = member("Ans de Boer", f"ans@ict.{DOMAIN}")
    people_there = [says_she_works_there(one, place) for one in (world.bram, colleague)]
    everybody = [*people_there, world.samira, world.fatma]

    def speak() -> dict[str, list[str]]:
        found = {}
        for person in everybody:
            rows = domains.domains_of(person, place)
            may = [one.domain for one in rows if domains.may_change(person, place, one)]
            assert domains.domains_spoken_for(person, place) == may, person.name
            found[person.first_name] = may
        return found

    own = {"Bram": [], "Ans": [DOMAIN], "Samira": [DOMAIN], "Fatma": []}
    assert speak() == own
    more = {"token": "x", "asked_at": timezone.now(), "since": timezone.now(), "by": world.bram}
    DomainProof.objects.create(organisation=place, domain="ander.example", way=way, **more)
    of_both = [DOMAIN, "ander.example"]
    if way == "dns":  # then she who put it there speaks for all, and an address alone for none
        assert speak() == own | {"Bram": of_both, "Ans": []}
    else:
        assert speak() == own | {"Bram": ["ander.example"]}


def test_not_without_a_door_to_others_and_not_one_that_merged(world: World, settings: Any) -> None:
    place = shown(world)
    said = {"organisation": place, "domain": DOMAIN, "is_sure": True}
    settings.FEDERATION = False
    with pytest.raises(Refused, match="not connected"):
        actions.let_organisation_out(world.samira, **said)
    settings.FEDERATION = True
    Organisation.objects.filter(pk=place.pk).update(ended=True)
    with pytest.raises(Refused, match="merged"):
        actions.let_organisation_out(world.samira, **said)


def test_by_one_domain_at_a_time(world: World) -> None:
    place = let_out(world)
    DomainProof.objects.create(
        organisation=place,
        domain="stadhuis.example",
        way="mail",
        by=world.samira,
        token="x",
        asked_at=timezone.now(),
        since=timezone.now(),
    )
    people.add_address(world.samira, email="samira@stadhuis.example")
    world.samira.account.addresses.update(since=timezone.now())
    with pytest.raises(Refused, match=f"known by {DOMAIN} now"):
        actions.let_organisation_out(
            world.samira, organisation=place, domain="stadhuis.example", is_sure=True
        )


def test_who_looks_after_the_network_can_stop_it(world: World) -> None:
    place = let_out(world)
    _staff(world.moderator)
    actions.keep_organisation_home(world.moderator, organisation=place)
    assert queries.known(HANDLE) is None
    with pytest.raises(Refused):
        actions.let_organisation_out(
            world.moderator, organisation=place, domain=DOMAIN, is_sure=True
        )


def _staff(person: Actor) -> None:
    person.account.is_staff = True
    person.account.save(update_fields=["is_staff"])


def test_it_is_followed_at_once_and_hears_no_more_when_it_stops(world: World) -> None:
    place = let_out(world)
    actor, remote = actor_of(place), somebody_elsewhere()
    uri = f"{remote.uri}/follows/1"
    actions.be_asked_to_follow(remote=remote, actor=actor, activity=uri, at=timezone.now())
    assert Follower.objects.get().since is not None
    assert not Activity.objects.filter(verb="asked_to_follow_from_elsewhere").exists()
    actions.keep_organisation_home(world.samira, organisation=place)
    [(sender, delete, inboxes)] = after("kept_organisation_home")
    address = id_of(actor)
    assert (sender, inboxes) == (HANDLE, {"https://bouw.example/inbox"})
    assert (delete["type"], delete["actor"], delete["object"]) == ("Delete", address, address)
    assert nowhere(world.samira, json.dumps(delete))
    assert not Follower.objects.filter(until=None).exists()
    assert after("kept_organisation_home") == []


@pytest.mark.parametrize("how", ["merged", "its proof ended"])
def test_what_nobody_recorded_is_told_by_the_clock(world: World, how: str) -> None:
    place = let_out(world)
    inbox = follower(actor_of(place), host="vrienden.example")
    clock_of_things.take_back_elsewhere(0)
    assert Follower.objects.filter(until=None).exists()
    if how == "merged":
        Organisation.objects.filter(pk=place.pk).update(ended=True)
    else:
        people.end_domain(domain=DOMAIN)
    sent = _by_the_clock()
    assert [(kind, inboxes) for kind, inboxes in sent] == [("Delete", {inbox})]
    assert _by_the_clock() == []
    assert not Represented.objects.filter(until=None).exists()


def _by_the_clock() -> list[tuple[str, set[str]]]:
    from vaknet.domain.federation.models import Delivery, Parcel

    before = set(Parcel.objects.values_list("pk", flat=True))
    clock_of_things.take_back_elsewhere(0)
    rows = Parcel.objects.exclude(pk__in=before).order_by("pk")
    return [
        (
            json.loads(bytes(row.content))["type"],
            set(Delivery.objects.filter(parcel=row).values_list("inbox", flat=True)),
        )
        for row in rows
    ]


def test_with_the_domain_taken_off_it_is_gone_and_stays_so_when_it_is_back(world: World) -> None:
    place = let_out(world)
    follower(actor_of(place), host="vrienden.example")
    people.withdraw_domain(world.samira, proof=place.domain_proofs.get())
    assert queries.known(HANDLE) is None
    assert kinds(after("withdrew_domain")) == [(HANDLE, "Delete")]
    people.prove_domain_by_mail(world.samira, organisation=place, domain=DOMAIN)
    assert queries.known(HANDLE) is None


def test_a_line_for_the_same_domain_changes_nothing(world: World) -> None:
    place = let_out(world)
    follower(actor_of(place), host="vrienden.example")
    asked = people.ask_domain(world.samira, organisation=place, domain=DOMAIN)
    people.note_look(proof=asked, found=True, at=timezone.now())
    assert place.domain_proofs.filter(until=None, since__isnull=False).get().way == "dns"
    assert queries.known(HANDLE) is not None
    assert after("proved_domain") == []


def test_who_starts_again_has_the_same_address_and_nobody_who_follows(world: World) -> None:
    """Also before anybody was told that it had stopped."""
    place = let_out(world)
    actor = actor_of(place)
    address = id_of(actor)
    follows(somebody_elsewhere(), actor)
    actions.keep_organisation_home(world.samira, organisation=place)
    actions.let_organisation_out(world.samira, organisation=place, domain=DOMAIN, is_sure=True)
    assert not Follower.objects.filter(until=None).exists()
    assert after("kept_organisation_home") == []
    assert id_of(actor_of(place)) == address
    assert read(address).status_code == 200


def test_what_kind_it_is_is_said_anew(world: World) -> None:
    place = shown(world)
    people.describe_organisation(world.samira, organisation=place, kind="company")
    assert after("described_organisation") == []
    actions.let_organisation_out(world.samira, organisation=place, domain=DOMAIN, is_sure=True)
    inbox = follower(actor_of(place))
    people.describe_organisation(world.samira, organisation=place, kind="agency")
    [(sender, update, inboxes)] = after("described_organisation")
    assert (sender, update["type"], inboxes) == (HANDLE, "Update", {inbox})
    Organisation.objects.filter(pk=place.pk).update(ended=True)
    assert after("described_organisation") == []


def test_when_it_is_off_nothing_is_asked(world: World, settings: Any) -> None:
    let_out(world)
    settings.FEDERATION = False
    with CaptureQueriesContext(connection) as asked:
        organisations.take_back_organisations()
    assert len(asked) == 0
    assert Client().get(PAGE).status_code == 404


def test_its_name_is_that_of_the_official_list(world: World) -> None:
    place = let_out(world)
    long = f"Gemeente Waterveen en Omgeving {'x' * 120}"
    Organisation.objects.filter(pk=place.pk).update(name=long)
    name_actors_of_organisations()
    name = actor_of(place).name
    assert name.startswith("Gemeente Waterveen en Omgeving")
    assert len(name) == 120
    assert Actor.objects.get(pk=world.samira.pk).name == world.samira.name
