"""What anybody elsewhere can make us keep and send on has an end."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, handled
from tests.federation.going_out import follower
from tests.federation.going_out import told as document_of
from tests.federation.reading import brought
from tests.federation.test_arriving_words import NOTE, does, note
from tests.federation.test_handling import remote
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Host, Parcel, Received, RemoteActor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Question
from vaknet.interfaces.federation import arriving_words, inbox
from vaknet.interfaces.jobs import clock_of_receiving

LONG = "x" * 900_000


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="handle_received").count()


@pytest.mark.parametrize(
    ("verb", "thing"),
    [
        ("Like", f"{BASE}/x"),
        ("Dislike", f"{BASE}/x"),
        ("Add", f"{BASE}/x"),
        ("Remove", f"{BASE}/x"),
        ("Invite", f"{BASE}/x"),
        ("TentativeReject", f"{BASE}/x"),
        ("Undo", {"type": "Like", "id": f"{BASE}/x"}),
        ("Undo", {"type": []}),
        ("Announce", {"type": "Like", "id": "https://elders.example/1", "object": f"{BASE}/x"}),
    ],
)
def test_of_what_has_no_effect_nothing_is_kept(
    there: Elsewhere, fatma: Actor, verb: str, thing: Any
) -> None:
    noor = there.someone()
    for _time in range(3):
        assert noor.send(noor.does(verb, thing, padding=LONG)).status_code == 202
    assert (Received.objects.count(), jobs()) == (0, 0)


@pytest.mark.parametrize(
    ("verb", "thing"),
    [
        ("Undo", "https://elders.example/follows/1"),
        ("Undo", {"type": "Follow", "id": "https://elders.example/1"}),
        ("Announce", "https://elders.example/1"),
        ("Announce", {"type": "Create", "object": "https://elders.example/1"}),
        ("Announce", {"type": "Delete", "object": "https://elders.example/1"}),
    ],
)
def test_what_may_have_one_is_kept_until_it_is_done(
    there: Elsewhere, fatma: Actor, verb: str, thing: Any
) -> None:
    noor = there.someone()
    assert noor.send(noor.does(verb, thing)).status_code == 202
    assert (Received.objects.count(), jobs()) == (1, 1)


def test_nothing_is_learned_from_it(there: Elsewhere, world: World, asked: Question) -> None:
    """In as many statements and the same bytes, whether it is there or not."""
    noor = there.someone()
    brought(noor, "Like", BASE)
    seen = set()
    for uri in (document_of(asked)["id"], f"{BASE}/ap/things/{'A' * 22}", "https://far.example/1"):
        with CaptureQueriesContext(connection) as found:
            answer = noor.send(noor.does("Like", uri))
        seen.add((answer.status_code, answer.content, len(found)))
    assert len(seen) == 1


def test_it_says_that_its_host_is_there(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    brought(noor, "Like", BASE)
    Host.objects.update(failures=7, pruned_at="2026-11-01T00:00Z")
    brought(noor, "Like", BASE)
    assert Host.objects.get(name=there.host).pruned_at is None


def test_of_one_actor_and_of_one_host_only_so_much_waits(
    there: Elsewhere, far: Elsewhere, fatma: Actor, monkeypatch
) -> None:
    noor, otto = there.someone(), far.someone("otto")
    neighbours = [there.someone(name) for name in ("ali", "bo", "cem")]
    monkeypatch.setattr(inbox, "MOST_WAITING", 4_000_000)
    flag = noor.does("Flag", [f"{BASE}/x"], padding=LONG)
    answers = [noor.send(flag | {"id": f"{noor.id}#{number}"}) for number in range(2)]
    assert [one.status_code for one in answers] == [202, 503]
    assert answers[-1]["Retry-After"] == "300"
    for one in neighbours:
        assert one.send(one.does("Flag", [f"{BASE}/x"], padding=LONG)).status_code == 202
    assert Received.objects.count() == 4
    last = there.someone("dirk")
    assert last.send(last.does("Flag", [f"{BASE}/x"], padding=LONG)).status_code == 503
    assert otto.send(otto.does("Flag", [f"{BASE}/x"])).status_code == 202
    handled()
    assert noor.send(flag | {"id": f"{noor.id}#9"}).status_code == 202
    assert queries.bytes_waiting(remote(otto), at=timezone.now()) == (0, 0)


def test_what_is_tried_no_more_waits_no_more(there: Elsewhere, fatma: Actor, monkeypatch) -> None:
    """Moves to a network that is silent shut out nobody for longer than they are tried."""
    noor = there.someone()
    monkeypatch.setattr(inbox, "MOST_WAITING", 4_000_000)
    move = noor.does("Move", noor.id, target="https://silent.example/noor", padding=LONG)
    assert noor.send(move).status_code == 202
    assert noor.send(move | {"id": f"{noor.id}#2"}).status_code == 503
    row = Received.objects.get()
    actions.note_trouble(received=row.pk, trouble="no answer")
    later = timezone.now() + timedelta(hours=11)
    assert queries.bytes_waiting(row.by, at=later) == (0, 0)
    actions.give_up_received(now=later)  # its job did not run yet
    row.refresh_from_db()
    assert row.done_at is None
    ProcrastinateJob.objects.filter(task_name="handle_received").delete()
    actions.give_up_received(now=timezone.now())
    row.refresh_from_db()
    assert row.done_at is None
    Received.objects.update(at=timezone.now() - timedelta(hours=11))
    clock_of_receiving.forget_posts_from_elsewhere(0)
    row.refresh_from_db()
    assert (row.done_at is None, bytes(row.content), row.trouble) == (False, b"", "no answer")
    assert noor.send(noor.does("Delete", noor.id)).status_code == 202
    job = ProcrastinateJob.objects.get(task_name="handle_received")
    assert job.lock == f"handle_received-{row.by_id}"


@pytest.fixture
def lemmy(asked: Question, open_group: Group) -> str:
    actions.prepare(actor=open_group.actor)
    return follower(open_group.actor, host="lemmy.example", software="lemmy")


def passed_on() -> list[Any]:
    return [json.loads(bytes(one.content))["object"] for one in Parcel.objects.order_by("pk")]


@pytest.mark.parametrize(
    "more", [{"padding": "x" * 100_000}, {"bto": ["https://els.example/els"]}, {"as:bcc": "x"}]
)
def test_what_is_long_or_has_hidden_readers_is_only_pointed_at(
    asked: Question, lemmy: str, wout: RemoteActor, more: dict[str, Any]
) -> None:
    """Also deep inside. What it takes away the group says itself, without a byte of hers."""
    uri = document_of(asked)["id"]
    assert does(wout, "Create", note(wout, uri, **more)) == ""
    better = {"updated": "2026-11-02T09:00:00Z"} | more
    assert does(wout, "Update", note(wout, uri, "<p>Nu zeker.</p>", **better)) == ""
    gone = {"id": NOTE, "type": "Tombstone"}
    assert does(wout, "Delete", gone, **more) == ""
    [create, update, delete] = passed_on()
    assert (create, update) == (NOTE, NOTE)
    assert (delete["type"], delete["object"]) == ("Delete", NOTE)
    assert delete["actor"].startswith(BASE)


def test_up_to_the_bound_it_goes_whole(asked: Question, lemmy: str, wout: RemoteActor) -> None:
    said = note(wout, document_of(asked)["id"], padding="x" * 98_000)
    assert does(wout, "Create", said) == ""
    assert passed_on()[0]["object"] == said
    assert len(bytes(Parcel.objects.get().content)) > 98_000
    assert arriving_words.LONGEST_PASSED_ON == 100_000
