"""Fedify as another network: it reads us and we read it, over HTTP, each with its own code.

A handle (`@fatma@127.0.0.1`) is looked up by Fedify over https only, so here it gets addresses.
"""

import json
from collections.abc import Iterator

import pytest

from tests.federation.live import ACTIVITY, KNOCKS, Live, Peer, fetch, live
from vaknet.engine.activitypub import Document, actor, webfinger


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("live")) as found:
        yield found


@pytest.fixture(params=KNOCKS)
def peer(both: Live, request: pytest.FixtureRequest) -> Peer:
    """Fedify, which tries the one or the other signature first."""
    return both.peers[request.param]


@pytest.mark.parametrize(
    ("name", "kind", "handle"),
    [
        ("fatma", "Person", "fatma.yildiz"),
        ("group", "Group", "bouwen-met-hout"),
        ("network", "Application", "vaknet"),
    ],
)
def test_it_finds_who_is_known_here(
    both: Live, peer: Peer, name: str, kind: str, handle: str
) -> None:
    told = peer.ask("lookup", q=both.world[name])
    assert (told["id"], told["type"], told["handle"]) == (both.world[name], kind, handle)
    assert sorted(told["keys"]) == ["OKP", "RSA"]
    assert told["followers"] == "OrderedCollection"


def test_it_finds_her_by_the_address_of_her_page(both: Live, peer: Peer) -> None:
    told = peer.ask("lookup", q=both.world["fatma page"])
    assert (told["id"], told["name"]) == (both.world["fatma"], "Fatma Yıldız")


def test_it_does_not_find_who_did_not_choose_so(both: Live, peer: Peer) -> None:
    assert peer.ask("lookup", q=f"{both.origin}/@{both.world['noor']}/") is None


def test_it_reads_our_webfinger(both: Live, peer: Peer) -> None:
    told = peer.ask("webfinger", q=both.world["fatma page"])
    assert told["subject"] == f"acct:fatma.yildiz@{both.origin.removeprefix('http://')}"
    assert both.world["fatma"] in told["aliases"]


def test_we_read_its_actors(peer: Peer) -> None:
    hosts = {peer.origin.removeprefix("http://")}
    person = actor(_document(peer.ida), test_hosts=hosts)
    assert (person.id, person.kind, person.username) == (peer.ida, "Person", "ida")
    assert (person.inbox, person.shared_inbox) == (f"{peer.ida}/inbox", f"{peer.origin}/inbox")
    assert sorted(key.is_rsa for key in person.keys) == [False, True]
    assert actor(_document(peer.gardeners), test_hosts=hosts).kind == "Group"


def test_we_read_its_webfinger(peer: Peer) -> None:
    host = peer.origin.removeprefix("http://")
    said = fetch(f"{peer.origin}/.well-known/webfinger?resource=acct:ida@{host}")
    assert webfinger.read(said.text.encode(), test_hosts={host}).actor == peer.ida


def test_it_reads_a_conversation_at_its_page(both: Live, peer: Peer) -> None:
    begun = both.hand("start_conversation", title="Wie bouwde met hout?", body="Wij **nu**.")
    told = peer.ask("lookup", q=begun["page"])
    assert (told["type"], told["name"]) == ("Page", "Wie bouwde met hout?")
    both.hand("withdraw_conversation", pk=begun["pk"])
    assert (peer.ask("lookup", q=told["id"]) or {"type": "Tombstone"})["type"] == "Tombstone"


def _document(address: str) -> Document:
    said = fetch(address, ACTIVITY)
    assert said.status == 200
    assert json.loads(said.text)["id"] == address
    return Document(said.text.encode())
