"""What is told of our things is what our own reader understands, whatever somebody wrote."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.activitypub import Document, Post, PostKind, activity, collection, post
from vaknet.engine.activitypub import own_activities as own_acts
from vaknet.engine.activitypub.own_posts import (
    OwnEvent,
    OwnPicture,
    OwnPoll,
    OwnThing,
    document,
    gone,
)
from vaknet.engine.activitypub.own_words import for_others, paragraphs
from vaknet.engine.activitypub.places import Status
from vaknet.engine.activitypub.posts import Tombstone

OURS = "https://vaknet.example"
THING, GROUP, PERSON = f"{OURS}/ap/things/t1", f"{OURS}/ap/g1", f"{OURS}/ap/p1"
AT = datetime(2026, 11, 30, 9, 12, tzinfo=UTC)
WORDS = st.text(st.sampled_from("aZé ß\n<&>\"'#_@/👋7"), max_size=40)


def thing(**said: object) -> OwnThing:
    usual: dict[str, object] = {
        "id": THING,
        "kind": PostKind.PAGE,
        "page": f"{OURS}/gesprek/1/",
        "owner": GROUP,
        "group": GROUP,
        "thread": THING,
        "name": "Wie?",
        "content": "<p>Zo.</p>",
        "published": AT,
    }
    return OwnThing(**usual | said)  # type: ignore[arg-type]


def read(value: dict[str, object]) -> Post:
    found = post(Document(json.dumps(value).encode()))
    assert isinstance(found, Post)
    return found


EVENTS = st.builds(
    OwnEvent,
    starts=st.just(AT),
    ends=st.just(AT + timedelta(hours=2)),
    timezone=st.sampled_from(["Europe/Amsterdam", "UTC"]),
    place=WORDS,
    address=WORDS,
    is_online=st.booleans(),
    status=st.sampled_from(Status),
)
POLLS = st.builds(
    OwnPoll,
    choices=st.lists(
        st.tuples(st.from_regex(r"[a-z]{1,20}", fullmatch=True), st.none() | st.integers(0, 99)),
        min_size=2,
        max_size=10,
        unique_by=lambda one: one[0],
    ),
    several=st.booleans(),
    ends=st.just(AT),
    closed=st.none() | st.just(AT),
    voters=st.none() | st.integers(0, 99),
)
PICTURES = st.builds(
    OwnPicture,
    href=st.just(f"{OURS}/bijlage/1/1600.webp"),
    media_type=st.just("image/webp"),
    description=WORDS,
)


@given(
    kind=st.sampled_from([PostKind.NOTE, PostKind.PAGE, PostKind.ARTICLE]),
    owner=st.sampled_from([GROUP, PERSON]),
    name=WORDS,
    content=WORDS,
    summary=WORDS,
    topics=st.lists(WORDS, max_size=5),
    updated=st.none() | st.just(AT),
    in_reply_to=st.none() | st.just(f"{OURS}/ap/things/t0"),
    picture=st.none() | PICTURES,
    ends=st.none() | st.just(AT),
)
def test_words_of_every_kind_are_understood(content: str, **said: object) -> None:
    own = thing(content=for_others(f"<p>{content}</p>", ours=OURS), **said)
    found = read(document(own))
    assert found.is_public
    assert found.author == own.owner
    assert found.audience == (GROUP,)
    assert set(found.cc) == set(own.followers)
    assert found.context == f"{THING}/context"
    assert found.replies == f"{THING}/replies"
    assert found.in_reply_to == own.in_reply_to
    assert own.is_first == (found.in_reply_to is None)
    assert (found.image is None) == (own.picture is None)
    assert found.updated == own.updated
    assert all(tag.replace("_", "a").isalnum() for tag in found.hashtags)


@given(poll=POLLS)
def test_polls_are_understood(poll: OwnPoll) -> None:
    found = read(document(thing(kind=PostKind.QUESTION, poll=poll))).poll
    assert found is not None
    assert [one.name for one in found.options] == [name for name, _ in poll.choices]
    assert (found.several, found.voters) == (poll.several, poll.voters)
    assert (found.ends, found.closed) == (poll.ends, poll.closed)


@given(event=EVENTS)
def test_events_are_understood(event: OwnEvent) -> None:
    found = read(document(thing(kind=PostKind.EVENT, event=event))).event
    assert found is not None
    assert (found.starts, found.ends, found.status) == (event.starts, event.ends, event.status)
    assert found.organizers == (GROUP,)


@given(owner=st.sampled_from([GROUP, PERSON]), mark=st.sampled_from(["", "a1"]))
def test_what_is_done_is_understood(owner: str, mark: str) -> None:
    own = thing(owner=owner)
    create = own_acts.created(own)
    acts = [
        create,
        own_acts.changed(own, mark=mark),
        own_acts.deleted(own.id, owner=owner, group=GROUP),
        own_acts.deleted_actor(owner, mark=mark),
        own_acts.announced(create, group=GROUP),
        own_acts.announced(own_acts.changed(own, mark=mark), group=GROUP),
        own_acts.shared(own),
        own_acts.changed_actor({"@context": [], "id": owner, "type": "Group"}, mark=mark),
    ]
    ids = set()
    for told in acts:
        done = activity(Document(json.dumps(told).encode()))
        assert done.is_public
        ids.add(done.id)
    assert len(ids) == len(acts)


def test_who_took_something_away_says_no_more() -> None:
    found = post(Document(json.dumps(gone(THING)).encode()))
    assert found == Tombstone(THING, None)


def test_a_list_says_where_it_begins_and_goes_on() -> None:
    whole = own_acts.collection(f"{THING}/context", owner=GROUP, first=f"{THING}/context/first")
    found = collection(Document(json.dumps(whole).encode()))
    assert (found.parts, found.further) == ((), f"{THING}/context/first")
    for further in (f"{THING}/context/t2", None):
        page = own_acts.collection_page(
            f"{THING}/context/first", of=f"{THING}/context", items=[THING], further=further
        )
        found = collection(Document(json.dumps(page).encode()))
        assert [part.id for part in found.parts] == [THING]
        assert found.further == further


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a href="/g/geheim/">daar</a>', '<a rel="nofollow noopener ugc">daar</a>'),
        ('<a href="https://vaknet.example/x">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        ('<a href="HTTPS://VAKNET.EXAMPLE:443/x">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        ('<a href="//vaknet.example/x">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        ('<a href="http://vaknet.example/x">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        ('<a href="//[x">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        ('<a href="?q=1">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        (
            '<a href="https://elders.example/">x</a>',
            '<a href="https://elders.example/" rel="nofollow noopener ugc">x</a>',
        ),
        ('<a href="tel:112">x</a>', '<a href="tel:112" rel="nofollow noopener ugc">x</a>'),
        ('<a href="javascript:x()">x</a>', '<a rel="nofollow noopener ugc">x</a>'),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ('<span class="mention">@marit</span> zei', "@marit zei"),
        ('<img src="/foto.webp" alt="x">woord', "woord"),
    ],
)
def test_links_to_our_own_pages_and_pictures_stay_here(html: str, shown: str) -> None:
    assert for_others(html, ours=OURS) == shown


def test_plain_words_become_paragraphs() -> None:
    assert paragraphs("een & twee", " ", "a\nb") == "<p>een &amp; twee</p><p>a<br>b</p>"
