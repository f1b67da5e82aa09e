"""An identity as other networks read it."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Allowance, SigningKey
from vaknet.domain.federation.queries import Identity
from vaknet.engine.activitypub import ActorKind, PublicKey
from vaknet.engine.activitypub.keys import from_text
from vaknet.engine.activitypub.own_actors import OwnActor, document
from vaknet.interfaces.federation.addresses import (
    actor_address,
    handle_of,
    page_of,
    shared_inbox,
)

KINDS = {
    Actor.Kind.PERSON: ActorKind.PERSON,
    Actor.Kind.GROUP: ActorKind.GROUP,
    Actor.Kind.ORGANISATION: ActorKind.ORGANIZATION,
    Actor.Kind.SERVICE: ActorKind.APPLICATION,
}


def actor_document(found: Identity) -> dict[str, object]:
    """Whoever follows a group, an organisation or the network is let in at once: what it writes is
    public."""
    actor, address = found.actor, actor_address(found.token)
    keys = [_public(key, address) for key in found.keys]
    in_use = next(key for key, row in zip(keys, found.keys, strict=True) if row.kind == "rsa")
    asks = actor.kind == Actor.Kind.PERSON and Allowance.Kind.FOLLOW not in found.allows
    return document(
        OwnActor(
            id=address,
            kind=KINDS[Actor.Kind(actor.kind)],
            handle=handle_of(actor),
            name=actor.name,
            page=page_of(actor),
            shared_inbox=shared_inbox(),
            lines=found.lines,
            key=in_use,
            other_keys=[key for key in keys if key is not in_use],
            also_known_as=found.also_known_as,
            asks_first=asks,
            discoverable=Allowance.Kind.LIST in found.allows,
            indexable=Allowance.Kind.SEARCH in found.allows,
            moved_to=found.moved_to,
        )
    )


def _public(row: SigningKey, address: str) -> PublicKey:
    return PublicKey(f"{address}#{row.name}", address, from_text(row.public))
