"""What people and groups elsewhere pass on: read at its own address, never believed from them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from time_machine import travel

from tests.federation.elsewhere import Elsewhere, Someone, handled
from tests.federation.reading import brought, follows, note, reads, serve, uris
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.announced import (
    BEHIND,
    LAST,
    LATELY,
    MOST_ANNOUNCED,
    MOST_TRIES,
    READ_ANNOUNCED,
)
from vaknet.domain.federation.models import (
    Announced,
    HostLimit,
    Look,
    Received,
    RemoteActor,
    RemotePost,
)
from vaknet.domain.federation.queries.remote import MOST_POSTS, May
from vaknet.engine.activitypub import PUBLIC
from vaknet.interfaces.federation import announced, handling
from vaknet.interfaces.jobs import tasks
from vaknet.interfaces.reaching.said import read_said


def page(author: Someone, group: Someone, number: int = 1, **more: Any) -> dict[str, Any]:
    """As Lemmy has it."""
    return note(
        author,
        number,
        id=f"{author.id.partition('/users')[0]}/post/{number}",
        type="Page",
        name="Welke boom?",
        to=[group.id, PUBLIC],
        cc=[],
        audience=group.id,
        **more,
    )


def done(by: Someone, verb: str, thing: object) -> dict[str, Any]:
    """Inside an Announce."""
    return {"id": f"{by.id}/did/{verb}", "type": verb, "actor": by.id, "object": thing}


def test_a_person_passes_on_what_another_wrote(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    uri = serve(far, note(otto))
    assert brought(ida, "Announce", uri) == [""]
    assert brought(ida, "Announce", uri) == [""]
    [post] = reads(fatma)
    assert (post.author.uri, [way.by.uri for way in post.ways]) == (otto.id, [ida.id])
    assert far.paths == ["/users/otto/notes/1", "/users/otto"]


@pytest.mark.parametrize("shape", ["lemmy", "piefed", "an id"])
def test_a_group_passes_on_what_a_member_wrote(
    there: Elsewhere, far: Elsewhere, fatma: Actor, shape: str
) -> None:
    group, otto = there.someone("bomen", kind="Group", key=1), far.someone("otto")
    follows(fatma, there, group)
    said = page(otto, group)
    serve(far, said)
    told = {
        "lemmy": done(otto, "Create", said),
        "piefed": done(otto, "Create", {"id": said["id"], "type": "Page"}),
        "an id": said["id"],
    }
    assert brought(group, "Announce", told[shape]) == [""]
    [post] = reads(fatma)
    assert (post.kind, post.title, post.author.uri) == ("Page", "Welke boom?", otto.id)
    assert [way.by.uri for way in post.ways] == [group.id]


def test_it_changes_and_goes_as_the_group_says(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    group, otto = there.someone("bomen", kind="Group", key=1), far.someone("otto")
    follows(fatma, there, group)
    said = page(otto, group)
    serve(far, said)
    changed = said | {"name": "Welke eik?", "updated": "2026-11-30T09:00:00Z"}
    before = done(otto, "Update", changed)
    assert brought(group, "Announce", before) == ["it changes nothing that is read here"]
    brought(group, "Announce", done(otto, "Create", said))
    brought(group, "Announce", done(otto, "Update", changed))
    assert [post.title for post in reads(fatma)] == ["Welke boom?"]  # its own server says so
    Look.objects.all().delete()
    serve(far, changed)
    assert brought(group, "Announce", done(otto, "Update", said)) == [""]
    assert [post.title for post in reads(fatma)] == ["Welke eik?"]
    assert brought(group, "Announce", done(otto, "Delete", said["id"])) == [""]
    assert not RemotePost.objects.exists()


def test_a_group_takes_away_only_what_it_brought(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    group, otto = there.someone("bomen", kind="Group", key=1), far.someone("otto")
    follows(fatma, there, group)
    follows(fatma, far, otto)
    said = page(otto, group)
    brought(otto, "Create", said)
    for what in (done(otto, "Delete", said["id"]), done(group, "Delete", said["id"])):
        assert brought(group, "Announce", what) == [""]
    assert uris(fatma) == [said["id"]]
    own = note(group, 2)
    brought(group, "Create", own)
    brought(group, "Announce", done(group, "Delete", own["id"]))
    assert own["id"] in uris(fatma)  # that is not passed on, it is its own


def test_replies_and_likes_in_a_group_are_not_even_read(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    group, otto = there.someone("bomen", kind="Group", key=1), far.someone("otto")
    follows(fatma, there, group)
    reply = note(otto, inReplyTo=f"{far.address}/post/1")
    assert brought(group, "Announce", done(otto, "Create", reply)) == [""]
    assert brought(group, "Announce", done(otto, "Like", f"{far.address}/post/1")) == []
    assert far.paths == []
    assert brought(group, "Announce", serve(far, reply)) == [""]
    assert far.paths == ["/users/otto/notes/1", "/users/otto"]
    assert not RemotePost.objects.exists()
    ida = there.someone("ida")
    follows(fatma, there, ida)
    Look.objects.all().delete()
    assert brought(ida, "Announce", reply["id"]) == [""]
    assert uris(fatma) == [reply["id"]]


def test_a_fake_is_not_believed(there: Elsewhere, far: Elsewhere, fatma: Actor) -> None:
    """Neither of another origin nor of its own."""
    ida, otto, noor = there.someone("ida"), far.someone("otto"), there.someone("noor")
    follows(fatma, there, ida)
    fake = "<p>Ik lieg</p>"
    serve(far, note(otto))
    serve(there, note(noor))
    assert brought(ida, "Announce", note(otto, content=fake)) == [""]
    assert brought(ida, "Announce", done(otto, "Create", note(otto, content=fake))) == [""]
    assert brought(ida, "Announce", done(noor, "Create", note(noor, content=fake))) == [""]
    assert {post.opening for post in reads(fatma)} == {"De eiken staan er goed bij."}
    for told in (note(otto, 2, content=fake), done(otto, "Create", note(otto, 3, content=fake))):
        assert brought(ida, "Announce", told) == ["it answers 404"]
    assert len(uris(fatma)) == 2


def test_only_the_network_that_was_named_is_asked(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    """Neither for what says that it is elsewhere, nor for an author who does: else whoever is
    followed has us knock at a third door as often as she likes."""
    ida, otto, kim = there.someone("ida"), far.someone("otto"), there.someone("kim")
    follows(fatma, there, ida)
    context = {"@context": "https://www.w3.org/ns/activitystreams"}
    serve(far, note(otto))
    for number in range(3):
        there.serve(f"/n/{number}", context | note(otto))
        troubles = brought(ida, "Announce", f"{there.address}/n/{number}")
        assert troubles == ["it says that it is on another network"]
    kim.told["id"] = otto.id
    there.again(kim)
    troubles = brought(ida, "Announce", serve(there, note(kim)))
    assert troubles == ["it says that it is on another network"]
    assert far.paths == []
    assert not RemotePost.objects.exists()
    there.serve("/page", context | note(ida))
    serve(there, note(ida))
    assert brought(ida, "Announce", f"{there.address}/page") == [""]  # of one network it may
    assert len(uris(fatma)) == 1


def test_what_is_served_has_to_be_what_it_says(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    elsewhere = note(otto, 1, id=f"{there.address}/notes/1")
    far.serve("/1", elsewhere | {"@context": "https://www.w3.org/ns/activitystreams"})
    other = serve(far, note(otto, 2, attributedTo=ida.id))
    private = serve(far, note(otto, 3, to=[f"{otto.id}/followers"], cc=[]))
    web = serve(far, note(otto, 4), kind="text/html")
    gone = serve(far, note(otto, 5), status=410)
    stone = serve(far, {"id": f"{otto.id}/notes/6", "type": "Tombstone"})
    vote = serve(far, note(otto, 7, content=None, name="Ja", inReplyTo=other))
    actor = serve(far, note(otto, 8, type="Person"))
    long = f"{otto.id}/notes/{'x' * 500}"
    for uri in (f"{far.address}/1", other, private, web, gone, stone, vote, actor, long):
        [trouble] = brought(ida, "Announce", uri)
        assert trouble
    assert brought(ida, "Announce", "https://vaknet.example/ap/things/x") == ["it is of here"]
    assert brought(ida, "Announce", {"type": "Note"}) == ["its address is none that we keep"]
    assert brought(ida, "Announce", {"type": "Create", "object": []})[0].startswith("about")
    assert not RemotePost.objects.exists()


def test_whoever_wrote_it_has_to_be_there(there: Elsewhere, far: Elsewhere, fatma: Actor) -> None:
    ida, otto, kim = there.someone("ida"), far.someone("otto"), far.someone("kim")
    follows(fatma, there, ida)
    otto.told["id"] = f"{far.address}/users/anders"
    far.again(otto)
    far.serve("/users/anders", otto.told)
    del kim.told["inbox"]
    far.again(kim)
    for author in (otto, kim):
        [trouble] = brought(ida, "Announce", serve(far, note(author)))
        assert trouble
    eve = far.someone("eve")
    uri = serve(far, note(eve))
    follows(fatma, far, eve)
    actions.let_go_of_remote(uri=eve.id, at=RemoteActor.objects.get(uri=eve.id).read_at)
    assert brought(ida, "Announce", uri) == ["whoever wrote it is gone"]
    assert not RemotePost.objects.exists()


def waiting_for(row: Announced) -> list[tuple[int, bool]]:
    """Its jobs: how urgent, and whether not before later. All in the line of who passed it on."""
    jobs = ProcrastinateJob.objects.filter(task_name=READ_ANNOUNCED).order_by("pk")
    assert {job.lock for job in jobs} == {f"{READ_ANNOUNCED}-{row.by_id}"}
    assert {job.args["announced_id"] for job in jobs} == {row.pk}
    return [(job.priority, job.scheduled_at is not None) for job in jobs]


def test_a_silent_host_holds_up_nothing_of_who_passes_it_on(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    """It is read by a job that is not in her line, three times, with more than an hour between."""
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    uri = serve(far, note(otto), status=503)
    assert brought(ida, "Announce", uri) == ["it answers 503"]
    assert not Received.objects.filter(done_at=None).exists()
    row = Announced.objects.get()
    assert waiting_for(row) == [(BEHIND, False), (LAST, True)]
    assert brought(ida, "Create", note(ida)) == [""]
    assert uris(fatma) == [f"{ida.id}/notes/1"]
    assert far.paths == ["/users/otto/notes/1"]  # within an hour we do not even knock again
    Look.objects.all().delete()
    serve(far, note(otto))
    tasks.read_announced(row.pk)
    assert uris(fatma) == [uri, f"{ida.id}/notes/1"]
    tasks.read_announced(row.pk)
    assert far.paths == ["/users/otto/notes/1", "/users/otto/notes/1", "/users/otto"]


def test_after_three_tries_it_is_given_up(there: Elsewhere, far: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Announce", serve(far, note(far.someone("otto")), status=503))
    row = Announced.objects.get()
    for _time in range(4):
        Look.objects.all().delete()
        tasks.read_announced(row.pk)
    row.refresh_from_db()
    assert (row.tries, row.trouble) == (MOST_TRIES, "it answers 503")
    assert row.done_at is not None
    assert len(far.paths) == MOST_TRIES
    assert len(waiting_for(row)) == MOST_TRIES
    actions.try_announced_again(announced=row.pk, trouble="late", at=timezone.now())
    assert len(waiting_for(row)) == MOST_TRIES
    assert str(row) == f"{row.pk} by {row.by_id}"


@pytest.mark.parametrize("way", ["whole", "by its id", "without an id", "the group says Delete"])
def test_what_was_taken_back_before_it_was_read_does_not_come(
    there: Elsewhere, far: Elsewhere, fatma: Actor, way: str
) -> None:
    ida, otto = there.someone("ida", kind="Group", key=1), far.someone("otto")
    follows(fatma, there, ida)
    uri = serve(far, note(otto))
    told = ida.does("Announce", uri)
    assert ida.send(told).status_code == 202
    handling.handle(Received.objects.get(verb="Announce").pk)
    row = Announced.objects.get(done_at=None)
    bare = {name: told[name] for name in ("type", "actor", "object")}
    undone = {"whole": told, "by its id": told["id"], "without an id": bare}
    if way in undone:
        ida.send(ida.does("Undo", undone[way]))
    else:
        ida.send(ida.does("Announce", done(otto, "Delete", uri)))
    handling.handle(Received.objects.get(done_at=None).pk)
    tasks.read_announced(row.pk)
    assert far.paths == []
    actions.do_announced(announced=row.pk, act=lambda: pytest.fail("read"), at=timezone.now())
    assert not RemotePost.objects.exists()


def test_who_passes_on_very_much_has_us_read_only_so_much(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    """What one passes on does not use up what may be asked of a host for all others."""
    ida, eve = there.someone("ida"), there.someone("eve", key=1)
    follows(fatma, there, ida)
    follows(fatma, there, eve)
    told = {"activity": "", "is_change": False, "at": timezone.now()}
    her = RemoteActor.objects.get(uri=ida.id)
    for number in range(MOST_ANNOUNCED):
        uri = f"{far.address}/notes/{number}"
        assert actions.want_announced(by=her, uri=uri, **told)
    Announced.objects.update(done_at=timezone.now())
    uri = serve(far, note(far.someone("otto")))
    assert brought(ida, "Announce", uri) == ["it is too much at once"]
    assert far.paths == []
    assert brought(eve, "Announce", uri) == [""]
    assert uris(fatma) == [uri]
    with travel(timezone.now() + LATELY):
        assert actions.want_announced(by=her, uri=uri, **told | {"at": timezone.now()})
    actions.forget_posts(now=timezone.now() + timedelta(days=2))
    assert not Announced.objects.exists()


def test_whoever_says_no_is_not_asked_again(there: Elsewhere, far: Elsewhere, fatma: Actor) -> None:
    """That is no trouble that passes: not for that hour."""
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    no = serve(far, note(otto, 1), status=403)
    private = serve(far, note(otto, 2, to=[f"{otto.id}/followers"], cc=[]))
    for uri, trouble in ((no, "it answers 403"), (private, "it is not for everybody")):
        assert brought(ida, "Announce", uri) == [trouble]
        before = len(far.paths)
        assert brought(ida, "Announce", uri) == ["there is nobody"]
        assert len(far.paths) == before
    assert not Announced.objects.filter(done_at=None).exists()
    with travel(timezone.now() + timedelta(minutes=61)):
        may = queries.may_look(no, host=far.host, at=timezone.now(), kind="post")
    assert may is May.LOOK


def test_what_is_gone_is_not_asked_for_again(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    uri = f"{far.address}/notes/1"
    assert brought(ida, "Announce", uri) == ["it answers 404"]
    assert brought(ida, "Announce", uri) == ["there is nobody"]
    gone = serve(far, {"type": "Tombstone", "id": f"{far.address}/notes/2"}, status=410)
    assert brought(ida, "Announce", gone) == ["it answers 410"]
    assert brought(ida, "Announce", gone) == ["its own server said that it is gone"]
    assert far.paths == ["/notes/1", "/notes/2"]


def test_by_another_address_it_does_not_come_back(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    uri = serve(far, note(otto))
    far.answers["/1"] = far.answers["/users/otto/notes/1"]
    brought(otto, "Delete", uri)
    assert brought(ida, "Announce", f"{far.address}/1") == ["it was taken away"]
    assert not RemotePost.objects.exists()


def test_what_another_of_its_server_calls_gone_is_passed_on(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida, otto, eve = there.someone("ida"), far.someone("otto"), far.someone("eve", key=1)
    follows(fatma, there, ida)
    uri = serve(far, note(otto))
    assert brought(eve, "Delete", uri) == [""]
    assert brought(ida, "Announce", uri) == [""]
    assert uris(fatma) == [uri]


def test_one_host_is_asked_for_so_many_in_five_minutes(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    for number in range(MOST_POSTS):
        told = {"at": timezone.now(), "found": True, "gone": False, "kind": Look.Kind.POST}
        actions.note_look(uri=f"{far.address}/notes/{number}", **told)
    assert brought(ida, "Announce", f"{far.address}/notes/x") == ["not now"]
    assert Announced.objects.get().done_at is None
    assert far.paths == []
    noor = far.someone("noor")  # whoever signs is still looked up
    assert noor.send(noor.does("Like", "https://vaknet.example/ap/x")).status_code == 202


def test_of_networks_at_a_distance_nothing_is_passed_on(
    there: Elsewhere, far: Elsewhere, fatma: Actor, world: World
) -> None:
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    uri = serve(far, note(otto))
    actions.limit_host(world.moderator, host=far.host, kind=HostLimit.Kind.LIMIT)
    assert brought(ida, "Announce", uri) == ["of a network that is kept at a distance"]
    assert not RemotePost.objects.exists()
    follows(fatma, far, otto)
    assert brought(otto, "Create", note(otto)) == [""]
    assert uris(fatma) == [uri]


@pytest.mark.parametrize("named", ["whole", "by its id", "without an id"])
def test_she_takes_back_what_she_passed_on(
    there: Elsewhere, far: Elsewhere, fatma: Actor, named: str
) -> None:
    ida, otto, eve = there.someone("ida"), far.someone("otto"), there.someone("eve")
    follows(fatma, there, ida)
    follows(fatma, there, eve)
    uri = serve(far, note(otto))
    told = ida.does("Announce", uri)
    ida.send(told)
    assert handled() == [""]
    assert brought(eve, "Undo", told | {"actor": eve.id}) == [""]
    assert uris(fatma) == [uri]
    bare = {name: told[name] for name in ("type", "actor", "object")}
    undone = {"whole": told, "by its id": told["id"], "without an id": bare}[named]
    assert brought(ida, "Undo", undone) == [""]
    assert uris(fatma) == []


@pytest.mark.parametrize("when", ["before it is read", "after"])
def test_she_takes_back_what_she_passed_on_twice(
    there: Elsewhere, far: Elsewhere, fatma: Actor, when: str
) -> None:
    """It is known by the first, and what she takes back is the last. Others that have no name, and
    that she passed on too, stay."""
    ida, otto = there.someone("ida"), far.someone("otto")
    follows(fatma, there, ida)
    nameless = ida.does("Announce", serve(far, note(otto, 2)))
    del nameless["id"]
    ida.send(nameless)
    assert handled() == [""]
    uri = serve(far, note(otto))
    first, last = ida.does("Announce", uri), ida.does("Announce", uri)
    for told in (first, last):
        ida.send(told)
        handling.handle(Received.objects.get(done_at=None).pk)
        if when == "after":
            assert handled() == []
    assert brought(ida, "Undo", last) == [""]
    assert uris(fatma) == [f"{otto.id}/notes/2"]
    assert not Announced.objects.filter(done_at=None).exists()


def test_her_own_words_stay_when_she_takes_back_that_she_passed_them_on(
    there: Elsewhere, fatma: Actor
) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    uri = serve(there, note(ida))
    told = ida.does("Announce", uri)
    ida.send(told)
    brought(ida, "Create", note(ida))
    brought(ida, "Undo", told)
    assert uris(fatma) == [uri]


def test_a_follow_that_ended_meanwhile_ends_it(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    ida, otto = there.someone("ida"), far.someone("otto")
    asked = follows(fatma, there, ida)
    uri = serve(far, note(otto))
    ida.send(ida.does("Announce", uri))
    handling.handle(Received.objects.get(verb="Announce").pk)
    row = Announced.objects.select_related("by__actor", "by__host").get()
    said = read_said(uri)
    actions.unfollow_elsewhere(fatma, pk=asked.pk)
    assert announced._act(row, said).startswith("nobody follows any more")
    before = list(far.paths)
    tasks.read_announced(row.pk)
    row.refresh_from_db()
    assert (row.trouble, far.paths) == (announced.CLOSED, before)
    assert not RemotePost.objects.exists()
