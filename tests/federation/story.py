"""A member who chose to be known elsewhere, and a group that everybody reads."""

from dataclasses import replace
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import (
    BlockElsewhere,
    Follower,
    Following,
    RemoteActor,
    RemotePost,
)
from vaknet.domain.federation.rules import EDITION
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people
from vaknet.engine.activitypub import PUBLIC, Post
from vaknet.engine.activitypub.actors import read_actor
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.posts import read_post


def be_public(person: Actor, **more: str) -> None:
    people.show_parts(person, who_sees={"profession": "everyone"} | more, agreed_to="2026-11")


def known_elsewhere(person: Actor) -> Actor:
    be_public(person)
    actions.federate(person, agreed_to=EDITION)
    return Actor.objects.get(pk=person.pk)


def public_group(by: Actor) -> Group:
    return groups.start_group(
        by, name="Bouwen met hout", purpose="Houtbouw & meer", readers="public"
    )


def somebody_elsewhere(name: str = "Wout Verhulst", *, host: str = "bouw.example") -> RemoteActor:
    """As she was read at her own address."""
    handle = name.lower().replace(" ", ".")
    address = f"https://{host}/users/{handle}"
    told = {
        "id": address,
        "type": "Person",
        "preferredUsername": handle,
        "name": name,
        "inbox": f"{address}/inbox",
        "endpoints": {"sharedInbox": f"https://{host}/inbox"},
        "url": f"https://{host}/@{handle}",
    }
    return actions.keep_remote(read_actor(Fields(told)), host=host, at=timezone.now())


def moved_away(member: Actor) -> None:
    """To herself on another network, that says so."""
    address = f"https://elders.example/users/{member.handle}"
    mine = rules.id_of(queries.token_of(member))
    told = {"id": address, "type": "Person", "inbox": f"{address}/inbox"}
    there = replace(read_actor(Fields(told)), also_known_as=(mine,))
    with override_settings(FEDERATION=True):
        actions.move_followers(member, to=there)


def follows(one: RemoteActor, followed: Actor) -> Follower:
    return Follower.objects.create(follower=one, followed=followed, since=timezone.now())


def follower_elsewhere(group: Group) -> RemoteActor:
    """Of a group that is known there: she may be asked to moderate it."""
    actions.prepare(actor=group.actor)
    one = somebody_elsewhere()
    follows(one, group.actor)
    return one


def said_to(member: Actor, number: int = 1, **more: Any) -> RemotePost:
    """By somebody elsewhere whom she follows."""
    one, at = somebody_elsewhere("Iris Elders", host="elders.example"), timezone.now()
    standing = Following.objects.filter(follower=member, followed=one, until=None)
    if not standing.exists():
        token = token_urlsafe(16)
        Following.objects.create(follower=member, followed=one, token=token, since=at)
    told = {
        "id": f"{one.uri}/notes/{number}",
        "type": "Note",
        "attributedTo": one.uri,
        "to": PUBLIC,
        "content": "<p>De eiken staan er goed bij.</p>",
    }
    written = read_post(Fields(told | more))
    assert isinstance(written, Post)
    kept = actions.keep_post(written, author=one, by=one, activity="", at=at)
    assert kept is not None
    return kept


def take_part(member: Actor) -> None:
    """In what Iris says, who then wants nothing to do with her."""
    options = [{"type": "Note", "name": name} for name in ("Eik", "Beuk")]
    poll = said_to(member, 90, type="Question", oneOf=options)
    with override_settings(FEDERATION=True):
        actions.vote_elsewhere(member, post=poll, choices=["Eik"])
        actions.thank_elsewhere(member, post=poll)
        actions.answer_elsewhere(member, post=poll, text="Eik, zeker.")
    BlockElsewhere.objects.create(by=poll.author, whom=member)


def follow_both_ways(member: Actor) -> RemoteActor:
    remote, at = somebody_elsewhere("Elly", host="elders.example"), timezone.now()
    with override_settings(FEDERATION=True):
        actions.follow_elsewhere(member, remote=remote)
    with transaction.atomic():
        name = f"{remote.uri}/follows/1"
        actions.be_asked_to_follow(remote=remote, actor=member, activity=name, at=at)
    uri, verb = f"{remote.uri}/likes/1", "Like"
    actions.receive(by=remote, uri=uri, verb=verb, content=b"{}", at=at)
    actions.note_look(uri=remote.uri, at=at, found=True, gone=False)
    return remote


def go_somewhere(member: Actor) -> None:
    """To an event of Elly, who is on another network."""
    remote = RemoteActor.objects.get(uri="https://elders.example/users/elly")
    uri, at = "https://elders.example/events/1", timezone.now() + timedelta(days=3)
    told = events.EventThere(uri, uri, "Zaaidag", at, None, "", "", remote.uri, (), True, False)
    with override_settings(FEDERATION=True):
        events.go_elsewhere(member, there=told, organiser=remote)
