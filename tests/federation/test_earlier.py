"""What was said before she followed: looked up once in the outbox of whoever is followed, bounded
whatever others send."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.elsewhere import Elsewhere, Someone
from tests.federation.reading import brought, follows, note, remote, serve, uris
from tests.federation.story import known_elsewhere, said_to, somebody_elsewhere
from tests.federation.test_reading_pages import page
from tests.waiting import somebody_waits, then_close
from tests.world import World, build
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.earlier import MOST_EARLIER, READ_EARLIER, Earlier
from vaknet.domain.federation.models import (
    Announced,
    HostLimit,
    PostArrival,
    RemoteActor,
    RemotePost,
)
from vaknet.engine.activitypub import Post
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.posts import read_post
from vaknet.interfaces.federation import earlier
from vaknet.interfaces.jobs import tasks
from vaknet.interfaces.reaching import lists

AS = "https://www.w3.org/ns/activitystreams"
WORDS = "What was said there before is being looked up."


def ago(**much: float) -> str:
    return (timezone.now() - timedelta(**much)).isoformat()


def writer(there: Elsewhere, name: str = "ida", *, kind: str = "Person") -> Someone:
    someone = there.someone(name, kind=kind)
    someone.told["outbox"] = f"{someone.id}/outbox"
    there.again(someone)
    return someone


@pytest.fixture
def ida(there: Elsewhere) -> Someone:
    return writer(there)


@pytest.fixture
def group(there: Elsewhere) -> Someone:
    return writer(there, "tuinders", kind="Group")


def created(author: Someone, number: int | str, **more: Any) -> dict[str, Any]:
    told = note(author, number, **({"published": ago(hours=1)} | more))
    return {"id": f"{told['id']}#made", "type": "Create", "actor": author.id, "object": told}


def passed_on(by: Someone, thing: object, number: int = 1, **more: Any) -> dict[str, Any]:
    told = {"id": f"{by.id}/did/{number}", "type": "Announce", "actor": by.id, "object": thing}
    return told | more


def has(there: Elsewhere, whose: Someone, items: list[Any], which: str = "", **more: Any) -> str:
    uri = f"{whose.id}/outbox{which}"
    told = {"@context": AS, "id": uri, "type": "OrderedCollection", "orderedItems": items}
    there.serve(uri.removeprefix(there.address), told | more)
    return uri


def jobs() -> list[int]:
    rows = ProcrastinateJob.objects.filter(task_name=READ_EARLIER)
    return [row.args["actor_id"] for row in rows]


def looked_up(member: Actor, there: Elsewhere, whom: Someone) -> list[str]:
    """She follows, the job runs; the ends of the names of what she reads."""
    asked = follows(member, there, whom)
    tasks.read_earlier_elsewhere(asked.followed_id)
    assert not queries.earlier_is_being_read(member, at=timezone.now())
    return [one.rpartition("/")[2] for one in uris(member)]


def test_what_she_said_before_stands_below_what_comes(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    """The list gives a page first, as Mastodon's does. A date of next year is now, and no more."""
    first = has(
        there,
        ida,
        [
            created(ida, "straks", published=ago(days=-400)),
            created(ida, "gisteren", published=ago(days=1)),
            created(ida, "net"),
        ],
        "?page=1",
        type="OrderedCollectionPage",
    )
    has(there, ida, [], first=first)
    asked = follows(fatma, there, ida)
    assert jobs() == [asked.followed_id]
    assert WORDS in page(fatma)
    assert uris(fatma) == []
    brought(ida, "Create", note(ida, "nieuw"))
    tasks.read_earlier_elsewhere(asked.followed_id)
    ends = [one.rpartition("/")[2] for one in uris(fatma)]
    assert ends == ["straks", "nieuw", "net", "gisteren"]
    assert PostArrival.objects.latest("at").at < timezone.now()
    text = page(fatma)
    assert WORDS not in text
    assert "De eiken staan er goed bij." in text
    signed = [headers for path, headers in there.asked if path.endswith("/outbox")]
    assert all("/ap/" in one["Signature"] for one in signed)
    assert not any("fatma" in json.dumps(one).lower() for one in signed)


def test_only_what_is_hers_and_for_everybody(
    there: Elsewhere, far: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    """No word of others, of other networks, for few, without a time, or of more than a month ago;
    and what is no thing at all spoils nothing."""
    otto, finn = writer(there, "otto"), writer(far, "finn")
    of_otto = note(otto, "van-otto", published=ago(hours=1))
    elsewhere = note(finn, "ver", published=ago(hours=1))
    named = serve(there, note(ida, "genoemd", published=ago(hours=2)))
    of_another = serve(there, of_otto)
    here = {"id": "https://vaknet.example/ap/things/abc", "attributedTo": ida.id}
    items: list[Any] = [
        7,
        {"type": "Note"},
        {"type": "Create", "actor": ida.id, "object": [1, 2]},
        f"{ida.id}/did/1",
        created(otto, "als-otto"),
        created(ida, "o", **of_otto),
        created(ida, "v", **elsewhere),
        created(ida, "h", **here),
        created(ida, "weinig", to=[f"{ida.id}/followers"], cc=[]),
        created(ida, "tijdloos", published=None),
        created(ida, "oud", published=ago(days=31)),
        created(ida, "weg", type="Tombstone"),
        created(ida, "lang" + "g" * 600),
        created(ida, "stem", name="Eik", content=None, inReplyTo=of_another),
        {"type": "Create", "actor": ida.id, "object": named, "published": ago(hours=2)},
        {"type": "Create", "actor": ida.id, "object": of_another},
        {"type": "Create", "actor": ida.id, "object": serve(far, elsewhere)},
        {"type": "Create", "actor": ida.id, "object": here["id"]},
        {"type": "Like", "actor": ida.id, "object": of_another},
        passed_on(ida, of_another),
        created(ida, "goed"),
        created(ida, "goed", content="Nog eens"),
    ]
    has(there, ida, items)
    assert looked_up(fatma, there, ida) == ["goed", "genoemd"]
    assert far.asked == []
    assert RemotePost.objects.count() == 2


def test_of_a_group_what_began_a_conversation(
    there: Elsewhere, far: Elsewhere, group: Someone, fatma: Actor
) -> None:
    """Each at its own address, whatever came along; when it was passed on says where it stands."""
    otto, finn, limited = writer(there, "otto"), writer(far, "finn"), far.someone("lida", key=1)
    topic = serve(far, note(finn, "onderwerp", content="Echt", published=ago(days=3)))
    whole = note(otto, "heel", published=ago(hours=3))
    reply = serve(there, note(otto, "antwoord", inReplyTo=topic))
    hidden = serve(there, note(otto, "verborgen", inReplyTo=topic))
    forged = note(finn, "onderwerp", content="Vals")
    made = {"id": f"{otto.id}/did/9", "type": "Create", "actor": otto.id, "object": whole}
    serve(there, whole)
    items = [
        passed_on(group, made, 1, published=ago(hours=2)),
        passed_on(group, forged, 2, published=ago(hours=4)),
        passed_on(group, topic, 3),
        passed_on(group, {"id": reply, "type": "Note", "inReplyTo": topic}, 4),
        passed_on(group, hidden, 5),
        passed_on(group, {"type": "Like", "actor": otto.id, "object": topic}, 6),
        passed_on(group, "https://vaknet.example/ap/things/abc", 7),
        passed_on(group, f"{far.address}/niets", 8),
        created(group, "zelf", published=ago(hours=5)),
    ]
    has(there, group, items)
    assert looked_up(fatma, there, group) == ["heel", "onderwerp", "zelf"]
    assert "Echt" in RemotePost.objects.get(uri=topic).html
    assert f"/users/{reply.rpartition('/users/')[2]}" not in there.paths
    named = PostArrival.objects.get(post__uri=topic)
    assert (named.activity, named.by.uri) == (f"{group.id}/did/2", group.id)
    assert limited.id not in uris(fatma)


def test_of_networks_at_a_distance_a_group_brings_nothing(
    there: Elsewhere, far: Elsewhere, group: Someone, fatma: Actor
) -> None:
    finn = writer(far, "finn")
    has(there, group, [passed_on(group, serve(far, note(finn)), published=ago(hours=1))])
    HostLimit.objects.create(host=far.host, kind=HostLimit.Kind.LIMIT)
    assert looked_up(fatma, there, group) == []


def test_very_much_is_read_in_part(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    more = f"{ida.id}/outbox?2"
    has(there, ida, [created(ida, n, published=ago(hours=n)) for n in range(30)], next=more)
    assert looked_up(fatma, there, ida) == [str(n) for n in range(MOST_EARLIER)]
    assert "/users/ida/outbox?2" not in there.paths


def test_a_list_of_nothing_is_looked_at_in_part(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    like = {"type": "Like", "actor": ida.id, "object": f"{ida.id}/notes/0"}
    has(there, ida, [like] * 100 + [created(ida, 1)], next=f"{ida.id}/outbox?2")
    assert looked_up(fatma, there, ida) == []
    assert "/users/ida/outbox?2" not in there.paths


def test_a_list_without_end_ends(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    has(there, ida, [], first=f"{ida.id}/outbox?0")
    for number in range(9):
        has(there, ida, [created(ida, number)], f"?{number}", next=f"{ida.id}/outbox?{number + 1}")
    assert sorted(looked_up(fatma, there, ida)) == ["0", "1"]
    assert len([path for path in there.paths if "outbox" in path]) == earlier.MOST_PAGES


def test_a_list_that_goes_round_ends(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    has(there, ida, [created(ida, 1)], next=f"{ida.id}/outbox")
    assert looked_up(fatma, there, ida) == ["1"]
    assert there.paths.count("/users/ida/outbox") == 1


@pytest.mark.parametrize("status", [401, 404, 500])
def test_what_stood_on_a_page_before_one_that_fails_is_there(
    there: Elsewhere, ida: Someone, fatma: Actor, status: int
) -> None:
    has(there, ida, [created(ida, 1)], next=f"{ida.id}/outbox?2")
    there.serve("/users/ida/outbox?2", {}, status=status)
    assert looked_up(fatma, there, ida) == ["1"]


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_list_that_is_not_given_breaks_nothing(
    there: Elsewhere, ida: Someone, fatma: Actor, status: int
) -> None:
    there.serve("/users/ida/outbox", {}, status=status)
    assert looked_up(fatma, there, ida) == []
    assert WORDS not in page(fatma)


def test_no_list_or_one_that_is_none_breaks_nothing(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    """Also as NodeBB has it: an empty list without a name."""
    nameless = {"@context": AS, "type": "OrderedCollection", "totalItems": 0, "orderedItems": []}
    there.serve("/users/ida/outbox", nameless)
    assert looked_up(fatma, there, ida) == []
    assert looked_up(fatma, there, there.someone("zonder")) == []


def test_a_list_at_another_network_is_not_asked_for(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    """Neither where she names it, nor where her list says that it is there."""
    finn = writer(far, "finn")
    has(far, finn, [created(finn, 1)])
    eva, ida = there.someone("eva"), writer(there)
    eva.told["outbox"] = f"{finn.id}/outbox"
    there.again(eva)
    has(there, ida, [created(ida, 1)], id=f"{finn.id}/outbox")
    far.asked.clear()
    assert looked_up(fatma, there, eva) == []
    assert looked_up(fatma, there, ida) == []
    assert far.asked == []


def test_when_time_is_over_it_ends(
    there: Elsewhere, ida: Someone, fatma: Actor, monkeypatch: Any
) -> None:
    has(there, ida, [created(ida, 1)])
    monkeypatch.setattr(earlier, "SECONDS", 0.0)
    assert looked_up(fatma, there, ida) == []


def test_once_a_day_whoever_follows(
    world: World, there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    has(there, ida, [created(ida, 1)])
    follows(fatma, there, ida)
    noor = known_elsewhere(world.noor)
    hers = follows(noor, there, ida)
    actions.be_answered(following=hers, is_yes=True, at=timezone.now())
    assert len(jobs()) == 1
    actions.unfollow_elsewhere(noor, pk=hers.pk)
    yesterday = timezone.now() - timedelta(days=1, hours=1)
    RemoteActor.objects.filter(uri=ida.id).update(earlier_asked_at=yesterday)
    follows(noor, there, ida)
    assert len(jobs()) == 2


def test_who_follows_long_does_not_see_that_somebody_began(
    world: World, there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    asked = follows(fatma, there, ida)
    noor = known_elsewhere(world.noor)
    type(asked).objects.filter(pk=asked.pk).update(since=timezone.now() - timedelta(days=2))
    yesterday = timezone.now() - timedelta(days=2)
    RemoteActor.objects.filter(uri=ida.id).update(earlier_asked_at=yesterday)
    follows(noor, there, ida)
    assert WORDS in page(noor)
    assert WORDS not in page(fatma)


def test_nobody_follows_any_more_before_it_is_read(
    there: Elsewhere, ida: Someone, fatma: Actor, settings: Any
) -> None:
    """Then nobody is asked, nothing kept, and whoever follows next may have it asked."""
    has(there, ida, [created(ida, 1)])
    asked = follows(fatma, there, ida)
    settings.FEDERATION = False
    earlier.read_earlier(asked.followed_id)
    settings.FEDERATION = True
    actions.unfollow_elsewhere(fatma, pk=asked.pk)
    earlier.read_earlier(asked.followed_id)
    assert "/users/ida/outbox" not in there.paths
    assert looked_up(fatma, there, ida) == ["1"]
    assert len(jobs()) == 2


def test_nobody_follows_any_more_while_it_is_read(
    there: Elsewhere, ida: Someone, fatma: Actor, monkeypatch: Any
) -> None:
    has(there, ida, [created(ida, 1)])
    asked = follows(fatma, there, ida)
    given = lists.read_document

    def and_meanwhile(*told: Any, **more: Any) -> Any:
        actions.unfollow_elsewhere(fatma, pk=asked.pk)
        return given(*told, **more)

    monkeypatch.setattr(lists, "read_document", and_meanwhile)
    earlier.read_earlier(asked.followed_id)
    assert not RemotePost.objects.exists()


@pytest.mark.parametrize("way", ["whole", "by its name", "by a Delete"])
def test_what_a_group_takes_back_while_it_is_read_does_not_come_back(
    there: Elsewhere, group: Someone, fatma: Actor, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """What it wrote itself is not taken back so, and what is said about nothing of it neither."""
    piet = there.someone("piet", key=1)
    for number in (1, 2):
        serve(there, note(piet, number, published=ago(hours=number)))
    first, second = (passed_on(group, f"{piet.id}/notes/{number}", number) for number in (1, 2))
    has(there, group, [first, second, created(group, "eigen")])
    asked = follows(fatma, there, group)
    gone = {"type": "Delete", "actor": group.id, "object": first["object"]}
    undone: dict[str, tuple[str, object]] = {
        "whole": ("Undo", first),
        "by its name": ("Undo", first["id"]),
        "by a Delete": ("Announce", gone),
    }
    given, times = lists.read_document, []

    def and_meanwhile(*told: Any, **more: Any) -> Any:
        found = given(*told, **more)
        if not times:
            times.append(1)
            assert brought(group, *undone[way]) == [""]
            assert brought(group, "Undo", f"{group.id}/notes/eigen") == [""]
            brought(group, "Undo", f"{group.id}/{'x' * 600}")
        return found

    monkeypatch.setattr(lists, "read_document", and_meanwhile)
    earlier.read_earlier(asked.followed_id)
    assert times
    assert set(uris(fatma)) == {f"{piet.id}/notes/2", f"{group.id}/notes/eigen"}
    notes = Announced.objects.filter(done_at__isnull=False)
    assert notes.count() == 3
    brought(group, "Undo", second["id"])
    assert notes.count() == 3  # nobody reads it now: nothing to note
    assert uris(fatma) == [f"{group.id}/notes/eigen"]
    actions.forget_posts(now=timezone.now() + timedelta(days=2))
    assert not notes.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_at_that_very_moment_goes_too(transactional_db: None) -> None:
    fatma = known_elsewhere(build().fatma)
    by, piet = said_to(fatma).author, somebody_elsewhere("Piet")
    told = {"id": f"{piet.uri}/1", "type": "Note", "attributedTo": piet.uri, "to": AS + "#Public"}
    written, at, name = read_post(Fields(told)), timezone.now(), f"{by.uri}/did/1"
    assert isinstance(written, Post)
    RemoteActor.objects.filter(pk=by.pk).update(earlier_asked_at=at)
    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            actions.keep_earlier(by=by, found=[Earlier(written, piet, at, name)], at=at)
            gone = pool.submit(then_close, lambda: actions.stop_passing_on(by=by, activity=name))
            while not somebody_waits():
                assert not gone.done()
        gone.result()
    assert not PostArrival.objects.filter(activity=name).exists()
    assert not Announced.objects.exists()


def test_what_she_took_away_or_answered_here_is_not_there_twice(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    asked = follows(fatma, there, ida)
    brought(ida, "Delete", f"{ida.id}/notes/weg")
    has(there, ida, [created(ida, "weg"), created(ida, "er")])
    tasks.read_earlier_elsewhere(asked.followed_id)
    assert uris(fatma) == [f"{ida.id}/notes/er"]


def test_who_is_gone_or_refused_is_not_asked(there: Elsewhere, ida: Someone, fatma: Actor) -> None:
    has(there, ida, [created(ida, 1)])
    asked = follows(fatma, there, ida)
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND)
    earlier.read_earlier(asked.followed_id)
    actions.let_go_of_remote(uri=ida.id, at=timezone.now())
    earlier.read_earlier(asked.followed_id)
    assert "/users/ida/outbox" not in there.paths
    assert RemoteActor.objects.get(uri=ida.id).outbox == ""


def test_what_she_says_again_later_changes_nothing_of_its_place(
    there: Elsewhere, ida: Someone, fatma: Actor
) -> None:
    """It came in by itself first: it stays where it is, and is known by its name."""
    asked = follows(fatma, there, ida)
    brought(ida, "Create", note(ida, 1, published=ago(days=2)))
    at = PostArrival.objects.get().at
    has(there, ida, [created(ida, 1, published=ago(days=2))])
    earlier.read_earlier(asked.followed_id)
    assert PostArrival.objects.get().at == at
    assert remote(there, ida).outbox == f"{ida.id}/outbox"
