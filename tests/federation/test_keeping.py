"""Keeping somebody elsewhere: never one of ours, whatever she is called."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.elsewhere import private
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Follower, RemoteActor
from vaknet.domain.people import queries as people
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.actors import Actor as ActorThere
from vaknet.engine.activitypub.actors import read_actor
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.keys import multikey, pem

HOST = "elders.example"


def told(username: str = "noor", host: str = HOST, **more: Any) -> dict[str, Any]:
    address = f"https://{host}/users/{username}"
    return {
        "id": address,
        "type": "Person",
        "preferredUsername": username,
        "name": "Noor",
        "inbox": f"{address}/inbox",
        "publicKey": {
            "id": f"{address}#main-key",
            "owner": address,
            "publicKeyPem": pem(private(0).public_key()),
        },
    } | more


def read(document: Mapping[str, Any]) -> ActorThere:
    return read_actor(Fields(document))


def keep(username: str = "noor", host: str = HOST, **more: Any) -> RemoteActor:
    return actions.keep_remote(read(told(username, host, **more)), host=host, at=timezone.now())


def test_she_is_kept_as_her_server_tells(world: World) -> None:
    held = keep(
        endpoints={"sharedInbox": f"https://{HOST}/inbox"},
        followers=f"https://{HOST}/users/noor/followers",
        url=f"https://{HOST}/@noor",
        manuallyApprovesFollowers=False,
    )
    actor = held.actor
    assert (actor.handle, actor.domain, actor.kind, actor.name) == ("noor", HOST, "person", "Noor")
    assert (held.host.name, held.shared_inbox) == (HOST, f"https://{HOST}/inbox")
    assert (held.page, held.asks_first) == (f"https://{HOST}/@noor", False)
    assert queries.remote_by_uri(held.uri) == held
    assert queries.remote_by_pk(held.pk) == held
    assert queries.key_of(held, f"{held.uri}#main-key") is not None
    assert queries.key_of(held, f"{held.uri}#other") is None
    again = keep(name="Noor B.")
    assert (again.pk, again.actor.name) == (held.pk, "Noor B.")
    assert Actor.objects.filter(domain=HOST).count() == 1


def test_a_newer_key_is_kept_too(world: World) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    uri, key = f"https://{HOST}/users/noor", Ed25519PrivateKey.generate().public_key()
    method = {"id": f"{uri}#ed", "type": "Multikey", "controller": uri}
    held = keep(assertionMethod=[method | {"publicKeyMultibase": multikey(key)}])
    found = queries.key_of(held, f"{uri}#ed")
    assert found is not None
    assert not found.is_rsa


@pytest.mark.parametrize(
    ("kind", "ours"),
    [("Group", "group"), ("Organization", "organisation"), ("Service", "service"),
     ("Application", "service"), ("Person", "person")],
)  # fmt: skip
def test_of_every_kind(world: World, kind: str, ours: str) -> None:
    assert keep(type=kind).actor.kind == ours


@pytest.mark.parametrize(
    ("username", "handle"),
    [
        ("_noor_", "noor"),
        ("noor_", "noor"),
        ("~noor", "noor"),
        ("a+b%c", "a-b-c"),
        ("n" * 100, "n" * 40),
        ("former_member", "former-member"),
        ("Visitor_3f2a", "visitor-3f2a"),
    ],
)
def test_a_name_that_has_to_be_made_to_fit_stands_apart(
    world: World, username: str, handle: str
) -> None:
    """Else who is called nearly so and came first would be taken for somebody else."""
    held = keep(username)
    assert re.fullmatch(rf"{handle}-[0-9a-f]{{12}}", held.actor.handle)
    assert keep(username).actor.handle == held.actor.handle
    assert not held.actor.is_former
    assert keep(handle).actor.handle == handle


def test_her_name_is_her_own_in_small_letters(world: World) -> None:
    assert keep("Noor.Visser_B").actor.handle == "noor.visser_b"


def test_a_name_of_which_nothing_is_left_or_that_is_taken_gets_chance(world: World) -> None:
    odd = keep("___")
    assert len(odd.actor.handle) == 12
    assert keep("___").actor.handle == odd.actor.handle
    keep("noor")
    other = keep("NOOR")
    assert other.actor.handle.startswith("noor-")
    assert keep("NOOR").actor.handle == other.actor.handle
    assert keep("noor", "derden.example").actor.handle == "noor"


def test_a_name_is_never_empty_nor_too_long(world: World) -> None:
    assert keep(name="").actor.name == "noor"
    assert keep(name="x" * 300).actor.name == "x" * 120
    nameless = told(name="") | {"preferredUsername": None}
    held = actions.keep_remote(read(nameless), host=HOST, at=timezone.now())
    assert held.actor.name == HOST


def test_what_is_of_another_host_or_too_long_is_not_kept(world: World) -> None:
    with pytest.raises(Unreadable):
        actions.keep_remote(read(told()), host="derden.example", at=timezone.now())
    with pytest.raises(Unreadable):
        keep("n", inbox=f"https://{HOST}/{'x' * 500}")
    held = keep(followers=f"https://{HOST}/{'x' * 500}")
    assert held.followers == ""
    assert not Actor.objects.filter(domain="derden.example").exists()


def test_who_is_gone_keeps_no_name_and_may_come_back(world: World) -> None:
    held = keep()
    Follower.objects.create(follower=held, followed=world.fatma, since=timezone.now())
    actions.let_go_of_remote(uri=held.uri, at=timezone.now())
    actions.let_go_of_remote(uri=held.uri, at=timezone.now())
    gone = RemoteActor.objects.get(pk=held.pk)
    assert (gone.keys, gone.page, gone.actor.name) == ([], "", HOST)
    assert "noor" not in gone.actor.handle
    assert queries.remote_by_pk(held.pk) is None
    assert not queries.followers_of(world.fatma).exists()
    back = keep()
    assert (back.pk, back.gone_at, back.actor.handle) == (held.pk, None, "noor")


def test_who_was_gone_before_she_says_so_keeps_no_name_either(world: World) -> None:
    held, before = keep(), timezone.now() - timedelta(days=2)
    RemoteActor.objects.filter(pk=held.pk).update(gone_at=before)
    actions.let_go_of_remote(uri=held.uri, at=timezone.now())
    gone = RemoteActor.objects.get(pk=held.pk)
    assert (gone.keys, gone.actor.name, gone.gone_at) == ([], HOST, before)
    assert "noor" not in gone.actor.handle
    actions.let_go_of_remote(uri=f"{held.uri}/niemand", at=timezone.now())


def test_followers_and_where_they_are_written_to(world: World) -> None:
    shared = {"endpoints": {"sharedInbox": f"https://{HOST}/inbox"}}
    held = [keep(f"n{number}", **shared) for number in range(3)]
    held.append(keep("alleen", "derden.example"))
    asks, gone = keep("vraagt"), keep("weg")
    for one in held:
        Follower.objects.create(follower=one, followed=world.fatma, since=timezone.now())
    Follower.objects.create(follower=asks, followed=world.fatma)
    Follower.objects.create(follower=gone, followed=world.fatma, since=timezone.now())
    actions.let_go_of_remote(uri=gone.uri, at=timezone.now())
    assert set(queries.followers_of(world.fatma)) == set(held)
    with CaptureQueriesContext(connection) as asked:
        inboxes = queries.inboxes_of_followers(world.fatma)
    assert inboxes == {f"https://{HOST}/inbox", "https://derden.example/users/alleen/inbox"}
    assert len(asked) == 1


def test_somebody_elsewhere_is_never_a_member(world: World) -> None:
    """Not on a page of her own, in the directory, in search, nor among those who are named."""
    held = keep("zus.van.fatma", name="Zus van Fatma")
    client = Client()
    client.force_login(world.bram.account)
    nobody = client.get("/@niemand.hier/")
    assert client.get("/@zus.van.fatma/").status_code == nobody.status_code == 404
    assert client.get("/g/zus.van.fatma/").status_code == 404
    assert client.get(f"/@zus.van.fatma@{HOST}/").status_code == 404
    group = keep("bouwen", type="Group", name="Bouwgroep elders")
    assert client.get(f"/g/{group.actor.handle}/").status_code == 404
    for page in ("/mensen/", "/mensen/?q=Zus", "/zoeken/?q=Zus+van+Fatma"):
        assert "Zus van Fatma" not in client.get(page, follow=True).content.decode()
    with pytest.raises(Actor.DoesNotExist):
        people.person(world.bram, held.actor.handle)


def test_a_namesake_elsewhere_takes_no_page_of_a_member(world: World) -> None:
    held = keep(world.fatma.handle, name="Niet Fatma")
    client = Client()
    client.force_login(world.bram.account)
    page = client.get(f"/@{world.fatma.handle}/").content.decode()
    assert "Niet Fatma" not in page
    assert world.fatma.name in page
    assert held.actor.handle == world.fatma.handle
