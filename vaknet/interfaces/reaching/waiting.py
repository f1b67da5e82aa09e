"""Asking other networks while somebody waits for an answer of ours: few at once, briefly, and no
network again right after it kept us waiting. Else one that is silent holds up everybody here.

Each of the places below is a thread of its own of the web server, which holds no page up: who waits
gives up the place where others work. Guests cannot take those of members, nor can programs.

What is remembered is of this process, and small: one moment for each network.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import BoundedSemaphore
from time import monotonic

from django.db import connection

from vaknet.domain.networks.models import Network
from vaknet.interfaces.reaching.partners import PartnerSilent, Told, TookTooLong, ask_partner
from vaknet.kit.thread_places import not_at_work

SIDE_BY_SIDE = 8  # networks
SECONDS = 3.0
REST = 60.0

_resting: dict[str, float] = {}


class Busy(Exception):
    """As many wait for other networks as may."""


class Places:
    """How many of one kind wait at once, in this process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._free = BoundedSemaphore(most)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Raises Busy at once when there is none."""
        if not self._free.acquire(blocking=False):
            raise Busy
        try:
            with not_at_work():
                yield
        finally:
            self._free.release()


MEMBERS, GUESTS, PROGRAMS = Places(2), Places(1), Places(2)


@contextmanager
def waiting() -> Iterator[None]:
    """One page of a member waits for partners, whatever number of them it asks side by side. Raises
    PartnerSilent at once when others wait already."""
    try:
        with MEMBERS.one():
            yield
    except Busy as busy:
        raise PartnerSilent("other pages wait for answers") from busy


def ask_briefly(network: Network, what: str, told: Told) -> dict[str, object]:
    """Within `waiting`. Raises PartnerSilent."""
    if monotonic() < _resting.get(network.base, 0.0):
        raise PartnerSilent("took too long a moment ago")
    try:
        return ask_partner(network, what, told, seconds=SECONDS)
    except TookTooLong:
        _resting[network.base] = monotonic() + REST
        raise


def side_by_side[Answer](
    ask: Callable[[Network], Answer], networks: Sequence[Network]
) -> list[Answer]:
    """Each in a thread of its own, with a connection to the database that ends with it; in their
    order. One alone is asked here."""

    def in_thread(network: Network) -> Answer:
        try:
            return ask(network)
        finally:
            connection.close()

    if len(networks) < 2:
        return [ask(network) for network in networks]
    with ThreadPoolExecutor(max_workers=min(SIDE_BY_SIDE, len(networks))) as pool:
        return list(pool.map(in_thread, networks))
