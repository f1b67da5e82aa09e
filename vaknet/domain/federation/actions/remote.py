"""Keeping somebody elsewhere, as her own server tells of her."""

import re
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Q

from vaknet.domain.activity.models import FORMER, VISITOR, Actor
from vaknet.domain.federation.actions.moderators import end_without_follow
from vaknet.domain.federation.actions.partings import part
from vaknet.domain.federation.actions.posts import forget_posts_of, forget_unfollowed
from vaknet.domain.federation.models import (
    LONGEST_ID,
    Follower,
    Following,
    Host,
    RemoteActor,
)
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.engine.activitypub import ActorKind
from vaknet.engine.activitypub.keys import as_text
from vaknet.engine.activitypub.origins import origin
from vaknet.engine.activitypub.refusals import Unreadable

KINDS = {
    ActorKind.PERSON: Actor.Kind.PERSON,
    ActorKind.GROUP: Actor.Kind.GROUP,
    ActorKind.ORGANIZATION: Actor.Kind.ORGANISATION,
    ActorKind.SERVICE: Actor.Kind.SERVICE,
    ActorKind.APPLICATION: Actor.Kind.SERVICE,
}
LONGEST_HANDLE, LONGEST_NAME, LONGEST_HOST = 60, 120, 253
EDGES, ODD = re.compile(r"^[^a-z0-9]+|[^a-z0-9]+$"), re.compile(r"[^a-z0-9_.-]+")


@transaction.atomic
def keep_remote(found: ActorThere, *, host: str, at: datetime) -> RemoteActor:
    """Made, or as she is now. `found` was read at its own address on that host.

    Who was gone and is there again stands again. Raises Unreadable for an address that is longer
    than we keep, and for one of another host.
    """
    _check(found, host)
    place = _held_place(host)
    held = RemoteActor.objects.select_for_update(of=("self",)).filter(uri=found.id).first()
    actor = _actor(found, host, held)
    told = {
        "host": place,
        "uri": found.id,
        "inbox": found.inbox,
        "shared_inbox": found.shared_inbox or "",
        "followers": _fitting(found.followers),
        "outbox": _fitting(found.outbox),
        "page": _fitting(found.page),
        "keys": [{"id": key.id, "public": as_text(key.key)} for key in found.keys],
        "asks_first": found.asks_first,
        "read_at": at,
        "gone_at": None,
    }
    return RemoteActor.objects.update_or_create(actor=actor, defaults=told)[0]


@transaction.atomic
def let_go_of_remote(*, uri: str, at: datetime) -> None:
    """Her own server said that she is gone: her name and keys go, and all follows with her. Twice
    is once."""
    held = RemoteActor.objects.select_related("host").filter(uri=uri).first()
    if held is None:
        return
    unname(held, at=at)
    end_follows(remote=held, at=at)
    forget_posts_of(actors=[held.pk])
    part([held.pk], at)


def unname(held: RemoteActor, *, at: datetime) -> None:
    """She is gone: nothing is kept of who she is but her id. Who is read again has it all again."""
    since = held.gone_at or at
    bare = {"keys": [], "page": "", "followers": "", "outbox": ""}
    RemoteActor.objects.filter(pk=held.pk).update(gone_at=since, **bare)
    Actor.objects.filter(pk=held.pk).update(handle=_chance(), name=held.host.name[:LONGEST_NAME])


def end_follows(*, remote: RemoteActor, at: datetime, here: Actor | None = None) -> None:
    """Both ways: with one of ours, or with everybody."""
    theirs = Follower.objects.filter(follower=remote, until=None)
    ours = Following.objects.filter(followed=remote, until=None)
    if here is not None:
        theirs, ours = theirs.filter(followed=here), ours.filter(follower=here)
    theirs.update(until=at)
    end_without_follow(Q(moderator=remote), at=at)
    if ours.update(until=at):
        forget_unfollowed(actors=[remote.pk])


def _check(found: ActorThere, host: str) -> None:
    if origin(found.id).authority != host or len(host) > LONGEST_HOST:
        raise Unreadable("an actor of another host")
    if max(len(found.id), len(found.inbox), len(found.shared_inbox or "")) > LONGEST_ID:
        raise Unreadable("an address that is longer than we keep")


def _held_place(host: str) -> Host:
    """Of two new ones on one host the second waits, so that no two get one handle."""
    made = Host.objects.get_or_create(name=host)[0]
    return Host.objects.select_for_update(no_key=True).get(pk=made.pk)


def _actor(found: ActorThere, host: str, held: RemoteActor | None) -> Actor:
    """Her line in the list of all who act; never one of ours, for the domain is her host."""
    actor = Actor(domain=host) if held is None else held.actor
    actor.kind = KINDS[found.kind]
    plain = _handle(found.username)
    taken = Actor.objects.filter(domain=host, handle=plain).exclude(pk=actor.pk)
    is_hers = bool(plain) and plain == found.username.lower() and not taken.exists()
    actor.handle = plain if is_hers else _apart(plain, actor.handle)
    actor.name = (found.name or found.username or host)[:LONGEST_NAME]
    actor.save()
    return actor


def _apart(plain: str, before: str) -> str:
    """With chance behind it, and the same each time: what is not quite her name there may be the
    whole name of somebody else."""
    start = plain[:40].strip("_.-")
    start = f"{start}-" if start else ""
    is_so = re.fullmatch(rf"{re.escape(start)}[0-9a-f]{{12}}", before) is not None
    return before if is_so else start + _chance()


def _handle(username: str) -> str:
    """In the signs that handles have here, and none that is kept for others; empty when nothing of
    it is left."""
    plain = EDGES.sub("", ODD.sub("-", username.lower())[:LONGEST_HANDLE])
    return plain.replace("_", "-", 1) if plain.startswith((FORMER, VISITOR)) else plain


def _chance() -> str:
    return token_hex(6)


def _fitting(address: str | None) -> str:
    return address if address is not None and len(address) <= LONGEST_ID else ""
