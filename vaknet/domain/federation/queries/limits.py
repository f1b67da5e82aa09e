"""Which hosts this network closed its door to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vaknet.domain.federation.models import Delivery, Follower, Following, Host, HostLimit
from vaknet.domain.federation.queries.sending import WAITS
from vaknet.domain.federation.rules import trial_hosts
from vaknet.engine.activitypub.host_names import above, host_in
from vaknet.engine.activitypub.refusals import Unreadable


@dataclass(frozen=True)
class Ends:
    """What ends when a host is closed, with all names below it."""

    followers: int
    following: int
    waiting: int


def standing_limits() -> QuerySet[HostLimit]:
    return HostLimit.objects.filter(until=None)


def refuses(host: str) -> bool:
    """Whether nothing goes to that host and nothing is taken from it. One statement.

    Also for what is no host at all: such a one is nobody's.
    """
    return host in refused([host])


def limits(host: str) -> bool:
    """Whether who lives there is let in less easily than others: see HostLimit.Kind.LIMIT."""
    return host in _held([host], Q(kind=HostLimit.Kind.LIMIT))


def refused(hosts: Collection[str]) -> set[str]:
    """The same of many hosts, in one statement."""
    return _held(hosts, Q(kind=HostLimit.Kind.SUSPEND)) | {
        host for host in hosts if not _names(host)
    }


def kept_away(hosts: Collection[str]) -> set[str]:
    """Those that are refused, or let in less easily: of these only what somebody chose is read."""
    return refused(hosts) | _held(hosts, Q(kind=HostLimit.Kind.LIMIT))


def held_hosts(names: Collection[str]) -> list[Host]:
    """Of all hosts that we know those with one of these names, or a name below it."""
    wanted = set(names)
    if not wanted:
        return []
    return [host for host in Host.objects.all() if wanted.intersection(_names(host.name))]


def what_ends(name: str) -> Ends:
    hosts = held_hosts([name])
    followers = Follower.objects.filter(follower__host__in=hosts, until=None)
    following = Following.objects.filter(followed__host__in=hosts, until=None)
    deliveries = Delivery.objects.filter(WAITS, host__in=hosts)
    return Ends(followers.count(), following.count(), deliveries.count())


def not_yet(hosts: Iterable[str]) -> list[str]:
    """Those about which nothing stands by that very name."""
    standing = set(standing_limits().values_list("host", flat=True))
    return [host for host in hosts if host not in standing]


def _held(hosts: Iterable[str], kind: Q) -> set[str]:
    names = {host: _names(host) for host in hosts}
    asked = {name for above_it in names.values() for name in above_it}
    rows = standing_limits().filter(kind, host__in=asked)
    held = set(rows.values_list("host", flat=True))
    return {host for host, above_it in names.items() if held.intersection(above_it)}


def _names(host: str) -> list[str]:
    try:
        plain = host_in(host, test_hosts=trial_hosts())
    except Unreadable:
        return []
    return [plain] if ":" in plain else above(plain)
