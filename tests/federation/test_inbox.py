"""What comes in from other networks: who is believed, and what is turned away before it costs."""

import json
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from tests.federation.conftest import BASE
from tests.federation.elsewhere import (
    ACTIVITY,
    WAYS,
    Elsewhere,
    Someone,
    handled,
    private,
    signed,
)
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import HostLimit, Look, Received, RemoteActor
from vaknet.domain.federation.queries.remote import MOST_KNOWN, MOST_NEW
from vaknet.engine.activitypub import SigningKey
from vaknet.engine.activitypub.keys import pem
from vaknet.interfaces.federation import inbox, proving
from vaknet.interfaces.federation.proving import Turned

INBOX = "/ap/inbox"


def follow_of(someone: Any, actor: Actor) -> dict[str, Any]:
    return someone.does("Follow", f"{BASE}/ap/{actor.federated_id.token}")


@pytest.mark.parametrize("way", WAYS, ids=["draft", "rfc9421"])
def test_what_she_signed_is_kept_once_and_done_later(there: Elsewhere, fatma: Actor, way) -> None:
    noor = there.someone()
    done = follow_of(noor, fatma)
    answers = [noor.send(done, way=way), noor.send(done, f"/ap/{fatma.federated_id.token}/inbox")]
    assert [answer.status_code for answer in answers] == [202, 202]
    row = Received.objects.get()
    assert (row.uri, row.verb, row.by.uri) == (done["id"], "Follow", noor.id)
    assert json.loads(bytes(row.content)) == done
    assert there.paths == ["/users/noor"]
    asked = there.asked[0][1]
    network = queries.network()
    assert network is not None
    assert f'keyId="{BASE}/ap/{network.federated_id.token}#key-' in asked["Signature"]


def test_what_has_no_name_is_kept_once_too(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    done = follow_of(noor, fatma)
    del done["id"]
    assert {noor.send(done).status_code for _ in range(2)} == {202}
    assert Received.objects.get().uri.startswith("sha256:")


def _unsigned(path: str, content: bytes, **headers: str) -> Any:
    return Client().post(path, content, content_type=ACTIVITY, headers=headers)


def test_unsigned_is_turned_away_before_anything_is_asked(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    content = json.dumps(follow_of(noor, fatma)).encode()
    answer = _unsigned(INBOX, content)
    assert (answer.status_code, answer.json()) == (401, {"error": "Signature not valid"})
    good = signed(INBOX, content, noor.key)
    wrong: list[dict[str, str]] = []
    for change in (
        {"Signature": ""},
        {"Signature": good["Signature"].replace('headers="', 'headers="" x="')},
        {"Signature": good["Signature"].replace("(request-target) host", "host")},
        {"Signature": good["Signature"].replace(" digest", "")},
        {"Signature": f"{good['Signature']}, {good['Signature']}"},
        {"Signature": good["Signature"].replace(noor.key.id, f"{BASE}/ap/x#key-1")},
        {"Signature": good["Signature"].replace(noor.key.id, "http://10.0.0.1/x#key")},
        {"Date": "Mon, 30 Nov 2020 05:00:00 GMT"},
        {"Host": "other.example"},
    ):
        wrong.append(good | change)
    statuses = [_unsigned(INBOX, content, **headers).status_code for headers in wrong]
    assert statuses == [401] * len(wrong)
    assert _unsigned(INBOX, content + b" ", **good).status_code == 401
    assert there.asked == []
    assert not Received.objects.exists()


def test_a_signature_is_for_one_address_and_one_way_of_asking(
    there: Elsewhere, fatma: Actor
) -> None:
    noor = there.someone()
    content = json.dumps(follow_of(noor, fatma)).encode()
    headers = signed(f"/ap/{fatma.federated_id.token}/inbox", content, noor.key)
    assert _unsigned(INBOX, content, **headers).status_code == 401
    for_reading = signed(INBOX, b"", noor.key, method="GET")
    assert _unsigned(INBOX, content, **for_reading).status_code == 401
    assert not Received.objects.exists()


def test_nobody_speaks_for_somebody_else(there: Elsewhere, fatma: Actor, settings) -> None:
    noor, piet = there.someone(), there.someone("piet", key=1)
    done = follow_of(noor, fatma)
    assert piet.send(done).status_code == 401
    stolen = SigningKey(noor.key.id, private(1))
    piet.key = stolen
    assert piet.send(follow_of(noor, fatma)).status_code in {401, 503}
    done = follow_of(noor, fatma) | {"id": "https://elders.example/did/1"}
    assert noor.send(done).status_code == 401
    mine = follow_of(noor, fatma) | {"actor": f"{BASE}/ap/{fatma.federated_id.token}"}
    assert noor.send(mine).status_code == 400
    far = follow_of(noor, fatma) | {"actor": "https://elders.example/users/x"}
    assert noor.send(far).status_code == 401
    assert not Received.objects.exists()


def test_a_key_that_names_another_owner_is_none(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    noor.told["publicKey"]["owner"] = f"{there.address}/users/piet"
    there.again(noor)
    assert noor.send(follow_of(noor, fatma)).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"[]",
        b"{",
        b"\xff",
        b'{"type":"Follow","type":"Follow","actor":"https://e.nl/a","object":"x"}',
        b'{"type":"Follow","actor":"1","object":"https://e.nl/b"}',
        b'{"type":"Follow","actor":["https://e.nl/a","https://e.nl/b"],"object":"https://e.nl/b"}',
        b'{"type":"Follow","actor":"https://e.nl/a","object":"https://e.nl/b","@graph":[]}',
        b'{"type":"Follow","actor":"https://e.nl/a","object":"https://e.nl/b","id":"'
        + b"https://e.nl/" + b"x" * 500 + b'"}',
    ],
)  # fmt: skip
def test_what_is_nothing_is_a_bad_request(there: Elsewhere, body: bytes) -> None:
    assert there.someone().send(body).status_code == 400
    assert there.asked == []


def test_a_kind_of_activity_that_nobody_knows_is_let_be(there: Elsewhere) -> None:
    noor = there.someone()
    assert noor.send(noor.does("View", f"{there.address}/video/1")).status_code == 202
    assert there.asked == []
    assert not Received.objects.exists()


def test_only_activitystreams_of_at_most_1_mb(there: Elsewhere, monkeypatch) -> None:
    noor = there.someone()
    for kind in ("application/json", "text/html", "multipart/form-data; boundary=x"):
        assert noor.send(noor.does("Follow", "x"), content_type=kind).status_code == 415
    large = Client().generic("POST", INBOX, b"x" * 1_000_001, ACTIVITY)
    assert large.status_code == 413
    told = {"CONTENT_LENGTH": "99999999999999999999"}
    assert Client().generic("POST", INBOX, b"x", ACTIVITY, **told).status_code == 413
    for none in ("", "x", "-1"):
        answer = Client().generic("POST", INBOX, b"x", ACTIVITY, CONTENT_LENGTH=none)
        assert answer.status_code == 411
    monkeypatch.setattr(inbox, "SECONDS", -1.0)
    assert noor.send(noor.does("Follow", "x")).status_code == 408


def test_it_is_read_in_pieces_and_no_more_than_was_told(there: Elsewhere, monkeypatch) -> None:
    noor = there.someone()
    monkeypatch.setattr(inbox, "PIECE", 7)
    assert noor.send(noor.does("Like", f"{BASE}/x")).status_code == 202


def test_who_reads_it_learns_how_to_bring_something(there: Elsewhere, fatma: Actor) -> None:
    for path in (INBOX, f"/ap/{fatma.federated_id.token}/inbox"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert Client().post(f"/ap/{'A' * 22}/inbox").status_code == 404
    token = fatma.federated_id.token
    actions.stop_federating(fatma)
    assert Client().post(f"/ap/{token}/inbox").status_code == 410


def test_a_host_that_is_refused_costs_no_signature_and_no_question(
    there: Elsewhere, fatma: Actor, world: World
) -> None:
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    noor = there.someone()
    assert noor.send(follow_of(noor, fatma)).status_code == 403
    assert there.asked == []


def test_who_follows_whom_is_not_heard_in_the_answer(there: Elsewhere, fatma: Actor) -> None:
    """The same statements and bytes for one who is known, one who is not, and nobody."""
    noor = there.someone()
    noor.send(noor.does("Like", f"{BASE}/x"))
    hidden = Actor.objects.exclude(pk=fatma.pk).filter(kind="person")[0]
    actions.prepare(actor=hidden)
    seen = set()
    for token in (fatma.federated_id.token, hidden.federated_id.token, "A" * 22):
        done = noor.does("Follow", f"{BASE}/ap/{token}")
        with CaptureQueriesContext(connection) as asked:
            answer = noor.send(done)
        seen.add((answer.status_code, answer.content, len(asked)))
    assert len(seen) == 1


def test_another_key_is_looked_for_once_in_five_minutes(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    assert noor.send(follow_of(noor, fatma)).status_code == 202
    noor.key = SigningKey(noor.key.id, private(1))
    noor.told["publicKey"]["publicKeyPem"] = pem(private(1).public_key())
    there.again(noor)
    answer = noor.send(follow_of(noor, fatma))
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    with travel(timezone.now() + timedelta(minutes=6)):
        assert noor.send(follow_of(noor, fatma)).status_code == 202
        noor.key = SigningKey(noor.key.id, private(2))
        assert {noor.send(follow_of(noor, fatma)).status_code for _ in range(5)} == {503}
    assert there.paths == ["/users/noor"] * 2
    with travel(timezone.now() + timedelta(minutes=12)):
        assert noor.send(follow_of(noor, fatma)).status_code == 401


def test_a_hundred_keys_of_nobody_are_few_questions(there: Elsewhere, fatma: Actor) -> None:
    statuses = []
    for number in range(100):
        someone = there.someone(f"geest-{number}")
        there.answers.clear()
        statuses.append(someone.send(follow_of(someone, fatma)).status_code)
    assert set(statuses) == {401, 503}
    assert len(there.asked) == MOST_NEW
    assert not RemoteActor.objects.exists()
    again = there.someone("geest-1")
    again.send(follow_of(again, fatma))
    assert len(there.asked) == MOST_NEW


def with_another_key(there: Elsewhere, someone: Someone, number: int) -> Someone:
    """As her own server says so too."""
    someone.key = SigningKey(someone.key.id, private(number))
    someone.told["publicKey"]["publicKeyPem"] = pem(private(number).public_key())
    there.again(someone)
    return someone


def forged(someone: Someone, *, at: str) -> Someone:
    """By somebody else, from elsewhere, with a key that is not hers."""
    return Someone(someone.id, SigningKey(someone.key.id, private(3)), someone.told, at)


def test_a_changed_key_does_not_wait_for_who_is_new_on_its_host(
    there: Elsewhere, fatma: Actor
) -> None:
    noor, piet = there.someone(), there.someone("piet")
    assert {one.send(follow_of(one, fatma)).status_code for one in (noor, piet)} == {202}
    with travel(timezone.now() + timedelta(minutes=6)):
        new = there.someone("nieuw")
        assert new.send(follow_of(new, fatma)).status_code == 202
        for one in (noor, piet):
            with_another_key(there, one, 1)
            assert one.send(follow_of(one, fatma)).status_code == 202


def test_who_forges_shuts_out_nobody_but_herself(there: Elsewhere, fatma: Actor) -> None:
    known = [there.someone(f"bekend-{number}") for number in range(MOST_KNOWN + 2)]
    for one in known:
        assert one.send(follow_of(one, fatma)).status_code == 202
    with travel(timezone.now() + timedelta(minutes=6)):
        said = [
            someone.send(follow_of(someone, fatma)).status_code
            for number in range(MOST_NEW + 1)
            for someone in [forged(there.someone(f"geest-{number}"), at="198.51.100.7")]
        ]
        assert said == [401] * MOST_NEW + [503]
        said = [
            someone.send(follow_of(someone, fatma)).status_code
            for someone in [forged(one, at="198.51.100.7") for one in known[:-1]]
        ]
        assert said == [401] * MOST_KNOWN + [503]
        new, last = there.someone("nieuw"), with_another_key(there, known[-1], 1)
        assert {one.send(follow_of(one, fatma)).status_code for one in (new, last)} == {202}


def test_from_many_addresses_one_host_is_still_asked_only_so_much(
    there: Elsewhere, fatma: Actor
) -> None:
    at = timezone.now()
    for number in range(4 * MOST_NEW):
        told = {"found": False, "gone": False, "sender": str(number)}
        actions.note_look(uri=f"{there.address}/geest/{number}", at=at, **told)
    new = there.someone("nieuw")
    assert new.send(follow_of(new, fatma)).status_code == 503
    assert there.asked == []


def test_who_comes_from_no_address_is_counted_as_one(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    noor.at = "nowhere"
    assert noor.send(follow_of(noor, fatma)).status_code == 202
    assert Look.objects.get().sender == ""
    piet = there.someone("piet")
    assert piet.send(follow_of(piet, fatma)).status_code == 202
    assert piet.at not in Look.objects.get(uri=piet.id).sender


def test_who_was_not_there_is_not_asked_for_again(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    there.serve("/users/noor", b"", status=500)
    assert {noor.send(follow_of(noor, fatma)).status_code for _ in range(3)} == {503}
    assert len(there.asked) == 1
    there.serve("/users/noor", b"", status=410)
    with travel(timezone.now() + timedelta(hours=2)):
        assert {noor.send(follow_of(noor, fatma)).status_code for _ in range(3)} == {401}
    assert len(there.asked) == 2
    actions.forget_looks(before=timezone.now() + timedelta(days=3))
    assert not Look.objects.exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_farewell_is_taken_from_who_is_gone(there: Elsewhere, fatma: Actor, status: int) -> None:
    """Of somebody we never heard of nothing is asked; of somebody we know, once."""
    noor = there.someone()
    there.serve("/users/noor", b"", status=status)
    assert noor.send(noor.does("Delete", noor.id)).status_code == 202
    assert there.asked == []
    known = there.someone("piet", key=1)
    known.send(follow_of(known, fatma))
    there.serve("/users/piet", b"", status=status)
    known.key = SigningKey(f"{known.id}#other", private(2))
    with travel(timezone.now() + timedelta(minutes=6)):
        answers = [known.send(known.does("Delete", known.id)) for _ in range(4)]
    assert {answer.status_code for answer in answers} == {202}
    assert there.paths == ["/users/piet"] * 2
    kept = RemoteActor.objects.get(uri=known.id)
    assert (kept.gone_at is None, kept.keys != []) == (status == 404, status == 404)
    assert not Received.objects.filter(verb="Delete").exists()


@pytest.mark.parametrize(
    ("status", "kind", "stays"), [(404, "", True), (410, "", False), (200, "Tombstone", False)]
)
def test_a_forged_name_while_her_server_is_confused_ends_nothing(
    there: Elsewhere, fatma: Actor, status: int, kind: str, stays: bool
) -> None:
    noor = there.someone()
    actions.allow(fatma, actor=fatma, kinds=["follow"])
    assert noor.send(follow_of(noor, fatma)).status_code == 202
    handled()
    there.serve("/users/noor", {"id": noor.id, "type": kind}, status=status)
    for days in (1, 3):
        with travel(timezone.now() + timedelta(days=days)):
            eve = forged(noor, at="198.51.100.7")
            assert eve.send(follow_of(eve, fatma)).status_code == 401
    assert there.paths.count("/users/noor") == 3
    assert [one.uri for one in queries.followers_of(fatma)] == ([noor.id] if stays else [])
    held = RemoteActor.objects.select_related("actor").get(uri=noor.id)
    assert ((held.actor.name, held.keys != []) == ("Noor", True)) is stays


def test_slow_hosts_hold_few_threads_and_one_domain_one(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    names = ["1.traag.example", "traag.example", "elders.example"]  # of two domains, as many as may
    domain = ".".join(there.host.split(".")[-2:])
    for busy in ([f"1.{domain}"], names):
        with ExitStack() as looks:
            for name in busy[:1] + busy[2:]:
                looks.enter_context(proving._looking(name))
            with pytest.raises(Turned):
                looks.enter_context(proving._looking(f"2.{busy[0][2:]}"))
            answer = noor.send(follow_of(noor, fatma))
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert there.asked == []
    assert noor.send(follow_of(noor, fatma)).status_code == 202


def test_a_document_of_somebody_else_is_no_key(there: Elsewhere, fatma: Actor) -> None:
    noor, piet = there.someone(), there.someone("piet")
    there.serve("/users/noor", piet.told)
    assert noor.send(follow_of(noor, fatma)).status_code == 401
    assert not RemoteActor.objects.exists()


def test_off_it_is_not_there(there: Elsewhere, fatma: Actor, settings) -> None:
    settings.FEDERATION = False
    noor = there.someone()
    assert noor.send(follow_of(noor, fatma)).status_code == 404
