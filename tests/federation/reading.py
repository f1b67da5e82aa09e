"""A member who follows somebody on another network, and what that one says."""

from typing import Any

from django.utils import timezone

from tests.federation.elsewhere import Elsewhere, Someone, handled
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Following, RemoteActor, RemotePost
from vaknet.engine.activitypub import PUBLIC
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.interfaces.reaching.fetching import read_actor


def remote(there: Elsewhere, someone: Someone) -> RemoteActor:
    return actions.keep_remote(read_actor(someone.id), host=there.host, at=timezone.now())


def follows(member: Actor, there: Elsewhere, someone: Someone) -> Following:
    """With the agreement of whoever is followed."""
    asked = actions.follow_elsewhere(member, remote=remote(there, someone))
    actions.be_answered(following=asked, is_yes=True, at=timezone.now())
    return asked


def note(author: Someone, number: int | str = 1, **more: Any) -> dict[str, Any]:
    told = {
        "id": f"{author.id}/notes/{number}",
        "type": "Note",
        "attributedTo": author.id,
        "to": [PUBLIC],
        "cc": [f"{author.id}/followers"],
        "content": "<p>De <b>eiken</b> staan er goed bij.</p>",
        "published": "2026-11-30T08:00:00Z",
    }
    return told | more


def serve(there: Elsewhere, thing: dict[str, Any], **more: Any) -> str:
    """At its own address from now on."""
    path = thing["id"].removeprefix(there.address)
    there.serve(path, {"@context": ACTIVITYSTREAMS} | thing, **more)
    return str(thing["id"])


def brought(someone: Someone, verb: str, thing: object, **more: Any) -> list[str]:
    """What trouble there was."""
    answer = someone.send(someone.does(verb, thing, **more))
    assert answer.status_code == 202
    return handled()


def reads(member: Actor) -> list[RemotePost]:
    return list(queries.posts_elsewhere(member))


def uris(member: Actor) -> list[str]:
    return [one.uri for one in reads(member)]
