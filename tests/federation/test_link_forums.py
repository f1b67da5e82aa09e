"""Lemmy and PieFed, in the shapes that their programs write: a community is a Group that passes on
what people did in it, votes too, and whose moderators take away.

Written by hand from what both publish of themselves; everybody in it is invented.
"""

from itertools import count
from typing import Any

import pytest

from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone, handled
from tests.federation.reading import follows, reads, serve
from tests.federation.test_arriving import address
from tests.federation.test_arriving_words import passed_on
from tests.federation.test_forums import acting
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Host
from vaknet.domain.knowledge.models import Post, Reply
from vaknet.engine.activitypub import PUBLIC
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS as AS
from vaknet.interfaces.federation import who

DUTCH = {"identifier": "nl", "name": "Nederlands"}
CONTEXT = ["https://join-lemmy.example/context.json", AS]
NUMBERS = count(1)


@pytest.fixture
def community(there: Elsewhere) -> Someone:
    return acting(
        there,
        "/c/zaden",
        "Group",
        1,
        name="Zaden",
        preferredUsername="zaden",
        summary="<p>Ruilen en bewaren</p>\n",
        source={"content": "Ruilen en bewaren", "mediaType": "text/markdown"},
        sensitive=False,
        attributedTo=f"{there.address}/c/zaden/moderators",
        featured=f"{there.address}/c/zaden/featured",
        followers=f"{there.address}/c/zaden/followers",
        endpoints={"sharedInbox": f"{there.address}/inbox"},
        postingRestrictedToMods=False,
        language=[DUTCH],
        published="2024-03-01T08:00:00.000000Z",
    )


@pytest.fixture
def bert(there: Elsewhere) -> Someone:
    return acting(
        there,
        "/u/bert",
        "Person",
        2,
        name="Bert Tuinders",
        preferredUsername="bert",
        endpoints={"sharedInbox": f"{there.address}/inbox"},
        matrixUserId=None,
    )


def page(there: Elsewhere, by: Someone, number: int, **more: Any) -> dict[str, Any]:
    """A link with words of its own to it."""
    uri = f"{there.address}/post/{number}"
    link = {"href": "https://zaden.example/bonen", "mediaType": "text/html", "type": "Link"}
    told = {
        "type": "Page",
        "id": uri,
        "attributedTo": by.id,
        "to": [f"{there.address}/c/zaden", PUBLIC],
        "name": "Welke bonen in mei?",
        "cc": [],
        "content": "<p>Wij zaaien <em>ze</em> half mei.</p>\n",
        "mediaType": "text/html",
        "source": {"content": "Wij zaaien *ze* half mei.", "mediaType": "text/markdown"},
        "attachment": [link],
        "sensitive": False,
        "language": DUTCH,
        "published": f"2026-11-30T08:0{number}:00.123456Z",
        "audience": f"{there.address}/c/zaden",
        "tag": [{"href": uri, "name": "#zaden", "type": "Hashtag"}],
    }
    return told | more


def does(by: Someone, verb: str, thing: object, **more: Any) -> dict[str, Any]:
    """The names of what is done are by chance there."""
    where = by.id.rsplit("/", 2)[0]
    told = {
        "actor": by.id,
        "to": [PUBLIC],
        "object": thing,
        "cc": [f"{where}/c/zaden"],
        "type": verb,
        "id": f"{where}/activities/{verb.lower()}/{next(NUMBERS)}",
        "audience": f"{where}/c/zaden",
    }
    return told | more


def announced(community: Someone, done: dict[str, Any]) -> list[str]:
    """The community passes on all that was done in it, as it was done."""
    where = community.id.rpartition("/c/")[0]
    told = {
        "@context": CONTEXT,
        "actor": community.id,
        "to": [PUBLIC],
        "object": done,
        "cc": [f"{community.id}/followers"],
        "type": "Announce",
        "id": f"{where}/activities/announce/{next(NUMBERS)}",
    }
    assert community.send(told).status_code == 202
    return handled()


def test_a_community_of_lemmy_brings_its_links(
    there: Elsewhere, community: Someone, bert: Someone, fatma: Actor
) -> None:
    follows(fatma, there, community)
    first = page(there, bert, 1)
    serve(there, first)
    assert announced(community, does(bert, "Create", first)) == [""]
    [said] = reads(fatma)
    assert (said.title, said.opening) == ("Welke bonen in mei?", "Wij zaaien ze half mei.")
    assert (said.author.actor.name, said.language) == ("Bert Tuinders", "nl")
    assert [one["href"] for one in said.attachments] == ["https://zaden.example/bonen"]


def test_votes_that_it_passes_on_change_nothing(
    there: Elsewhere, community: Someone, bert: Someone, fatma: Actor
) -> None:
    follows(fatma, there, community)
    first = page(there, bert, 1)
    serve(there, first)
    announced(community, does(bert, "Create", first))
    for verb in ("Like", "Dislike"):
        vote = does(bert, verb, first["id"])
        announced(community, vote)
        announced(community, does(bert, "Undo", vote))
    assert [one.uri for one in reads(fatma)] == [first["id"]]


@pytest.mark.parametrize("by_author", [True, False])
def test_what_was_taken_away_there_is_read_no_more(
    there: Elsewhere, community: Someone, bert: Someone, fatma: Actor, *, by_author: bool
) -> None:
    """By whom the community passes it on: her own, or by a moderator, with why in `summary`."""
    follows(fatma, there, community)
    first = page(there, bert, 1)
    serve(there, first)
    announced(community, does(bert, "Create", first))
    taker = bert if by_author else acting(there, "/u/wil", "Person", 3, preferredUsername="wil")
    mods = {"type": "OrderedCollection", "id": f"{community.id}/moderators"}
    there.serve("/c/zaden/moderators", {"@context": AS, "orderedItems": [taker.id]} | mods)
    gone = {"type": "Tombstone", "id": first["id"]}
    serve(there, gone, status=410)
    announced(community, does(taker, "Delete", first["id"], summary="Reclame"))
    assert reads(fatma) == []


def test_a_ban_there_is_nothing_here(
    there: Elsewhere, community: Someone, bert: Someone, fatma: Actor
) -> None:
    follows(fatma, there, community)
    first = page(there, bert, 1)
    serve(there, first)
    announced(community, does(bert, "Create", first))
    wil = acting(there, "/u/wil", "Person", 3, preferredUsername="wil")
    announced(
        community, does(wil, "Block", bert.id, target=community.id, removeData=False, summary="x")
    )
    assert [one.uri for one in reads(fatma)] == [first["id"]]


def test_a_comment_comes_in_below_what_our_group_said_and_goes(
    there: Elsewhere, bert: Someone, begun: Post
) -> None:
    home = begun.placements.get().group
    group = f"{BASE}/ap/{who.identity(home.actor).token}"
    about = address(begun)
    assert bert.send(does(bert, "Follow", group) | {"@context": AS}).status_code == 202
    assert handled() == [""]
    said = {
        "type": "Note",
        "id": f"{there.address}/comment/7",
        "attributedTo": bert.id,
        "to": [PUBLIC],
        "cc": [group],
        "content": "<p>Wij <strong>later</strong>.</p>\n",
        "inReplyTo": about,
        "mediaType": "text/html",
        "source": {"content": "Wij **later**.", "mediaType": "text/markdown"},
        "published": "2026-11-30T08:04:00.123456Z",
        "tag": [],
        "distinguished": False,
        "language": DUTCH,
        "audience": group,
    }
    toward = {"cc": [group], "audience": group, "@context": CONTEXT}
    assert bert.send(does(bert, "Create", said, **toward)).status_code == 202
    assert handled() == [""]
    assert Reply.objects.get().text == "Wij **later**."
    vote = does(bert, "Like", about, **toward)
    for done in (vote, does(bert, "Undo", vote, **toward)):
        assert bert.send(done).status_code == 202
        handled()
    bert.send(does(bert, "Delete", said["id"], **toward))
    assert handled() == [""]
    assert Reply.objects.get().withdrawn_at is not None


def test_a_discussion_of_piefed(
    there: Elsewhere, community: Someone, bert: Someone, fatma: Actor
) -> None:
    """It has lists beside it that Lemmy has not, and no `cc`."""
    follows(fatma, there, community)
    first = page(there, bert, 2, attachment=[], stickied=False, nsfl=False, commentsEnabled=True)
    first |= {"replies": [], "likes": [], "image": None, "updated": None, "voters": None}
    del first["cc"]
    serve(there, first)
    assert announced(community, does(bert, "Create", first)) == [""]
    [said] = reads(fatma)
    assert (said.title, said.attachments) == ("Welke bonen in mei?", [])


def test_two_groups_that_pass_on_each_other_come_to_rest(
    there: Elsewhere, community: Someone, bert: Someone, begun: Post, fatma: Actor
) -> None:
    """What a group passes on goes no further, in whichever way it is wrapped."""
    follows(fatma, there, community)
    home = begun.placements.get().group
    group, about = f"{BASE}/ap/{who.identity(home.actor).token}", address(begun)
    for one in (community, bert):
        assert one.send(does(one, "Follow", group) | {"@context": AS}).status_code == 202
        assert handled() == [""]
    Host.objects.update(software="lemmy")
    said = page(there, bert, 4, type="Note", inReplyTo=about, to=[PUBLIC, group], audience=group)
    serve(there, said)
    bert.send(does(bert, "Create", said) | {"@context": AS})
    assert handled() == [""]
    sent = passed_on()
    assert "Announce" in [one["type"] for one in sent]
    for one in sent:
        announced(community, one)
        announced(community, does(community, "Announce", one))
    for thing in (about, said["id"], group):
        announced(community, does(community, "Announce", thing))
    assert passed_on() == sent
