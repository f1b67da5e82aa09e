"""Groups: who reads, who joins, who may not even know."""

import re

import pytest
from django.test import Client

from tests.world import member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions, admission, queries
from vaknet.domain.groups.actions import starting
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.refusal import Refused


@pytest.fixture
def noor(db: None) -> Actor:
    return member("Noor Janssen", "noor@bond.example", profession="kaderlid")


@pytest.fixture
def bram(db: None) -> Actor:
    return member("Bram Terpstra", "bram@duinrade.example")


@pytest.fixture
def public(noor: Actor) -> Group:
    return actions.start_group(noor, name="Open groep", purpose="Voor wie wil", readers="public")


@pytest.fixture
def secret(noor: Actor) -> Group:
    purpose = "Geheime kwestie in Waterveen"
    return actions.start_group(noor, name="Kaderleden West", purpose=purpose, readers="group")


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def test_who_starts_a_group_is_its_steward(noor: Actor, public: Group) -> None:
    mine = queries.membership(noor, public)
    assert mine is not None
    assert mine.is_steward
    assert Activity.objects.filter(verb="started_group", actor=noor, group=public.actor).exists()


def test_two_groups_of_one_name_have_two_addresses(noor: Actor, public: Group) -> None:
    second = actions.start_group(noor, name="Open groep", purpose="Nog een")
    assert (public.actor.handle, second.actor.handle) == ("open-groep", "open-groep2")


def test_the_address_of_a_group_tells_of_no_secret_one(noor: Actor, secret: Group) -> None:
    """The second Kaderleden West is the first that anybody may know of."""
    first, second = (
        actions.start_group(noor, name="Kaderleden West", purpose="x").actor.handle
        for _twice in range(2)
    )
    assert (first, second) == ("kaderleden-west", "kaderleden-west2")
    assert re.fullmatch(r"kaderleden-west-[0-9a-f]{4}", secret.actor.handle)


@pytest.mark.parametrize(
    ("name", "purpose", "readers", "field"),
    [("", "x", "public", "name"), ("x", " ", "public", "purpose"), ("x", "y", "all", "readers")],
)
def test_what_is_missing_is_said(noor: Actor, name, purpose, readers, field) -> None:
    with pytest.raises(Refused) as refused:
        actions.start_group(noor, name=name, purpose=purpose, readers=readers)
    assert refused.value.field == field


def test_joining_and_leaving_twice_is_once(bram: Actor, public: Group) -> None:
    first = actions.join_group(bram, group=public)
    assert actions.join_group(bram, group=public).pk == first.pk
    actions.leave_group(bram, group=public)
    actions.leave_group(bram, group=public)
    assert not queries.is_member(bram, public)
    actions.join_group(bram, group=public)
    assert GroupMembership.objects.filter(actor=bram, group=public).count() == 2


def test_who_may_not_read_does_not_know(bram: Actor, public: Group, secret: Group) -> None:
    assert list(queries.readable_groups(None)) == [public]
    assert list(admission.groups_to_choose(bram)) == [public]
    assert list(admission.groups_to_choose(bram, text="Geheime")) == []
    with pytest.raises(Group.DoesNotExist):
        queries.group(bram, secret.actor.handle)
    assert list(queries.members(bram, secret)) == []
    assert list(queries.members(None, public)) == []


def test_pages_hide_what_one_may_not_read(noor: Actor, bram: Actor, secret: Group) -> None:
    page = f"/g/{secret.actor.handle}/"
    assert signed_in(noor).get(page).status_code == 200
    for path in (page, f"{page}leden/"):
        assert signed_in(bram).get(path).status_code == 404
    assert signed_in(bram).post(f"{page}meedoen/").status_code == 404
    assert "Kaderleden" not in signed_in(bram).get("/g/").text
    assert "Geen groep gevonden" in signed_in(bram).get("/g/?q=Kaderleden").text


def test_a_guest_cannot_tell_a_hidden_group_from_none(public: Group, secret: Group) -> None:
    hidden, missing = Client().get("/g/kaderleden-west/"), Client().get("/g/bestaat-niet/")
    assert hidden.status_code == missing.status_code == 302
    assert (
        hidden.headers["Location"].replace("kaderleden-west", "bestaat-niet")
        == (missing.headers["Location"])
    )


def test_a_guest_reads_a_public_group_without_its_members(public: Group) -> None:
    page = Client().get("/g/open-groep/")
    assert page.status_code == 200
    assert "Voor wie wil" in page.text
    assert "Noor" not in page.text


def test_a_group_is_started_in_the_browser(bram: Actor) -> None:
    client = signed_in(bram)
    answers = {"name": "Vergunningen", "readers": "members", "admission": "open"}
    empty = client.post("/g/nieuw/", answers | {"purpose": ""})
    assert empty.status_code == 422
    assert 'value="Vergunningen"' in empty.text
    made = client.post("/g/nieuw/", answers | {"purpose": "Over bouwen"})
    assert made.headers["Location"] == "/g/vergunningen/"


def test_join_and_leave_in_the_browser(bram: Actor, public: Group) -> None:
    client = signed_in(bram)
    client.post("/g/open-groep/meedoen/")
    assert queries.is_member(bram, public)
    client.post("/g/open-groep/verlaten/")
    assert not queries.is_member(bram, public)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    noor: Actor, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        actions.start_group(noor, name=f"Groep {number}", purpose="x")
    client = signed_in(noor)
    client.get("/g/")
    with django_assert_num_queries(5):
        client.get("/g/")


def test_a_name_that_very_many_groups_have_is_refused(noor: Actor, monkeypatch) -> None:
    monkeypatch.setattr(starting, "HANDLE_TRIES", 3)
    for _ in range(2):
        actions.start_group(noor, name="Griffiers", purpose="Over de raad", readers="members")
    with pytest.raises(Refused) as refused:
        actions.start_group(noor, name="Griffiers", purpose="Over de raad", readers="members")
    assert refused.value.field == "name"
