"""Other networks, for who looks after this one: who is well, what waits, what never arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Count, Q, QuerySet

from vaknet.domain.federation.models import Delivery, Host, Received
from vaknet.domain.federation.queries.limits import refused
from vaknet.domain.federation.queries.sending import WAITS


class State(Enum):
    CLOSED = "closed"
    PRUNED = "pruned"
    FAILING = "failing"
    WAITS = "waits"
    WELL = "well"


@dataclass(frozen=True)
class HostView:
    host: Host
    state: State
    waiting: int
    given_up: int


@dataclass(frozen=True)
class Health:
    """Of all that goes to other networks: deliveries that wait, and hosts with trouble."""

    waiting: int
    failing: int
    pruned: int


def hosts_seen(start: int, stop: int, *, now: datetime, troubled: bool) -> list[HostView]:
    """A page of them, those with trouble first; or these alone. Two statements more a page."""
    rows = Host.objects.order_by("-failures", "name", "pk")
    if troubled:
        rows = rows.filter(Q(failures__gt=0) | Q(pruned_at__isnull=False))
    return _seen(rows[start:stop], now)


def host_seen(pk: int, *, now: datetime) -> HostView | None:
    found = _seen(Host.objects.filter(pk=pk), now)
    return found[0] if found else None


def waiting_for(host: Host) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(WAITS, host=host).select_related("parcel__sender")
    return rows.order_by("parcel_id", "pk")


def given_up_for(host: Host) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(host=host, given_up_at__isnull=False)
    return rows.select_related("parcel__sender").order_by("-given_up_at", "-pk")


def unusable() -> QuerySet[Received]:
    """What came in, was proven, and nothing could be made of."""
    rows = Received.objects.exclude(trouble="").select_related("by__host")
    return rows.order_by("-at", "-pk")


def health() -> Health:
    counts = Host.objects.aggregate(
        failing=Count("pk", filter=Q(failing_since__isnull=False, pruned_at=None)),
        pruned=Count("pk", filter=Q(pruned_at__isnull=False)),
    )
    return Health(Delivery.objects.filter(WAITS).count(), counts["failing"], counts["pruned"])


def _seen(rows: Sequence[Host] | QuerySet[Host], now: datetime) -> list[HostView]:
    hosts = list(rows)
    closed = refused([host.name for host in hosts])
    counts = Delivery.objects.filter(host__in=hosts).values("host").order_by()
    by_host = {
        row["host"]: row
        for row in counts.annotate(
            waiting=Count("pk", filter=WAITS),
            given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
        )
    }
    nothing = {"waiting": 0, "given_up": 0}
    return [
        HostView(host, _state(host, now, host.name in closed), told["waiting"], told["given_up"])
        for host in hosts
        for told in [by_host.get(host.pk, nothing)]
    ]


def _state(host: Host, now: datetime, is_closed: bool) -> State:
    if is_closed:
        return State.CLOSED
    if host.pruned_at is not None:
        return State.PRUNED
    if host.failing_since is not None:
        return State.FAILING
    if host.waits_until is not None and host.waits_until > now:
        return State.WAITS
    return State.WELL
