"""What goes to other networks: put down with what it tells, in the same transaction."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import LONGEST_ID, Delivery, Host, Parcel
from vaknet.domain.federation.queries.limits import refused
from vaknet.domain.federation.rules import trial_hosts
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.origins import identifier, origin
from vaknet.engine.activitypub.refusals import Unreadable

DELIVER = "deliver"
TELL_REST = "tell_rest_elsewhere"
AT_ONCE = 5_000  # rows in a statement
BEHIND = -10  # who waits for a letter or a page goes before other networks


@dataclass(frozen=True)
class Outgoing:
    """One activity, by whom, and where it goes once each."""

    sender: Actor
    told: Mapping[str, object]
    inboxes: Set[str]


def deliver(sender: Actor, activity: Mapping[str, object], inboxes: Iterable[str]) -> Parcel | None:
    """The activity goes to each of these inboxes once. None when there is nobody to send it to.
    Belongs inside the transaction of what it tells of."""
    made = deliver_all(sender, [activity], inboxes)
    return made[0] if made else None


def deliver_all(
    sender: Actor, activities: Iterable[Mapping[str, object]], inboxes: Iterable[str]
) -> list[Parcel]:
    """The same of several, each to all of these inboxes."""
    to = {*inboxes}
    return deliver_many([Outgoing(sender, one, to) for one in activities])


def deliver_each(sender: Actor, told: Sequence[tuple[Mapping[str, object], str]]) -> list[Parcel]:
    """Each activity to the inbox beside it alone, in this order."""
    return deliver_many([Outgoing(sender, activity, {inbox}) for activity, inbox in told])


def deliver_many(sent: Sequence[Outgoing]) -> list[Parcel]:
    """In this order, by one job, in as many statements whatever number of them there is, but for
    one more for each `AT_ONCE` rows. What went.

    Left out are inboxes of our own, of hosts that this network closed its door to, and of those
    that were silent for a week.
    """
    hosts = _hosts_of({inbox for one in sent for inbox in one.inboxes})
    wanted = [one for one in sent if not hosts.keys().isdisjoint(one.inboxes)]
    if not wanted:
        return []
    parcels = Parcel.objects.bulk_create(_packed(one.sender, one.told) for one in wanted)
    rows = (
        Delivery(parcel=parcel, host=hosts[inbox], inbox=inbox)
        for parcel, one in zip(parcels, wanted, strict=True)
        for inbox in sorted(hosts.keys() & one.inboxes)
    )
    for some in batched(rows, AT_ONCE):
        Delivery.objects.bulk_create(some)
    send_what_waits()
    return parcels


def check_sent[T](made: T | None) -> T:
    """What was put down by one of those above. Raises Refused where that is nothing: in one
    sentence, whether a server is silent or a door is closed."""
    if not made:
        raise Refused(_("That network does not answer now. Try again later."))
    return made


def send_what_waits() -> None:
    """Enqueue the sending: it takes all that is due of all hosts, several side by side.

    One at a time, and as many enqueued as are asked for. A queueing lock would make who posts wait
    for who posted before and did not commit yet; one that finds nothing is a single statement.
    """
    job = app.configure_task(
        DELIVER, queue=DELIVER, lock=DELIVER, priority=BEHIND, allow_unknown=True
    )
    job.defer()


def about(activity: Mapping[str, object]) -> str:
    """The id of the thing at the bottom of it: of a post that is shared, the post."""
    thing: object = activity
    while isinstance(thing, Mapping) and "object" in thing:
        thing = thing["object"]
    name = thing.get("id") if isinstance(thing, Mapping) else thing
    return name[:LONGEST_ID] if isinstance(name, str) else ""


def content_of(activity: Mapping[str, object]) -> bytes:
    return json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(sender: Actor, activity: Mapping[str, object]) -> Parcel:
    return Parcel(sender=sender, content=content_of(activity), about=about(activity))


def tell_rest(step: str, *, of: int, after: int) -> None:
    """Enqueue the next piece of `step`, from behind the row `after`. `of`: the number of the
    activity, or of the actor. Belongs inside the transaction of the piece before."""
    job = app.configure_task(TELL_REST, priority=BEHIND, allow_unknown=True)
    job.defer(step=step, of=of, after=after)


def _hosts_of(inboxes: Collection[str]) -> dict[str, Host]:
    """Of those that can be sent to now."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("deliver belongs inside the transaction of its action")
    host_of = _reachable(inboxes)
    if not host_of:
        return {}
    hosts = _rows_of({*host_of.values()})
    found = {inbox: hosts[name] for inbox, name in host_of.items()}
    return {inbox: host for inbox, host in found.items() if host.pruned_at is None}


def _reachable(inboxes: Collection[str]) -> dict[str, str]:
    """Each inbox with the authority of its host, but those that nothing is sent to."""
    found: dict[str, str] = {}
    for inbox in inboxes:
        try:
            found[inbox] = origin(identifier(inbox, test_hosts=trial_hosts())).authority
        except Unreadable:
            continue
    closed = refused({*found.values()}) | {origin(settings.BASE_URL).authority}
    return {inbox: name for inbox, name in found.items() if name not in closed}


def _rows_of(names: Collection[str]) -> dict[str, Host]:
    """Made where they are not there yet; of two at once the second finds those of the first."""
    rows = Host.objects.filter(name__in=names)
    found = {host.name: host for host in rows}
    if missing := sorted({*names} - found.keys()):
        Host.objects.bulk_create([Host(name=name) for name in missing], ignore_conflicts=True)
        found |= {host.name: host for host in rows.filter(name__in=missing)}
    return found
