"""Asking other networks while somebody waits for a page: few at once, briefly, and no network again
right after it kept us waiting. Else one that is silent holds up everybody here.

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

AT_ONCE = 2  # pages
SIDE_BY_SIDE = 8  # networks
SECONDS = 3.0
REST = 60.0

_places = BoundedSemaphore(AT_ONCE)
_resting: dict[str, float] = {}


@contextmanager
def waiting() -> Iterator[None]:
    """One page waits, whatever number of networks it asks side by side. Raises PartnerSilent at
    once when others wait already."""
    if not _places.acquire(blocking=False):
        raise PartnerSilent("other pages wait for answers")
    try:
        yield
    finally:
        _places.release()


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
