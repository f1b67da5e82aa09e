"""NodeBB and Discourse, in the shapes that their programs write: a category is a Group that passes
on what is said in it, and a reply of theirs comes in below what our group said.

Written by hand from what both publish of themselves; everybody in it is invented.
"""

from dataclasses import replace
from typing import Any

import pytest

from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone, handled, private
from tests.federation.reading import follows, reads, serve
from tests.federation.test_arriving import address
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import RemoteActor, RemotePost
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.engine.activitypub import PUBLIC, SigningKey
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS as AS
from vaknet.engine.activitypub.keys import pem
from vaknet.interfaces.federation import threads, who

TITLE = "Welke bonen in mei?"


def acting(there: Elsewhere, path: str, kind: str, number: int, **more: Any) -> Someone:
    """Both have the key at `#key` or beside it, and no list of followers that is told."""
    uri = f"{there.address}{path}"
    signing = SigningKey(f"{uri}#key", private(number))
    key = {"id": signing.id, "owner": uri, "publicKeyPem": pem(signing.key.public_key())}
    told = {"@context": [AS, "https://w3id.org/security/v1"], "id": uri, "type": kind} | more
    told |= {"inbox": f"{uri}/inbox", "outbox": f"{uri}/outbox", "publicKey": key}
    there.serve(path, told)
    return Someone(uri, signing, told)


@pytest.fixture
def category(there: Elsewhere) -> Someone:
    return acting(
        there,
        "/category/7",
        "Group",
        1,
        name="Moestuin",
        preferredUsername="moestuin",
        url=f"{there.address}/category/7/moestuin",
        icon={"type": "Image", "mediaType": "image/png", "url": f"{there.address}/7.png"},
        postingRestrictedToMods=False,
        endpoints={"sharedInbox": f"{there.address}/inbox"},
    )


@pytest.fixture
def bert(there: Elsewhere) -> Someone:
    return acting(
        there,
        "/uid/3",
        "Person",
        2,
        name="Bert Tuinders",
        preferredUsername="bert-tuinders",
        url=f"{there.address}/user/bert-tuinders",
        endpoints={"sharedInbox": f"{there.address}/inbox"},
    )


def post(there: Elsewhere, by: Someone, number: int, **more: Any) -> dict[str, Any]:
    """As NodeBB has it: all that is not there is null."""
    uri = f"{there.address}/post/{number}"
    told = {
        "id": uri,
        "type": "Note",
        "to": [PUBLIC, f"{there.address}/category/7"],
        "cc": [f"{by.id}/followers"],
        "inReplyTo": None,
        "published": f"2026-11-30T08:0{number}:00.000Z",
        "updated": None,
        "url": uri,
        "attributedTo": by.id,
        "context": f"{there.address}/topic/5",
        "audience": f"{there.address}/category/7",
        "summary": None,
        "name": TITLE,
        "preview": None,
        "content": "<p>Wij zaaien <em>ze</em> half mei.</p>\n",
        "source": {"content": "Wij zaaien *ze* half mei.", "mediaType": "text/markdown"},
        "tag": None,
        "attachment": [],
        "replies": f"{uri}/replies",
    }
    return told | more


def nodebb_announces(category: Someone, thing: dict[str, Any], stamp: int) -> list[str]:
    """Its names hold the whole address of the post, in percents, and a fragment with slashes."""
    about = thing["object"]["id"] if thing["type"] == "Create" else thing["id"]
    where = category.id.rpartition("/category")[0]
    name = f"{where}/post/{about.replace(':', '%3A').replace('/', '%2F')}#activity/announce/{stamp}"
    told = {
        "@context": AS,
        "id": name,
        "type": "Announce",
        "actor": category.id,
        "to": [f"{category.id}/followers"],
        "cc": [thing.get("actor") or thing["attributedTo"], PUBLIC],
        "object": thing,
    }
    assert category.send(told).status_code == 202
    return handled()


def made(thing: dict[str, Any]) -> dict[str, Any]:
    name = f"{thing['id']}#activity/create/1764489600000"
    more = {"actor": thing["attributedTo"], "to": thing["to"], "cc": thing["cc"]}
    return {"id": name, "type": "Create", "object": thing, **more}


def test_a_category_of_nodebb_brings_its_topics(
    there: Elsewhere, category: Someone, bert: Someone, fatma: Actor
) -> None:
    """It announces each twice: bare, for who knows no groups, and inside its Create."""
    follows(fatma, there, category)
    assert RemoteActor.objects.get(uri=category.id).actor.kind == Actor.Kind.GROUP
    first = post(there, bert, 1, tag=[{"type": "Hashtag", "name": "#bonen"}])
    serve(there, first)
    assert nodebb_announces(category, first, 1) == [""]
    assert nodebb_announces(category, made(first), 2) == [""]
    [said] = reads(fatma)
    assert (said.title, said.opening) == (TITLE, "Wij zaaien ze half mei.")
    assert (said.author.actor.name, [way.by.actor.name for way in said.ways]) == (
        "Bert Tuinders",
        ["Moestuin"],
    )
    assert said.context == f"{there.address}/topic/5"


def test_a_long_topic_of_nodebb_is_an_article(
    there: Elsewhere, category: Someone, bert: Someone, fatma: Actor
) -> None:
    """Its first words stand in it three times; they are read once, and no picture is fetched."""
    follows(fatma, there, category)
    picture = {"type": "Image", "mediaType": "image/jpeg", "url": f"{there.address}/bonen.jpg"}
    words = "<p>Wij zaaien ze half mei.</p>" * 30
    preview = {"type": "Note", "attributedTo": bert.id, "content": words, "attachment": [picture]}
    summary = {"summary": " Wij zaaien ze half mei.", "preview": preview, "attachment": [picture]}
    long = post(there, bert, 1, type="Article", content=words, **summary)
    serve(there, long)
    nodebb_announces(category, made(long), 1)
    [said] = reads(fatma)
    assert (said.kind, said.warning, said.html.count("half mei")) == ("Article", "", 30)
    assert [one["kind"] for one in said.attachments] == ["image"]
    assert "/bonen.jpg" not in there.paths


def test_replies_in_a_category_are_read_with_the_conversation(
    there: Elsewhere, category: Someone, bert: Someone, fatma: Actor
) -> None:
    """The topic is a list of all that was said in it, over pages when there is much."""
    follows(fatma, there, category)
    first = post(there, bert, 1)
    reply = {"name": f"Re: {TITLE}", "inReplyTo": first["id"], "content": "<p>Wij later.</p>"}
    second, third = post(there, bert, 2, **reply), post(there, bert, 3, **reply)
    for one in (first, second, third):
        serve(there, one)
        nodebb_announces(category, made(one), 1)
    [said] = reads(fatma)
    topic = f"{there.address}/topic/5"
    about = {"url": f"{topic}/welke-bonen", "name": TITLE, "attributedTo": category.id}
    listed = {"@context": AS, "id": topic, "type": "OrderedCollection", "totalItems": 3} | about
    there.serve("/topic/5", listed | {"first": f"{topic}?page=1", "last": f"{topic}?page=2"})
    for page, items in (("1", [first, second]), ("2", [third])):
        more = {"next": f"{topic}?page=2"} if page == "1" else {"prev": f"{topic}?page=1"}
        ids = {"orderedItems": [one["id"] for one in items]}
        named = {"id": f"{topic}?page={page}", "type": "OrderedCollectionPage", "partOf": topic}
        there.serve(f"/topic/5?page={page}", listed | named | ids | more)
    threads.read_thread(said.pk)
    around = queries.thread_of(fatma, RemotePost.objects.get(pk=said.pk))
    assert [one.uri for one in around] == [second["id"], third["id"]]
    assert [one.title for one in around] == ["", ""]  # "Re: " says nothing


def test_a_reply_of_nodebb_comes_in_below_what_our_group_said(
    there: Elsewhere, bert: Someone, begun: Post
) -> None:
    home = begun.placements.get().group
    group = f"{BASE}/ap/{who.identity(home.actor).token}"
    about = address(begun)
    assert bert.send(bert.does("Follow", group)).status_code == 202
    assert handled() == [""]
    said = post(
        there,
        bert,
        4,
        name=f"Re: {begun.title}",
        inReplyTo=about,
        to=[PUBLIC, group],
        context=f"{about}/context",
        audience=group,
    )
    assert bert.send({"@context": AS} | made(said)).status_code == 202
    assert handled() == [""]
    reply = Reply.objects.get()
    assert (reply.post, reply.text) == (begun, "Wij zaaien *ze* half mei.")
    gone = {"type": "Tombstone", "id": said["id"], "formerType": "Note"}
    bert.send(bert.does("Delete", gone))
    assert handled() == [""]
    assert Reply.objects.get().withdrawn_at is not None


def test_a_title_of_its_own_stays(there: Elsewhere, bert: Someone, asked: Question) -> None:
    said = post(there, bert, 4, name="Vier jaar houtvezel", inReplyTo=address(asked))
    bert.send({"@context": AS} | made(said))
    assert handled() == [""]
    assert Answer.objects.get(question=asked).text.startswith("**Vier jaar houtvezel**")


@pytest.fixture
def forum(there: Elsewhere) -> Someone:
    """As Discourse has it: `sharedInbox` beside the inbox, and its key beside its name."""
    return acting(
        there,
        "/ap/actor/5c1f",
        "Group",
        1,
        name="Bouwers",
        preferredUsername="bouwers",
        sharedInbox=f"{there.address}/ap/users/inbox",
        url=f"{there.address}/c/bouwers/5",
        icon={"type": "Image", "mediaType": "image/png", "url": f"{there.address}/5.png"},
        followers=f"{there.address}/ap/actor/5c1f/followers",
    )


@pytest.fixture
def wilma(there: Elsewhere) -> Someone:
    more = {"name": "Wilma Bouwers", "preferredUsername": "wilma"}
    return acting(there, "/ap/actor/9ab2", "Person", 2, **more)


def said_in_forum(there: Elsewhere, by: Someone, key: str, **more: Any) -> dict[str, Any]:
    """Every part has a context of its own, and `to` is one text."""
    told = {
        "@context": AS,
        "id": f"{there.address}/ap/object/{key}",
        "type": "Note",
        "content": f'<p>Kalk.</p><br><br><a href="{there.address}/t/5">Praat mee</a>',
        "name": "Leem of kalk?",
        "attributedTo": by.id,
        "audience": f"{there.address}/ap/actor/5c1f",
        "context": f"{there.address}/ap/collection/77aa",
        "target": f"{there.address}/ap/collection/77aa",
        "to": PUBLIC,
        "published": "2026-11-30T08:00:00Z",
        "updated": "2026-11-30T08:00:00Z",
        "url": f"{there.address}/t/leem-of-kalk/5",
    }
    return told | more


def forum_does(by: Someone, verb: str, thing: dict[str, Any], key: str) -> dict[str, Any]:
    """Who does it stands in it whole."""
    name = f"{by.id.rpartition('/ap/')[0]}/ap/activity/{key}"
    return {
        "@context": AS,
        "id": name,
        "type": verb,
        "actor": by.told,
        "object": thing,
        "to": PUBLIC,
    }


def test_a_category_of_discourse_speaks_for_itself(
    there: Elsewhere, forum: Someone, fatma: Actor
) -> None:
    """Where only the first post of a topic goes out, it is by the category."""
    follows(fatma, there, forum)
    topic = said_in_forum(there, forum, "e1")
    assert forum.send(forum_does(forum, "Create", topic, "a1")).status_code == 202
    assert handled() == [""]
    [said] = reads(fatma)
    assert (said.title, said.author.actor.name) == ("Leem of kalk?", "Bouwers")
    assert said.page == topic["url"]


def test_a_category_of_discourse_passes_on_whole_topics(
    there: Elsewhere, forum: Someone, wilma: Someone, fatma: Actor
) -> None:
    """What was said in it is listed whole in its collection; each is read at its own address."""
    follows(fatma, there, forum)
    topic = said_in_forum(there, wilma, "e1")
    reply = said_in_forum(there, wilma, "e2", inReplyTo=topic["id"], name=None)
    for number, one in enumerate((topic, reply)):
        serve(there, one)
        done = forum_does(wilma, "Create", one, f"a{number}")
        forum.send(forum_does(forum, "Announce", done, f"b{number}"))
        assert handled() == [""]
    [said] = reads(fatma)
    assert (said.title, said.author.actor.name) == ("Leem of kalk?", "Wilma Bouwers")
    listed = {"type": "OrderedCollection", "totalItems": 2, "orderedItems": [topic, reply]}
    there.serve("/ap/collection/77aa", {"@context": AS, "id": topic["context"]} | listed)
    threads.read_thread(said.pk)
    around = queries.thread_of(fatma, RemotePost.objects.get(pk=said.pk))
    assert [one.uri for one in around] == [reply["id"]]


def test_who_is_at_a_forum_of_discourse_answers_our_question(
    there: Elsewhere, wilma: Someone, asked: Question, begun: Post
) -> None:
    """A conversation is for who follows the group, and people there cannot follow: their category
    does."""
    answer = said_in_forum(there, wilma, "e3", inReplyTo=address(asked), name=None)
    wilma.send(forum_does(wilma, "Create", answer, "a3"))
    assert handled() == [""]
    assert Answer.objects.get(question=asked).text.startswith("Kalk.")
    reply = said_in_forum(there, wilma, "e4", inReplyTo=address(begun), name=None)
    wilma.send(forum_does(wilma, "Create", reply, "a4"))
    [trouble] = handled()
    assert trouble
    assert not Reply.objects.exists()


def test_what_somebody_else_is_said_to_have_done_is_not_believed(
    there: Elsewhere, forum: Someone, wilma: Someone, asked: Question
) -> None:
    """An actor that stands there whole is only a name: who signed is who did it."""
    answer = said_in_forum(there, wilma, "e3", inReplyTo=address(asked))
    told = forum_does(replace(forum, id=wilma.id, told=wilma.told), "Create", answer, "a3")
    assert forum.send(told).status_code == 401
    assert not Answer.objects.filter(question=asked).exists()
