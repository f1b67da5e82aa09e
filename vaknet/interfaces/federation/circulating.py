"""To whom elsewhere a thing goes, and how it is said there.

Servers that know groups (FEP-1b12) get what a member did inside an Announce of the group. The rest
shows each Announce as a boost, so they are pointed at what begins a conversation and at nothing
else. What a group says itself needs no Announce.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import keys, queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import SigningKey
from vaknet.domain.federation.queries.remote import inboxes_of_followers
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


def readers_of(owner: Actor, group: Actor) -> Readers:
    of_group = {inbox: origin(inbox).authority for inbox in inboxes_of_followers(group)}
    software = queries.software_of(set(of_group.values())) if of_group else {}
    knowing = {inbox for inbox, host in of_group.items() if software.get(host) in KNOW_GROUPS}
    hers = inboxes_of_followers(owner) if owner.pk != group.pk else set()
    return Readers(frozenset(knowing), frozenset(of_group) - knowing, frozenset(hers))


def send_create(own: OwnThing, owner: Actor, group: Actor) -> None:
    """Replies go to servers that know groups, and to who follows whoever said it."""
    to = readers_of(owner, group)
    rest = to.rest if own.is_first else frozenset()
    done = own_activities.created(own)
    if owner.pk == group.pk:
        deliver(group, done, to.knowing | rest)
        return
    deliver(owner, done, to.hers)
    _pass_on(done, owner, group, to)
    deliver(group, own_activities.shared(own), rest)


def send_change(told: Told, owner: Actor, group: Actor, to: Readers) -> None:
    """An Update or Delete also goes to who may have read it meanwhile."""
    if owner.pk == group.pk:
        deliver(group, told, to.knowing | to.rest)
        return
    deliver(owner, told, to.hers | to.rest)
    _pass_on(told, owner, group, to)


def _pass_on(told: Told, owner: Actor, group: Actor, to: Readers) -> None:
    """Proved by whoever did it: who gets it from the group need not ask us."""
    if to.knowing:
        signed = _proved(told, owner)
        address = actor_address(group.federated_id.token)
        deliver(group, own_activities.announced(signed, group=address), to.knowing)


def _proved(told: Mapping[str, object], owner: Actor) -> Told:
    """As it is where this server cannot open her key any more."""
    row = queries.signing_keys(owner).filter(kind=SigningKey.Kind.ED25519).first()
    private = keys.private(row) if row is not None else None
    if row is None or private is None:
        return dict(told)
    name = f"{actor_address(owner.federated_id.token)}#{row.name}"
    return proofs.signed(told, Key(name, private), now=timezone.now())
