"""Which hosts this network closed its door to."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from vaknet.domain.federation.models import HostLimit
from vaknet.domain.federation.rules import trial_hosts
from vaknet.engine.activitypub.host_names import above, host_in
from vaknet.engine.activitypub.refusals import Unreadable


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
