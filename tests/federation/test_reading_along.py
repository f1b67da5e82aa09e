"""Members read what those say whom they follow elsewhere; nobody else reads it for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from tests.federation.elsewhere import Elsewhere, connect, handled, network_elsewhere
from tests.federation.reading import brought, follows, note, reads, remote, serve, uris
from tests.federation.story import known_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.federation import actions
from vaknet.domain.federation.actions.posts import KEPT, MOST_KEPT
from vaknet.domain.federation.models import (
    HostLimit,
    PostArrival,
    RemotePost,
    RemoteThing,
    ThreadPlace,
)
from vaknet.domain.knowledge.models import Question
from vaknet.engine.activitypub import PUBLIC
from vaknet.interfaces.jobs import clock_of_receiving


@pytest.fixture
def peter(world: World) -> Actor:
    return known_elsewhere(world.peter)


def test_a_note_is_read_by_who_follows(there: Elsewhere, fatma: Actor, peter: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    said = note(ida, contentMap={"nl": "<p>De <b>eiken</b> staan er goed bij.</p>"})
    assert brought(ida, "Create", said) == [""]
    [post] = reads(fatma)
    assert (post.uri, post.author.uri, post.kind) == (said["id"], ida.id, "Note")
    assert post.html == "<p>De <b>eiken</b> staan er goed bij.</p>"
    assert (post.opening, post.language) == ("De eiken staan er goed bij.", "nl")
    assert (post.page, post.warning, post.is_public) == (said["id"], "", True)
    assert post.published == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert [way.by.uri for way in post.ways] == [ida.id]
    assert reads(peter) == []
    assert brought(ida, "Create", said) == [""]
    assert len(reads(fatma)) == 1


def test_of_who_is_not_followed_nothing_is_kept(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    asked = actions.follow_elsewhere(fatma, remote=remote(there, ida))
    assert brought(ida, "Create", note(ida)) == ["it answers nothing"]
    actions.be_answered(following=asked, is_yes=False, at=timezone.now())
    assert brought(ida, "Create", note(ida, 2)) == ["it answers nothing"]
    assert brought(ida, "Announce", "https://elders.example/notes/1") == [""]
    assert not RemotePost.objects.exists()
    assert there.paths == ["/users/ida"]


def test_for_followers_alone_is_read_by_these_alone(
    there: Elsewhere, fatma: Actor, peter: Actor
) -> None:
    """Also when somebody whom another follows passes it on."""
    ida, otto = there.someone("ida"), there.someone("otto")
    follows(fatma, there, ida)
    follows(peter, there, otto)
    said = note(ida, to=[f"{ida.id}/followers"], cc=[])
    serve(there, said)
    assert brought(ida, "Create", said) == [""]
    assert brought(otto, "Announce", said["id"]) == [""]
    assert brought(otto, "Announce", said) == [""]
    assert (uris(fatma), uris(peter)) == ([said["id"]], [])
    PostArrival.objects.create(post=RemotePost.objects.get(), by=remote(there, otto), at=now())
    assert uris(peter) == []


def now() -> datetime:
    return timezone.now()


@pytest.mark.parametrize(
    "more",
    [
        {"to": ["https://vaknet.example/ap/x"], "cc": []},
        {"to": [], "cc": []},
        {"name": "Ja", "content": None, "inReplyTo": "https://elders.example/polls/1"},
    ],
)
def test_what_is_for_a_few_or_a_vote_is_nothing_for_a_list(
    there: Elsewhere, fatma: Actor, more: dict[str, Any]
) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    [trouble] = brought(ida, "Create", note(ida, **more))
    assert trouble
    assert not RemotePost.objects.exists()


def test_without_an_address_of_followers_nothing_is_for_these(
    there: Elsewhere, fatma: Actor
) -> None:
    ida = there.someone("ida")
    del ida.told["followers"]
    there.again(ida)
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida, to=[], cc=[""]))
    assert not RemotePost.objects.exists()


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>Ja",
        '<img src="https://elders.example/x.png" onerror="alert(1)">Ja',
        '<a href="javascript:alert(1)">Ja</a>',
        '<svg onload="alert(1)">Ja</svg>',
        '<p style="position:fixed" onclick="alert(1)">Ja</p>',
        '<iframe src="https://elders.example/"></iframe>Ja',
        '<form action="/uitloggen/"><button>Ja</button></form>',
    ],
)
def test_nothing_runs_and_nothing_is_fetched(there: Elsewhere, fatma: Actor, html: str) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida, content=html, summary=html, name=f"{html}"))
    [post] = reads(fatma)
    for bad in ("alert", "<img", "<svg", "<iframe", "<form", "style=", "javascript:", "src="):
        assert bad not in post.html
    assert "Ja" in post.opening


def test_what_is_very_long_goes_on_at_its_own_place(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida, content="<p>woord</p>" * 9_000))
    brought(ida, "Create", note(ida, 2, content="Een\n\nTwee <3\nx", mediaType="text/plain"))
    second, first = reads(fatma)
    assert first.is_cut
    assert len(first.html) < 60_000
    assert (second.html, second.is_cut) == ("<p>Een</p><p>Twee &lt;3<br>x</p>", False)


def test_pictures_are_links_and_warnings_stay_before(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    media = "https://media.elders.example"
    attached = [
        {"type": "Document", "mediaType": "image/png", "url": f"{media}/1.png", "name": "Een eik"},
        {"type": "Document", "mediaType": "image/png", "url": f"{media}/1.png"},
        {"type": "Document", "mediaType": "application/pdf", "url": f"{media}/plan.pdf"},
        {"type": "Link", "href": "https://krant.example/eiken"},
        {"type": "Document", "url": f"{media}/{'x' * 1_000}"},
        {"type": "Document", "url": "javascript:alert(1)"},
    ]
    told = {"attachment": attached, "sensitive": True, "summary": "Gezaagde <b>bomen</b>"}
    brought(ida, "Create", note(ida, **told))
    [post] = reads(fatma)
    assert (post.warning, post.is_sensitive) == ("Gezaagde bomen", True)
    assert post.attachments == [
        {"href": f"{media}/1.png", "name": "Een eik", "kind": "image"},
        {"href": f"{media}/plan.pdf", "name": "media.elders.example", "kind": "file"},
        {"href": "https://krant.example/eiken", "name": "krant.example", "kind": "link"},
    ]


def test_an_article_says_it_shorter_and_leads_to_its_own_page(
    there: Elsewhere, fatma: Actor
) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    told = {"type": "Article", "name": "Eiken", "summary": "<p>Kort</p>", "content": None}
    page = f"{there.address}/@ida/1"
    image = {"type": "Image", "url": f"{there.address}/eik.webp"}
    brought(ida, "Create", note(ida, **told, url=page, image=image))
    brought(ida, "Create", note(ida, 2, **told, url="https://bank.example/inloggen"))
    second, first = reads(fatma)
    assert (first.title, first.warning, first.html) == ("Eiken", "", "<p>Kort</p>")
    assert (first.page, second.page) == (page, f"{ida.id}/notes/2")
    assert first.attachments == [{"href": image["url"], "name": "127.0.0.1", "kind": "image"}]


def test_an_event_says_when_and_where(there: Elsewhere, fatma: Actor) -> None:
    """As Mobilizon has it: of a group, which passes it on."""
    group, ida = there.someone("tuin", kind="Group"), there.someone("ida")
    follows(fatma, there, group)
    event = note(
        group,
        type="Event",
        name="Bomen kijken",
        startTime="2026-12-05T10:00:00+01:00",
        endTime="2026-12-05T12:00:00+01:00",
        timezone="Europe/Amsterdam",
        location={
            "type": "Place",
            "name": "Het Bos",
            "address": {"streetAddress": "Laan 1", "addressLocality": "Gent"},
        },
    )
    serve(there, event)
    made = {"id": f"{event['id']}/activity", "type": "Create", "actor": ida.id, "object": event}
    assert brought(group, "Announce", made) == [""]
    [post] = reads(fatma)
    assert (post.kind, post.title, post.author.uri) == ("Event", "Bomen kijken", group.id)
    assert post.starts_at == datetime(2026, 12, 5, 9, tzinfo=UTC)
    assert post.ends_at == datetime(2026, 12, 5, 11, tzinfo=UTC)
    assert post.place == "Het Bos, Laan 1, Gent"
    off = event | {"ical:status": "CANCELLED", "status": "CANCELLED", "location": None}
    assert brought(group, "Update", off) == [""]
    [post] = reads(fatma)
    assert (post.is_off, post.place) == (True, "")


def test_a_poll_shows_its_counts_and_they_go_on(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)

    def poll(oak: int) -> dict[str, Any]:
        counted = {"type": "Collection", "totalItems": oak}
        choices = [{"type": "Note", "name": "Eik", "replies": counted}]
        choices.append({"type": "Note", "name": "Beuk"})
        return note(ida, type="Question", oneOf=choices, endTime="2026-12-05T10:00:00Z")

    assert brought(ida, "Create", poll(1) | {"votersCount": 1}) == [""]
    assert brought(ida, "Update", poll(3)) == [""]
    [post] = reads(fatma)
    options = [["Eik", 3], ["Beuk", 0]]
    assert post.poll == {"options": options, "voters": None, "several": False}
    assert post.ends_at == datetime(2026, 12, 5, 10, tzinfo=UTC)


def test_newer_words_stand_and_older_ones_do_not(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida))
    newer = note(ida, content="<p>Nieuw</p>", updated="2026-11-30T09:00:00Z")
    older = note(ida, content="<p>Oud</p>", updated="2026-11-30T08:30:00Z")
    for said in (newer, older, note(ida)):
        assert brought(ida, "Update", said) == [""]
    assert [post.opening for post in reads(fatma)] == ["Nieuw"]
    assert brought(ida, "Update", note(ida, to=[], cc=[])) == [""]
    assert not RemotePost.objects.exists()


def test_what_she_takes_away_is_gone_and_does_not_come_back(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    said = note(ida)
    brought(ida, "Create", said)
    assert brought(ida, "Delete", {"id": said["id"], "type": "Tombstone"}) == [""]
    assert not RemotePost.objects.exists()
    assert brought(ida, "Create", said) == [""]
    assert brought(ida, "Announce", said["id"]) == ["it changes nothing that is read here"]
    assert not RemotePost.objects.exists()


def test_nobody_speaks_for_somebody_else(there: Elsewhere, fatma: Actor) -> None:
    """An origin in common is not enough; and what has its id elsewhere is nobody's here."""
    ida, eve = there.someone("ida"), there.someone("eve", key=1)
    follows(fatma, there, ida)
    follows(fatma, there, eve)
    said = note(ida)
    brought(ida, "Create", said)
    fake = said | {"content": "<p>Vals</p>", "updated": "2026-12-01T08:00:00Z"}
    for verb, thing in [
        ("Update", fake),
        ("Update", fake | {"attributedTo": eve.id}),
        ("Delete", said["id"]),
        ("Create", note(ida, 2)),
        ("Create", note(eve, 3, id="https://elders.example/notes/3")),
        ("Create", note(eve, 4, attributedTo="https://elders.example/users/eve")),
        ("Create", note(eve, 5, id="https://vaknet.example/ap/things/x")),
    ]:
        [trouble] = brought(eve, verb, thing)
        assert trouble or verb == "Update"  # that is read again where it is
    brought(eve, "Create", fake | {"attributedTo": eve.id})  # its id is of somebody else's
    brought(eve, "Undo", {"type": "Announce", "object": said["id"], "actor": eve.id})
    [post] = reads(fatma)
    assert (post.opening, post.author.uri) == ("De eiken staan er goed bij.", ida.id)


def test_an_answer_to_us_is_that_alone(
    there: Elsewhere, fatma: Actor, asked: Question, wout: object
) -> None:
    from tests.federation.test_arriving import address

    ida = there.someone("ida")
    follows(fatma, there, ida)
    assert brought(ida, "Create", note(ida, inReplyTo=address(asked))) == [""]
    assert RemoteThing.objects.count() == 1
    assert not RemotePost.objects.exists()


def test_the_newest_hundred_of_each_are_kept(there: Elsewhere, fatma: Actor) -> None:
    ida, otto = there.someone("ida"), there.someone("otto")
    follows(fatma, there, ida)
    follows(fatma, there, otto)
    brought(otto, "Create", note(otto))
    for number in range(MOST_KEPT + 2):
        ida.send(ida.does("Create", note(ida, number)))
    assert set(handled()) == {""}
    kept = uris(fatma)
    assert len(kept) == MOST_KEPT + 1
    assert kept[0] == f"{ida.id}/notes/{MOST_KEPT + 1}"
    assert f"{ida.id}/notes/1" not in kept
    assert RemotePost.objects.count() == MOST_KEPT + 1


def test_after_a_month_it_is_thrown_away(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida, published="2199-01-01T00:00:00Z"))
    [post] = reads(fatma)
    assert post.published <= now()
    clock_of_receiving.forget_posts_from_elsewhere(0)
    assert uris(fatma) == [post.uri]
    with travel(now() + KEPT + timedelta(hours=1)):
        clock_of_receiving.forget_posts_from_elsewhere(0)
    assert not RemotePost.objects.exists()


def test_it_goes_at_once_when_nobody_follows_any_more(
    there: Elsewhere, fatma: Actor, peter: Actor, world: World
) -> None:
    ida = there.someone("ida")

    def again(number: int) -> None:
        brought(ida, "Create", note(ida, number))
        assert uris(fatma) == [f"{ida.id}/notes/{number}"]

    first, second = follows(fatma, there, ida), follows(peter, there, ida)
    again(1)
    actions.unfollow_elsewhere(fatma, pk=first.pk)
    assert (uris(fatma), len(uris(peter))) == ([], 1)
    actions.unfollow_elsewhere(peter, pk=second.pk)
    assert not RemotePost.objects.exists()
    asked = follows(fatma, there, ida)
    again(2)
    actions.be_answered(following=asked, is_yes=False, at=now())
    assert not RemotePost.objects.exists()
    follows(fatma, there, ida)
    again(3)
    actions.end_follows_elsewhere(actor=fatma, at=now())
    assert not RemotePost.objects.exists()
    follows(fatma, there, ida)
    again(4)
    actions.be_blocked(remote=remote(there, ida), actor=fatma, at=now())
    assert not RemotePost.objects.exists()
    actions.be_unblocked(remote=remote(there, ida), actor=fatma)
    follows(fatma, there, ida)
    again(5)
    assert brought(ida, "Delete", ida.id) == [""]
    assert not RemotePost.objects.exists()


def test_of_a_network_that_is_closed_nothing_stays(
    there: Elsewhere, fatma: Actor, world: World, settings: Any, monkeypatch: Any
) -> None:
    with network_elsewhere() as other:
        connect(settings, monkeypatch, there, other)
        ida, otto = there.someone("ida"), other.someone("otto")
        follows(fatma, there, ida)
        said = note(otto)
        serve(other, said)
        assert brought(ida, "Announce", said["id"]) == [""]
        brought(ida, "Create", note(ida))
        assert len(uris(fatma)) == 2
        actions.limit_host(world.moderator, host=other.host, kind=HostLimit.Kind.SUSPEND)
        assert uris(fatma) == [f"{ida.id}/notes/1"]
        assert not RemotePost.objects.filter(uri=said["id"]).exists()


def test_without_a_door_to_others_nothing_is_read_or_kept(
    there: Elsewhere, fatma: Actor, settings: Any
) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida))
    settings.FEDERATION = False
    assert uris(fatma) == []
    clock_of_receiving.forget_posts_from_elsewhere(0)
    assert not RemotePost.objects.exists()


def test_whom_she_blocked_she_does_not_read(there: Elsewhere, fatma: Actor, peter: Actor) -> None:
    ida, otto = there.someone("ida"), there.someone("otto")
    for member in (fatma, peter):
        follows(member, there, ida)
        follows(member, there, otto)
    said = note(otto)
    serve(there, said)
    brought(ida, "Announce", said["id"])
    connections.part_from(fatma, other=remote(there, otto).actor)
    assert (uris(fatma), uris(peter)) == ([], [said["id"]])
    brought(otto, "Announce", serve(there, note(there.someone("eve"))))
    assert (len(uris(fatma)), len(uris(peter))) == (0, 2)


def test_a_conversation_goes_with_what_it_stands_around(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    asked = follows(fatma, there, ida)
    brought(ida, "Create", note(ida))
    brought(ida, "Create", note(ida, 2))
    first, second = RemotePost.objects.order_by("pk")
    found = RemotePost.objects.create(
        uri=f"{ida.id}/notes/9",
        author=first.author,
        kind="Note",
        page=first.page,
        is_public=True,
        published=now(),
    )
    ThreadPlace.objects.create(start=first, post=found)
    ThreadPlace.objects.create(start=second, post=found)
    brought(ida, "Delete", first.uri)
    assert RemotePost.objects.count() == 2
    actions.unfollow_elsewhere(fatma, pk=asked.pk)
    assert not RemotePost.objects.exists()


def test_said_twice_to_be_public_in_either_way(there: Elsewhere, fatma: Actor) -> None:
    ida = there.someone("ida")
    follows(fatma, there, ida)
    brought(ida, "Create", note(ida, to=[f"{ida.id}/followers"], cc=["as:Public"]))
    assert [post.is_public for post in reads(fatma)] == [True]
    assert PUBLIC.startswith("https://")
