"""What is read along and changes there: an Update that only names it, or comes from another."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.elsewhere import Elsewhere, Someone
from tests.federation.reading import brought, follows, note, reads, serve
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.actions import announced
from vaknet.domain.federation.models import Announced, Received, RemotePost
from vaknet.interfaces.federation import announced as job
from vaknet.interfaces.federation import handling

OLD, NEW = "De eiken staan er goed bij.", "De eiken zijn geveld."
CHANGED = {"content": f"<p>{NEW}</p>", "updated": "2026-11-30T09:00:00Z"}


@pytest.fixture
def els(there: Elsewhere) -> Someone:
    return there.someone("els")


@pytest.fixture
def uri(there: Elsewhere, els: Someone, fatma: Actor) -> str:
    """An article that she reads."""
    follows(fatma, there, els)
    told = note(els, type="Article", name="Over eiken")
    assert brought(els, "Create", told) == [""]
    serve(there, told | CHANGED)
    return str(told["id"])


def opening(member: Actor) -> str:
    [post] = reads(member)
    return post.opening


def test_named_only_it_is_read_where_it_is(els: Someone, uri: str, fatma: Actor) -> None:
    assert opening(fatma) == OLD
    assert brought(els, "Update", uri) == [""]
    assert opening(fatma) == NEW


def test_by_another_of_that_server_it_is_read_where_it_is(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor
) -> None:
    """What he says of it counts for nothing."""
    piet = there.someone("piet", key=1)
    forged = note(els, type="Article", content="<p>Vals.</p>", updated="2026-12-01T09:00:00Z")
    for thing in (forged, forged | {"attributedTo": piet.id}):
        assert brought(piet, "Update", thing | {"id": uri}) == [""]
        assert opening(fatma) == NEW


def test_nobody_of_another_server_makes_us_read_it(
    there: Elsewhere, far: Elsewhere, els: Someone, uri: str, fatma: Actor
) -> None:
    eve = far.someone("eve", key=1)
    there.asked.clear()
    assert brought(eve, "Update", uri) == ["it does not come along"]
    assert brought(els, "Update", f"{uri}0") == ["it does not come along"]
    RemotePost.objects.update(is_public=False)
    assert brought(els, "Update", uri) == ["it does not come along"]
    assert not [path for path in there.paths if path in uri]
    assert not Announced.objects.exists()


WITHHELD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "it answers 410": ({}, {"status": 410}),
    "it is gone": ({"type": "Tombstone"}, {}),
    "it is not for everybody": ({"to": ["https://elders.example/users/iris"], "cc": []}, {}),
}


@pytest.mark.parametrize("trouble", WITHHELD)
def test_what_is_gone_there_or_for_a_few_nobody_reads_here(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor, trouble: str
) -> None:
    more, answer = WITHHELD[trouble]
    serve(there, note(els, type="Article") | more, **answer)
    piet = there.someone("piet", key=1)
    brought(piet, "Update", uri)
    assert Announced.objects.get().trouble == trouble
    assert reads(fatma) == []


@pytest.mark.parametrize(
    "answer", [{"status": 403}, {"status": 404}, {"status": 503}, {"kind": "text/html"}]
)
def test_what_cannot_be_read_just_now_stays(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor, answer: dict[str, Any]
) -> None:
    serve(there, note(els, type="Article"), **answer)
    brought(els, "Update", uri)
    brought(els, "Update", uri)
    assert opening(fatma) == OLD


def test_what_was_for_followers_stays_as_it_came(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor
) -> None:
    """Whom she does not know her server tells that there is nothing."""
    group = there.someone("houtbouw", kind="Group", key=1)
    follows(fatma, there, group)
    RemotePost.objects.update(is_public=False)
    serve(there, note(els, type="Article"), status=410)
    brought(group, "Announce", els.does("Update", {"id": uri, "type": "Article"}))
    assert Announced.objects.get().trouble == "it answers 410"
    assert opening(fatma) == OLD


def test_so_often_and_no_more(els: Someone, uri: str, fatma: Actor, monkeypatch: Any) -> None:
    monkeypatch.setattr(announced, "MOST_ANNOUNCED", 0)
    assert brought(els, "Update", uri) == ["it is too much at once"]


def test_what_waits_is_read_once_whoever_says_so(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor
) -> None:
    """One more than what is being read at this moment; and nobody takes that back."""
    for number in range(5):
        one = there.someone(f"piet{number}", key=1)
        one.send(one.does("Update", uri))
        one.send(one.does("Undo", one.does("Announce", uri)))
    for row in Received.objects.filter(done_at=None).order_by("pk"):
        handling.handle(row.pk)
    assert set(Received.objects.values_list("trouble", flat=True)) == {""}
    waiting = Announced.objects.filter(done_at=None)
    assert waiting.count() == 2
    locks = ProcrastinateJob.objects.filter(task_name=announced.READ_ANNOUNCED)
    assert {one.lock for one in locks} == {f"{announced.READ_ANNOUNCED}-{there.host}"}
    for row in waiting:
        job.read_announced(row.pk)
    assert opening(fatma) == NEW


def test_of_one_host_so_often_and_no_more(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor, monkeypatch: Any
) -> None:
    monkeypatch.setattr(announced, "MOST_CHANGES", 2)
    troubles = []
    for number in range(3):
        one = there.someone(f"piet{number}", key=1)
        troubles += brought(one, "Update", uri)
    assert troubles == ["", "", "it is too much at once"]


def test_what_nobody_keeps_any_more_is_not_read(
    there: Elsewhere, els: Someone, uri: str, fatma: Actor
) -> None:
    piet = there.someone("piet", key=1)
    assert piet.send(piet.does("Update", uri)).status_code == 202
    handling.handle(Received.objects.get(done_at=None).pk)
    RemotePost.objects.all().delete()
    there.asked.clear()
    job.read_announced(Announced.objects.get().pk)
    assert there.asked == []
