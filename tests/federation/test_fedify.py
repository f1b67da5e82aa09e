"""Fedify as another network: it reads us and we read it, over HTTP, each with its own code.

A handle (`@fatma@127.0.0.1`) is looked up by Fedify over https only, so here it gets addresses.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.federation.live import ACTIVITY, KNOCKS, PATIENCE, Live, Peer, fetch, live
from tests.house.conftest import eventually
from vaknet.engine.activitypub import Document, actor, webfinger


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("live"), prepared) as found:
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


@pytest.fixture
def reader(both: Live, peer: Peer) -> Peer:
    """Ida follows the group, and hears that she does."""
    group = both.world["group"]
    if group not in peer.follows:
        asked = peer.ask("follow", q=group)
        peer.waits_for_object("Accept", id=asked["sent"])
        peer.follows.add(group)
    return peer


def test_it_follows_our_group_and_hears_yes(both: Live, reader: Peer) -> None:
    assert reader.ida in both.hand("followers")


def test_what_is_said_in_the_group_arrives_and_so_does_each_change(
    both: Live, reader: Peer
) -> None:
    begun = both.hand("start_conversation", title="Welk hout?", body="Eiken of **vuren**?")
    came = reader.waits_for_object("Create", name="Welk hout?")
    assert "<strong>vuren</strong>" in came["content"]
    assert came["type"] == "Page"
    words = {"title": "Welk hout?", "body": "Eiken of *lariks*?"}
    both.hand("change_conversation", pk=begun["pk"], **words)
    changed = reader.waits_for_object("Update", id=came["id"])
    assert "<em>lariks</em>" in changed["content"]
    both.hand("withdraw_conversation", pk=begun["pk"])
    gone = reader.waits_for_object("Delete", id=came["id"])
    assert gone.get("type", "Tombstone") == "Tombstone"


def test_what_it_likes_and_boosts_is_taken_in(both: Live, reader: Peer) -> None:
    title = f"Fijn hout, {reader.origin[-4:]}"
    both.hand("start_conversation", title=title, body="Ruikt goed.")
    of = reader.waits_for_object("Create", name=title)["id"]
    ask = partial(reader.ask, q=both.world["group"], of=of)
    liked, boosted = (ask(what)["sent"] for what in ("like", "boost"))
    eventually(lambda: both.hand("received", uri=boosted) is not None)
    assert both.hand("received", uri=boosted) in ("", "not understood yet")
    assert both.hand("received", uri=liked) is None  # of a like nothing is kept


def test_it_comes_to_our_event_and_hears_yes_when_there_is_a_seat(both: Live, peer: Peer) -> None:
    planned, group = both.hand("plan_event"), both.world["group"]
    both.hand("comes", pk=planned["pk"])
    event = peer.ask("lookup", q=planned["page"])
    assert (event["type"], event["name"]) == ("Event", "Houtdag")
    asked = peer.ask("join", q=group, of=event["id"])["sent"]
    waits = peer.waits_for("TentativeAccept", actor=group)
    assert _id(waits["object"]) == asked
    both.hand("stays_away", pk=planned["pk"])
    eventually(lambda: _id(peer.waits_for("Accept", actor=group)["object"]) == asked)
    ida = f"ida@{peer.origin.removeprefix('http://')}"
    assert both.hand("attendees", pk=planned["pk"]) == [ida]
    peer.ask("leave", q=group, of=event["id"])
    eventually(lambda: both.hand("attendees", pk=planned["pk"]) == [])


def test_our_member_goes_to_its_event_and_hears_yes(both: Live, peer: Peer) -> None:
    event, fatma = f"{peer.origin}/events/1", both.world["fatma"]
    going = both.hand("goes_to", uri=event)
    join = peer.waits_for("Join", actor=fatma)
    assert _id(join["object"]) == event
    eventually(lambda: both.hand("answer_there", pk=going) == "yes", seconds=PATIENCE)
    both.hand("takes_it_back", pk=going)
    assert _id(peer.waits_for("Leave", actor=fatma)["object"]) == event


def _id(thing: str | dict[str, Any]) -> str:
    return thing if isinstance(thing, str) else str(thing["id"])


def test_she_reads_what_was_said_there_before_she_followed(both: Live, peer: Peer) -> None:
    """As if nobody here followed her before today: it is looked up once a day."""
    both.hand("nobody_asked_today", of=peer.ida)
    both.hand("follow", who=peer.ida)
    said = ["Gisteren zaaide ik spinazie.", "En vandaag de bonen."]
    peer.waits_until(lambda: set(said) <= set(both.hand("reads_of", of=peer.ida)))
    assert [one for one in both.hand("reads_of", of=peer.ida) if one in said] == said
    both.hand("unfollow", uri=peer.ida)
    assert both.hand("reads_of", of=peer.ida) == []


def test_our_member_follows_somebody_there_until_she_stops(both: Live, peer: Peer) -> None:
    host = peer.origin.removeprefix("http://")
    for who, uri in ((f"@ida@{host}", peer.ida), (peer.gardeners, peer.gardeners)):
        both.hand("follow", who=who)
        peer.waits_until(lambda uri=uri: uri in both.hand("follows"))
        assert both.world["fatma"] in peer.ask("followers")
        both.hand("unfollow", uri=uri)
        peer.waits_until(lambda: both.world["fatma"] not in peer.ask("followers"))
        assert uri not in both.hand("follows")


def test_and_until_she_is_refused_there(both: Live, peer: Peer) -> None:
    both.hand("follow", who=peer.ida)
    peer.waits_until(lambda: peer.ida in both.hand("follows"))
    peer.ask("refuse", q=both.world["fatma"], by="ida")
    peer.waits_until(lambda: peer.ida not in both.hand("follows"))


def test_our_member_votes_thanks_answers_changes_it_and_takes_back(both: Live, peer: Peer) -> None:
    both.hand("follow", who=peer.ida)
    peer.waits_until(lambda: peer.ida in both.hand("follows"))
    fatma = both.world["fatma"]
    asked = peer.ask("poll", q=fatma, text="<p>Welk hout?</p>", choices="Eik, Beuk")["question"]
    peer.waits_until(lambda: both.hand("reads", uri=asked))
    both.hand("votes_there", uri=asked, choice="Beuk")
    vote = peer.waits_for_object("Create", name="Beuk", inReplyTo=asked)
    assert (vote["type"], vote["attributedTo"], vote["to"]) == ("Note", fatma, peer.ida)
    assert "content" not in vote
    thanks = both.hand("thanks_there", uri=asked)
    like = peer.waits_for("Like", actor=fatma, object=asked)
    both.hand("takes_thanks_back", pk=thanks)
    assert peer.waits_for_object("Undo", id=like["id"])
    said = both.hand("answers_there", uri=asked, text="Eik, want *die* blijft.")
    came = peer.waits_for_object("Create", id=said["id"])
    assert came["inReplyTo"] == asked
    assert "<em>die</em>" in came["content"]
    assert peer.ask("lookup", q=said["id"])["type"] == "Note"
    both.hand("changes_answer_there", pk=said["pk"], text="Beuk, want *deze* blijft.")
    changed = peer.waits_for_object("Update", id=said["id"])
    assert "<em>deze</em>" in changed["content"]
    assert changed["published"] == came["published"] < changed["updated"]
    assert peer.ask("lookup", q=said["id"])["type"] == "Note"
    both.hand("takes_answer_back", pk=said["pk"])
    assert peer.waits_for_object("Delete", id=said["id"])
    assert (peer.ask("lookup", q=said["id"]) or {"type": "Tombstone"})["type"] == "Tombstone"
    both.hand("unfollow", uri=peer.ida)
    peer.waits_until(lambda: fatma not in peer.ask("followers"))


def test_who_follows_our_member_hears_where_she_moved(both: Live) -> None:
    """Ida of one network follows her; she goes on as Ida of the other."""
    fatma, (follower, home) = both.world["fatma"], both.peers.values()
    both.hand("lets_follow")
    asked = follower.ask("follow", q=fatma)
    follower.waits_for_object("Accept", id=asked["sent"])
    assert "zegt nog niet dat jij het bent" in both.hand("moves", who=home.ida)
    home.ask("alias", of=fatma)
    assert "Wie je volgt, hoort het nu." in both.hand("moves", who=home.ida)
    move = follower.waits_for("Move", actor=fatma)
    assert (move["object"], move["target"]) == (fatma, home.ida)
    told = json.loads(fetch(fatma, ACTIVITY).text)
    assert told["movedTo"] == home.ida

    def is_in_her_document() -> bool:
        updates = follower.came("Update", actor=fatma)
        return home.ida in [one["object"].get("movedTo") for one in updates]

    follower.waits_until(is_in_her_document)
    follower.ask("unfollow", q=fatma)


@pytest.mark.parametrize("kind", ["answers", "replies"])
def test_its_words_come_in_change_and_go(both: Live, reader: Peer, kind: str) -> None:
    group, title = both.world["group"], f"Wie weet van {kind} iets, {reader.origin[-4:]}?"
    if kind == "answers":
        pk = both.hand("ask", title=title)
    else:
        pk = both.hand("start_conversation", title=title, body="Zeg het.")["pk"]
    to = reader.waits_for_object("Create", name=title)["id"]
    said = reader.ask("post", q=group, to=to, text="<p>Wij, met <b>leem</b>.</p>")
    eventually(lambda: both.hand(kind, pk=pk) == ["Wij, met **leem**."])
    reader.ask("edit", q=group, note=said["note"], text="<p>Wij, met stro.</p>")
    eventually(lambda: both.hand(kind, pk=pk) == ["Wij, met stro."])
    reader.ask("delete", q=group, note=said["note"])
    eventually(lambda: both.hand(kind, pk=pk) == [])


def test_it_votes_in_our_poll_and_hears_what_came_of_it(both: Live, reader: Peer) -> None:
    group, question = both.world["group"], f"Welk hout, {reader.origin[-4:]}?"
    pk = both.hand("ask_poll", question=question, choices="Eiken, Vuren, Lariks")
    came = reader.waits_for_object("Create", name=question)
    assert (came["type"], _names(came["oneOf"])) == ("Question", ["Eiken", "Vuren", "Lariks"])
    assert came["endTime"]
    assert "votersCount" not in came
    first = reader.ask("vote", q=group, to=came["id"], choice="Vuren")
    eventually(lambda: both.hand("votes", pk=pk) == ["Vuren"])
    second = reader.ask("vote", q=group, to=came["id"], choice="Eiken")["sent"]
    eventually(lambda: both.hand("received", uri=second) is not None)
    assert both.hand("votes", pk=pk) == ["Vuren"]  # the first stands
    reader.ask("delete", q=group, note=first["note"])
    eventually(lambda: both.hand("votes", pk=pk) == [])
    last = reader.ask("vote", q=group, to=came["id"], choice="Lariks")
    eventually(lambda: both.hand("received", uri=last["sent"]) == "")
    assert both.hand("votes", pk=pk) == ["Lariks"]
    assert both.hand("close_poll", pk=pk) == 1
    counted = reader.waits_for_object("Update", id=came["id"])
    assert counted["closed"]
    assert counted["votersCount"] == 1
    assert not any("replies" in one for one in counted["oneOf"])  # of one there are no figures
    assert both.hand("votes", pk=pk) == []


def test_our_event_arrives_and_so_does_that_it_is_off(both: Live, reader: Peer) -> None:
    name = f"Houtdag {reader.origin[-4:]}"
    pk = both.hand("publish_event", name=name)
    came = reader.waits_for_object("Create", name=name)
    assert came["type"] == "Event"
    assert came["startTime"] < came["endTime"]
    assert came["location"]["name"] == "Buurthuis De Sluis"
    assert reader.ask("lookup", q=came["id"])["type"] == "Event"
    both.hand("call_off", pk=pk)
    assert "Ziek" in reader.waits_for_object("Update", id=came["id"])["content"]


def test_it_follows_an_organisation_and_comes_to_what_that_holds(both: Live, peer: Peer) -> None:
    place = both.hand("open_organisation")
    found = peer.ask("lookup", q=place)
    assert (found["type"], found["handle"]) == ("Organization", "vaknet_example")
    asked = peer.ask("follow", q=place)
    peer.waits_for_object("Accept", id=asked["sent"])
    name = f"Zaagdag {peer.origin[-4:]}"
    pk = both.hand("publish_event", name=name, by="organisation")
    came = peer.waits_for_object("Create", name=name)
    assert (came["type"], came["attributedTo"]) == ("Event", place)
    asked = peer.ask("join", q=place, of=came["id"])["sent"]
    eventually(lambda: _id(peer.waits_for("Accept", actor=place)["object"]) == asked)
    both.hand("call_off", pk=pk)
    assert "Ziek" in peer.waits_for_object("Update", id=came["id"])["content"]
    both.hand("close_organisation")
    peer.waits_for_object("Delete", id=came["id"])
    assert fetch(place, ACTIVITY).status == 410


def test_what_is_forged_does_nothing(both: Live, reader: Peer) -> None:
    group, title = both.world["group"], f"Wie is wie, {reader.origin[-4:]}?"
    pk = both.hand("start_conversation", title=title, body="Zeg het.")["pk"]
    about = reader.waits_for_object("Create", name=title)["id"]
    [other] = [one for one in both.peers.values() if one is not reader]
    note = f"{reader.origin}/notes/vals"
    in_the_name_of = {
        "of the same server": {"as": reader.gardeners, "of": reader.gardeners, "note": note},
        "of another network": {"as": other.ida, "of": other.ida, "note": f"{other.origin}/notes/1"},
        "of one of ours": {"as": both.world["fatma"], "of": both.world["fatma"], "note": about},
    }
    for who, given in in_the_name_of.items():
        assert not reader.ask("forge", q=group, to=about, **given)["taken"], who
    about_what_is = {
        "it does not come along": {"note": f"{other.origin}/notes/1", "of": other.ida},
        "it is not in her own name": {"note": note, "of": reader.gardeners},
    }
    for trouble, given in about_what_is.items():
        sent = reader.ask("forge", q=group, to=about, **{"as": reader.ida}, **given)["sent"]
        eventually(lambda sent=sent: both.hand("received", uri=sent) is not None)
        assert both.hand("received", uri=sent) == trouble
    gone = reader.ask("delete", q=group, note=about)["sent"]
    eventually(lambda: both.hand("received", uri=gone) == "it is of somebody else")
    assert both.hand("replies", pk=pk) == []
    assert reader.ask("lookup", q=about)["type"] == "Page"


def test_it_stops_following_our_group(both: Live, reader: Peer) -> None:
    reader.ask("unfollow", q=both.world["group"])
    eventually(lambda: reader.ida not in both.hand("followers"))
    reader.follows.clear()


def _names(choices: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in choices]


def _document(address: str) -> Document:
    said = fetch(address, ACTIVITY)
    assert said.status == 200
    assert json.loads(said.text)["id"] == address
    return Document(said.text.encode())
