"""The conversation around what was said elsewhere: found by whoever wants to read it, and bounded
whatever others send."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.elsewhere import Elsewhere, Someone, connect, network_elsewhere
from tests.federation.reading import brought, follows, note, serve
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.posts import READ_THREAD
from vaknet.domain.federation.models import HostLimit, Look, RemotePost, ThreadPlace
from vaknet.domain.federation.queries import May
from vaknet.engine.activitypub.fields import Words
from vaknet.interfaces.federation import threads
from vaknet.interfaces.jobs import tasks
from vaknet.interfaces.reaching.fetching import Unread
from vaknet.interfaces.reaching.said import read_said

AS = "https://www.w3.org/ns/activitystreams"


@pytest.fixture
def ida(there: Elsewhere, fatma: Actor) -> Someone:
    someone = there.someone("ida")
    follows(fatma, there, someone)
    return someone


def kept(ida: Someone, **more: Any) -> RemotePost:
    said = note(ida, "start") | more
    assert brought(ida, "Create", said) == [""]
    return RemotePost.objects.get(uri=said["id"])


def at_hour(author: Someone, number: int | str, hour: int, **more: Any) -> dict[str, Any]:
    return note(author, number, published=f"2026-11-29T{hour:02}:00:00Z", **more)


def lists(there: Elsewhere, path: str, items: list[Any], **more: Any) -> str:
    uri = f"{there.address}{path}"
    told = {"@context": AS, "id": uri, "type": "OrderedCollection", "orderedItems": items}
    there.serve(path, told | more)
    return uri


def around(member: Actor, start: RemotePost) -> list[str]:
    rows = queries.thread_of(member, RemotePost.objects.get(pk=start.pk))
    return [one.uri.rpartition("/")[2] for one in rows]


def test_the_context_says_what_belongs_to_it(
    there: Elsewhere, ida: Someone, fatma: Actor, settings: Any, monkeypatch: Any
) -> None:
    """Also what is of a third network, and of activities what they made."""
    with network_elsewhere() as far:
        connect(settings, monkeypatch, there, far)
        otto = far.someone("otto")
        first = serve(far, at_hour(otto, "een", 8))
        second = serve(there, at_hour(ida, "twee", 9))
        third = serve(far, at_hour(otto, "drie", 10))
        made = {"id": f"{otto.id}/did/1", "type": "Create", "actor": otto.id, "object": third}
        context = f"{there.address}/context"
        start = kept(ida, context=context)
        odd: list[Any] = [7, {"type": "Create", "object": 7}, {"type": "Note"}]
        lists(there, "/context", [second, start.uri, *odd, made, first, second, first])
        threads.read_thread(start.pk)
        assert around(fatma, start) == ["een", "twee", "drie"]
        read = RemotePost.objects.get(pk=start.pk)
        assert read.thread_read_at is not None
        assert not queries.is_being_read(read, at=timezone.now())


def test_without_it_we_walk_up_and_ask_for_replies(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    root = serve(there, at_hour(ida, "wortel", 6))
    above = serve(there, at_hour(ida, "boven", 7, inReplyTo=root))
    below = serve(there, at_hour(ida, "onder", 20))
    start = kept(
        ida,
        inReplyTo=above,
        context=f"{there.address}/geen",
        replies={"type": "Collection", "id": f"{there.address}/replies"},
    )
    page = f"{there.address}/replies?2"
    lists(there, "/replies", [], type="Collection", first=page)
    lists(there, "/replies?2", [below], type="CollectionPage")
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["wortel", "boven", "onder"]


def test_round_in_a_circle_it_ends(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    start = kept(ida, inReplyTo=f"{ida.id}/notes/een")
    serve(there, at_hour(ida, "een", 8, inReplyTo=f"{ida.id}/notes/twee"))
    serve(there, at_hour(ida, "twee", 7, inReplyTo=f"{ida.id}/notes/een"))
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["twee", "een"]
    itself = kept(ida, inReplyTo=start.uri)
    threads.read_thread(itself.pk)


def test_very_deep_it_ends(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    start = kept(ida, inReplyTo=f"{ida.id}/notes/1")
    for number in range(1, threads.HIGHEST + 5):
        serve(there, note(ida, number, inReplyTo=f"{ida.id}/notes/{number + 1}"))
    threads.read_thread(start.pk)
    assert len(around(fatma, start)) == threads.HIGHEST


def test_a_list_without_end_ends(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    start = kept(ida, context=f"{there.address}/lijst?0")
    for number in range(30):
        following = f"{there.address}/lijst?{number + 1}"
        lists(there, f"/lijst?{number}", [], type="OrderedCollectionPage", next=following)
    threads.read_thread(start.pk)
    assert len([path for path in there.paths if path.startswith("/lijst")]) == 20
    assert around(fatma, start) == []


def test_a_list_of_very_many_is_read_in_part(
    there: Elsewhere, ida: Someone, fatma: Actor, monkeypatch: Any
) -> None:
    monkeypatch.setattr(threads, "MOST_LISTED", 12)
    start = kept(ida, context=f"{there.address}/context")
    served = [serve(there, at_hour(ida, number, number)) for number in range(3)]
    nowhere = [f"{there.address}/niets/{number}" for number in range(50)]
    lists(there, "/context", served + nowhere, next=f"{there.address}/context?2")
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["0", "1", "2"]
    assert len([path for path in there.paths if path.startswith("/niets")]) == 8
    assert "/context?2" not in there.paths


def test_when_time_is_over_it_ends(
    there: Elsewhere, ida: Someone, fatma: Actor, monkeypatch: Any
) -> None:
    monkeypatch.setattr(threads, "SECONDS", 0.0)
    start = kept(ida, context=f"{there.address}/context", inReplyTo=f"{ida.id}/notes/1")
    threads.read_thread(start.pk)
    assert there.paths == ["/users/ida"]
    assert RemotePost.objects.get(pk=start.pk).thread_read_at is not None


def test_only_what_is_for_everybody_and_is_what_it_says(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    eve = there.someone("eve", key=1)
    start = kept(ida, context=f"{there.address}/context")
    fake = note(eve, "vals", content="<p>Zo niet</p>")
    serve(there, note(eve, "vals", content="<p>Zo wel</p>"))
    items = [
        fake,
        serve(there, note(eve, "stil", to=[f"{eve.id}/followers"], cc=[])),
        serve(there, note(eve, "weg"), status=410),
        serve(there, note(eve, "ander", attributedTo="https://elders.example/users/x")),
        "https://vaknet.example/ap/things/x",
        f"{there.address}/{'x' * 600}",
        serve(there, {"id": f"{there.address}/alias", "type": "Note"}),
    ]
    there.serve("/alias", {"@context": AS} | note(eve, "vals"))
    lists(there, "/context", items)
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["vals"]
    assert RemotePost.objects.get(uri=fake["id"]).opening == "Zo wel"


def test_a_list_of_another_origin_is_no_list(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    start = kept(ida, context=f"{there.address}/context")
    lists(there, "/context", [serve(there, note(ida, 1))], id="https://elders.example/context")
    threads.read_thread(start.pk)
    there.serve("/context", {"@context": AS, "id": f"{there.address}/context", "type": "Note"})
    threads.read_thread(start.pk)
    assert around(fatma, start) == []


def test_nor_is_one_that_says_that_it_is_elsewhere(
    there: Elsewhere, ida: Someone, fatma: Actor, settings: Any, monkeypatch: Any
) -> None:
    with network_elsewhere() as far:
        connect(settings, monkeypatch, there, far)
        start = kept(ida, context=f"{there.address}/context")
        lists(far, "/context", [serve(there, note(ida, 1))])
        there.answers["/context"] = far.answers["/context"]
        threads.read_thread(start.pk)
        assert far.paths == []
        assert around(fatma, start) == []


def test_what_went_meanwhile_goes_and_what_is_silent_stays(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    start = kept(ida, context=f"{there.address}/context")
    uris = [serve(there, at_hour(ida, number, number)) for number in range(3)]
    lists(there, "/context", uris)
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["0", "1", "2"]
    serve(there, note(ida, 0), status=410)
    serve(there, note(ida, 1), status=503)
    Look.objects.all().delete()
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["1", "2"]
    assert not RemotePost.objects.filter(uri=uris[0]).exists()


def test_whoever_reads_it_follows_and_blocked_people_are_not_in_it(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    eve = there.someone("eve")
    start = kept(ida, context=f"{there.address}/context")
    lists(there, "/context", [serve(there, note(eve)), serve(there, note(ida, 2))])
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["1", "2"]
    found = RemotePost.objects.get(uri=f"{eve.id}/notes/1")
    assert not queries.posts_elsewhere(fatma).filter(pk=found.pk).exists()
    follows(fatma, there, eve)
    connections.part_from(fatma, other=found.author.actor)
    assert around(fatma, start) == ["2"]
    brought(eve, "Update", note(eve, to=[f"{eve.id}/followers"], cc=[]))
    connections_end = queries.thread_of(fatma, start).filter(pk=found.pk)
    assert not connections_end.exists()


def test_what_became_for_followers_is_in_no_conversation(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    eve = there.someone("eve")
    start = kept(ida, context=f"{there.address}/context")
    lists(there, "/context", [serve(there, note(eve))])
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["1"]
    brought(eve, "Update", note(eve, to=[f"{eve.id}/followers"], cc=[]))
    assert around(fatma, start) == []


@pytest.mark.parametrize("kind", [HostLimit.Kind.LIMIT, HostLimit.Kind.SUSPEND])
def test_of_networks_that_are_closed_or_at_a_distance_nothing_is_in_it(
    there: Elsewhere, far: Elsewhere, ida: Someone, world: World, *, fatma: Actor, kind: str
) -> None:
    """Neither when that came about before, nor while it was read."""
    uri = serve(far, note(far.someone("otto"), "ver"))
    start = kept(ida, context=f"{there.address}/context")
    lists(there, "/context", [uri, serve(there, note(ida, "hier"))])
    said = read_said(uri)
    actions.limit_host(world.moderator, host=far.host, kind=kind)
    found = [(said.written, said.author)]
    actions.keep_thread(start=start, found=found, at=timezone.now())
    assert around(fatma, start) == []
    threads.read_thread(start.pk)
    assert around(fatma, start) == ["hier"]
    assert not RemotePost.objects.filter(uri=uri).exists()


@pytest.mark.parametrize(
    ("status", "hours", "may"), [(404, 2, May.LOOK), (410, 2, May.GONE), (410, 25, May.LOOK)]
)
def test_who_said_no_is_asked_again_in_an_hour_and_who_is_gone_in_a_day(
    there: Elsewhere, ida: Someone, status: int, hours: int, may: May
) -> None:
    uri = serve(there, note(ida, "weg"), status=status)
    for _time in range(2):
        with pytest.raises(Unread) as said:
            read_said(uri)
        assert (said.value.is_gone, said.value.may_pass) == (True, False)
    assert there.paths.count(uri.removeprefix(there.address)) == 1
    later = timezone.now() + timedelta(hours=hours)
    assert queries.may_look(uri, host=there.host, at=later, kind=Look.Kind.POST) is may


def test_many_are_kept_by_as_many_statements_and_only_what_was_claimed_is_given_back(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    """When they are new, when they came before, and when they were put better meanwhile."""
    eve = there.someone("eve", key=1)
    said = [read_said(serve(there, note(eve, number))) for number in range(14)]
    found = [(one.written, one.author) for one in said]
    words, later = Words("<p>Beter</p>"), timezone.now() + timedelta(hours=1)
    better = [(replace(one, updated=later, content=words), author) for one, author in found]

    def asks(start: RemotePost, some: slice) -> Iterator[int]:
        for told in (found[some], found[some], better[some], found[some]):
            with CaptureQueriesContext(connection) as asked:
                actions.keep_thread(start=start, found=told, at=timezone.now())
            yield len(asked)
            rows = ThreadPlace.objects.filter(start=start).values_list("post__uri", flat=True)
            assert {*rows} == {one.id for one, _author in told}

    start, other = kept(ida), kept(ida, id=f"{ida.id}/notes/anders")
    assert [*asks(start, slice(2))] == [*asks(other, slice(2, None))]
    assert {*RemotePost.objects.filter(author=said[0].author).values_list("html", "updated")} == {
        ("<p>Beter</p>", later)
    }
    claimed = RemotePost.objects.filter(uri=found[0][0].id)
    claimed.update(author=start.author)
    actions.keep_thread(start=start, found=found, at=timezone.now())
    assert claimed.get().author == found[0][1]


def test_somebody_wants_it_and_a_job_asks_once(there: Elsewhere, ida: Someone) -> None:
    start = kept(ida)
    for _time in range(2):
        actions.want_thread(post=start, at=timezone.now())
    job = ProcrastinateJob.objects.get(task_name=READ_THREAD)
    assert (job.args, job.lock) == ({"post_id": start.pk}, READ_THREAD)
    other = kept(ida, id=f"{ida.id}/notes/anders")
    actions.want_thread(post=other, at=timezone.now())
    lines = ProcrastinateJob.objects.filter(task_name=READ_THREAD).values_list("lock", flat=True)
    assert list(lines) == [READ_THREAD] * 2  # of all conversations one at a time
    read = RemotePost.objects.get(pk=start.pk)
    assert queries.is_being_read(read, at=timezone.now())
    tasks.read_thread_elsewhere(**job.args)
    read.refresh_from_db()
    assert not queries.is_being_read(read, at=timezone.now())
    assert not ThreadPlace.objects.exists()


def test_what_is_gone_or_closed_meanwhile_is_nothing(
    there: Elsewhere, ida: Someone, fatma: Actor, settings: Any, world: World
) -> None:
    start = kept(ida, context=f"{there.address}/context")
    settings.FEDERATION = False
    threads.read_thread(start.pk)
    threads.read_thread(0)
    settings.FEDERATION = True
    assert there.paths == ["/users/ida"]
    assert RemotePost.objects.get(pk=start.pk).thread_read_at is None
    actions.limit_host(world.moderator, host=there.host, kind=HostLimit.Kind.SUSPEND)
    actions.keep_thread(start=start, found=[], at=timezone.now())
    assert not RemotePost.objects.exists()
