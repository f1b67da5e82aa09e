"""What others know of us, compared with how things are: a piece at a time, so that no group is too
large for one transaction, and in as many statements whatever a piece holds."""

from collections.abc import Sequence, Set

from django.db.models import QuerySet

from vaknet.domain.events.models import Event
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.delivery import Outgoing, deliver_many
from vaknet.domain.federation.models import FederatedThing
from vaknet.engine.activitypub import own_activities
from vaknet.engine.activitypub.own_posts import OwnThing
from vaknet.interfaces.federation import coming, gathering
from vaknet.interfaces.federation.addresses import actor_address, thing_address
from vaknet.interfaces.federation.circulating import changed, created, voices_of
from vaknet.interfaces.federation.sources.base import Key

AT_ONCE = 200


def piece_of(rows: QuerySet[FederatedThing], *, after: int) -> tuple[list[FederatedThing], int]:
    """The next of these, and the number of the last one; 0 where no more are left."""
    found = list(rows.filter(pk__gt=after).order_by("pk")[: AT_ONCE + 1])
    piece = found[:AT_ONCE]
    return piece, piece[-1].pk if len(found) > AT_ONCE else 0


def settle(
    rows: Sequence[FederatedThing], *, renew: bool = True, before: Set[str] = frozenset()
) -> list[tuple[OwnThing, FederatedThing]]:
    """Those that are as others know them. The rest is ended; what is in another name now begins
    again in that one, unless somebody stopped: nothing of hers is said anew then. `before`: inboxes
    that had it before."""
    public = gathering.found({gathering.key_of(row) for row in rows})
    owned = gathering.owned(public)
    ended = [row for row in rows if not _stands(row, owned)]
    if ended:
        _end(ended, before)
    moved = {gathering.key_of(row) for row in ended} & owned.keys() if renew else set()
    standing = {gathering.key_of(row): row for row in rows if _stands(row, owned)}
    things = [one for one in public if one.key in standing or one.key in moved]
    said = gathering.with_keys(things)
    send_created([own for key, own in said.items() if key not in standing])
    return [(own, standing[key]) for key, own in said.items() if key in standing]


def send_created(things: Sequence[OwnThing]) -> None:
    tokens = [(_token(own.owner), _token(own.group)) for own in things]
    actors = queries.actors_at({token for pair in tokens for token in pair}) if tokens else {}
    pairs = [(actors[owner], actors[group]) for owner, group in tokens]
    voices = voices_of(pairs)
    told = zip(things, pairs, strict=True)
    deliver_many([one for own, pair in told for one in created(own, *pair, voices)])


def send_changed(own: OwnThing, *, key: Key, mark: str) -> None:
    actors = queries.actors_at([_token(own.owner), _token(own.group)])
    owner, group = actors[_token(own.owner)], actors[_token(own.group)]
    told, voices = own_activities.changed(own, mark=mark), voices_of([(owner, group)])
    attendees = _attendees([key]).get(key, set())
    deliver_many(changed(told, owner, group, voices, coming=attendees))


def _token(address: str) -> str:
    return address.rpartition("/")[2]


def _stands(row: FederatedThing, owned: dict[Key, actions.Owned]) -> bool:
    now = owned.get(gathering.key_of(row))
    return now is not None and (now.owner, now.group) == (row.owner, row.group)


def _end(rows: Sequence[FederatedThing], before: Set[str]) -> None:
    actors = queries.actors_at({token for row in rows for token in (row.owner, row.group)})
    there = [row for row in rows if row.owner in actors and row.group in actors]
    pairs = [(actors[row.owner], actors[row.group]) for row in there]
    voices = voices_of(pairs)
    attendees = _attendees([gathering.key_of(row) for row in there])
    outgoing: list[Outgoing] = []
    for row, pair in zip(there, pairs, strict=True):
        to = attendees.get(gathering.key_of(row), set())
        outgoing += changed(_deleted(row), *pair, voices, before=before, coming=to)
    deliver_many(outgoing)
    actions.end_things(tokens=[row.token for row in rows])


def _deleted(row: FederatedThing) -> dict[str, object]:
    owner, group = actor_address(row.owner), actor_address(row.group)
    return own_activities.deleted(thing_address(row.token), owner=owner, group=group)


def _attendees(keys: Sequence[Key]) -> dict[Key, set[str]]:
    events = [pk for model, pk in keys if model is Event]
    found = coming.inboxes_of_attendees(events) if events else {}
    return {(Event, pk): inboxes for pk, inboxes in found.items()}
