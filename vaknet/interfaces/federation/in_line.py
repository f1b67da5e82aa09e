"""Who is next of the hosts that something is due for."""

import time
from collections import deque
from collections.abc import Collection, Iterable

from django.utils import timezone

from vaknet.domain.federation.actions.sending import CLOSED, give_up_on
from vaknet.domain.federation.models import Host
from vaknet.domain.federation.queries.limits import refused
from vaknet.domain.federation.queries.sending import hosts_due, hosts_due_since, newest_parcel

LOOK_AROUND = 0.5  # seconds until it looks who else is due
AT_MOST = 500  # hosts that are looked up at once
BEFORE_OTHERS = 16  # hosts at each look, for which something was put down since the last


class InLine:
    """Who had a turn waits until all had one. While many wait, what is put down for a few others
    does not wait as long."""

    def __init__(self) -> None:
        self.hosts: deque[Host] = deque()
        self.looked_at = 0.0
        self.newest = 0  # parcel at the last look

    def __bool__(self) -> bool:
        return bool(self.hosts)

    @property
    def is_to_look(self) -> bool:
        return time.monotonic() - self.looked_at > LOOK_AROUND

    def look(self, *, but: Collection[int]) -> None:
        now = timezone.now()
        self.looked_at = time.monotonic()
        newest, self.newest = self.newest, newest_parcel()
        if not self.hosts:
            self.hosts.extend(_open(hosts_due(now, but=but)[:AT_MOST]))
        elif self.newest > newest:
            first = _open(hosts_due_since(newest, now, but=but)[:BEFORE_OTHERS])
            others = [host for host in self.hosts if host not in first]
            self.hosts = deque([*first, *others])


def _open(hosts: Iterable[Host]) -> list[Host]:
    """What was put down for others while their door was being closed is given up."""
    due = list(hosts)
    names = refused([host.name for host in due])
    if closed := [host for host in due if host.name in names]:
        give_up_on(closed, CLOSED, timezone.now())
    return [host for host in due if host.name not in names]
