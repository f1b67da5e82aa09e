"""To whom elsewhere a thing goes, and how it is said there.

Servers that know groups (FEP-1b12) get what a member did inside an Announce of the group. The rest
shows each Announce as a boost, so they are pointed at what begins a conversation and at nothing
else. What a group says itself needs no Announce.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import keys, queries
from vaknet.domain.federation.actions.delivery import Outgoing
from vaknet.domain.federation.models import SigningKey
from vaknet.domain.federation.queries.remote import inboxes_by_followed
from vaknet.engine.activitypub import SigningKey as Key
from vaknet.engine.activitypub import own_activities, proofs
from vaknet.engine.activitypub.origins import origin
from vaknet.engine.activitypub.own_posts import OwnThing, Told
from vaknet.interfaces.federation.addresses import actor_address

# By the name in their NodeInfo. Who does not say what it is, gets what Mastodon gets.
KNOW_GROUPS = frozenset(
    [
        *("lemmy", "piefed", "mbin", "kbin", "nodebb", "discourse", "friendica", "hubzilla"),
        *("streams", "forte", "peertube", "vaknet"),
    ]
)


@dataclass(frozen=True)
class Readers:
    """Inboxes of who follows the group, by whether their server knows groups, and of who follows
    the one in whose name it is."""

    knowing: frozenset[str]
    rest: frozenset[str]
    hers: frozenset[str]


@dataclass(frozen=True)
class Voices:
    """Who speaks in a piece of work: all that is read of the database for it, read once."""

    readers: Mapping[tuple[int, int], Readers]
    keys: Mapping[int, Key]


def readers_of(owner: Actor, group: Actor) -> Readers:
    return _readers([(owner, group)])[owner.pk, group.pk]


def voices_of(pairs: Iterable[tuple[Actor, Actor]]) -> Voices:
    """Of these owners, each in a group of hers. As many statements whatever number there is."""
    both = list(pairs)
    readers = _readers(both)
    proving = {
        owner.pk: owner
        for owner, group in both
        if owner.pk != group.pk and readers[owner.pk, group.pk].knowing
    }
    return Voices(readers, _keys(proving))


def created(own: OwnThing, owner: Actor, group: Actor, voices: Voices) -> list[Outgoing]:
    """Replies go to servers that know groups, and to who follows whoever said it."""
    to = voices.readers[owner.pk, group.pk]
    rest = to.rest if own.is_first else frozenset()
    done = own_activities.created(own)
    if owner.pk == group.pk:
        return [Outgoing(group, done, to.knowing | rest)]
    shared = Outgoing(group, own_activities.shared(own), rest)
    return [Outgoing(owner, done, to.hers), *_passed_on(done, owner, group, voices), shared]


def changed(
    told: Told,
    owner: Actor,
    group: Actor,
    voices: Voices,
    *,
    before: Set[str] = frozenset(),
    coming: Set[str] = frozenset(),
) -> list[Outgoing]:
    """An Update or Delete also goes to who may have read it meanwhile. `before`: inboxes of who
    followed its owner; `coming`: of who comes to it, whether she follows the group or not."""
    to = voices.readers[owner.pk, group.pk]
    rest = to.rest | (coming - to.knowing)
    if owner.pk == group.pk:
        return [Outgoing(group, told, to.knowing | rest)]
    hers = Outgoing(owner, told, to.hers | before | rest)
    return [hers, *_passed_on(told, owner, group, voices)]


def _passed_on(told: Told, owner: Actor, group: Actor, voices: Voices) -> list[Outgoing]:
    """Proved by whoever did it: who gets it from the group need not ask us. As it is where this
    server cannot open her key any more."""
    knowing = voices.readers[owner.pk, group.pk].knowing
    if not knowing:
        return []
    key = voices.keys.get(owner.pk)
    proved = proofs.signed(told, key, now=timezone.now()) if key is not None else told
    address = actor_address(group.federated_id.token)
    return [Outgoing(group, own_activities.announced(proved, group=address), knowing)]


def _readers(pairs: Collection[tuple[Actor, Actor]]) -> dict[tuple[int, int], Readers]:
    inboxes = inboxes_by_followed({actor.pk for pair in pairs for actor in pair})
    of_groups = {inbox for _owner, group in pairs for inbox in inboxes.get(group.pk, ())}
    hosts = {inbox: origin(inbox).authority for inbox in of_groups}
    software = queries.software_of({*hosts.values()}) if hosts else {}
    knows = {inbox for inbox, host in hosts.items() if software.get(host) in KNOW_GROUPS}
    found = {}
    for owner, group in pairs:
        there = frozenset(inboxes.get(group.pk, ()))
        hers = frozenset(inboxes.get(owner.pk, ())) if owner.pk != group.pk else frozenset()
        found[owner.pk, group.pk] = Readers(there & knows, there - knows, hers)
    return found


def _keys(owners: Mapping[int, Actor]) -> dict[int, Key]:
    if not owners:
        return {}
    found = {}
    for row in queries.signing_keys(*owners.values()).filter(kind=SigningKey.Kind.ED25519):
        if private := keys.private(row):
            address = actor_address(owners[row.actor_id].federated_id.token)
            found[row.actor_id] = Key(f"{address}#{row.name}", private)
    return found
