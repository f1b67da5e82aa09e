"""The port through which other networks are asked: who with you can help?

Nothing is connected to it yet; federation brings partners along. What a partner is, and what we
keep to whoever they are:

- A partner is told the question and a language, never who asks it, and only when she says so.
- What it says is its own word: a name, a link into that network, reasons as it words them. Nothing
  of it is indexed, kept, or counted in our ranking, and it brings no ways to anybody.
- It is asked in a thread of its own, without our database, and gives up by itself.
- One that is late, breaks or talks nonsense is left out and told by name; the others still count.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import Protocol
from urllib.parse import urlsplit

log = logging.getLogger(__name__)
PATIENCE = 3.0
"""Seconds that somebody waits for all of them together."""
MOST_FROM_ONE = 3
THREADS = 8

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="elsewhere")


@dataclass(frozen=True)
class FoundElsewhere:
    """Somebody in another network. `url` is where she can be reached through that network."""

    network: str
    name: str
    url: str
    reasons: tuple[str, ...]


class Partner(Protocol):
    """Another network that agreed to be asked."""

    @property
    def network(self) -> str: ...

    def who_can_help(
        self, question: str, *, language: str, limit: int
    ) -> Iterable[FoundElsewhere]: ...


@dataclass(frozen=True)
class Elsewhere:
    people: list[FoundElsewhere]
    silent: list[str]
    """Networks that did not answer (in time, or sense)."""


def who_elsewhere(
    partners: Iterable[Partner], question: str, *, language: str, patience: float = PATIENCE
) -> Elsewhere:
    """People in these networks, network by network in the order given."""
    calls = [(one, _threads.submit(_asked, one, question, language)) for one in partners]
    wait([call for _, call in calls], patience)
    people: list[FoundElsewhere] = []
    silent: list[str] = []
    for partner, call in calls:
        found = _told(partner, call)
        if found is None:
            silent.append(partner.network)
        people += found or []
    return Elsewhere(people, silent)


def _asked(partner: Partner, question: str, language: str) -> list[FoundElsewhere]:
    """All of it in that thread, also what is only made when it is looked at."""
    told = partner.who_can_help(question, language=language, limit=MOST_FROM_ONE)
    found = list(islice(told, MOST_FROM_ONE))
    if not all(_makes_sense(one, partner) for one in found):
        raise ValueError("what it said is not people of that network")
    return found


def _makes_sense(one: object, partner: Partner) -> bool:
    if not isinstance(one, FoundElsewhere) or one.network != partner.network:
        return False
    return urlsplit(one.url).scheme == "https"


def _told(partner: Partner, call: Future[list[FoundElsewhere]]) -> list[FoundElsewhere] | None:
    """What went wrong is told by its kind alone: the words of an error may hold the question."""
    if not call.done():
        call.cancel()
        log.warning("%s did not answer in time", partner.network)
        return None
    if (error := call.exception()) is not None:
        log.warning("%s could not answer: %s", partner.network, type(error).__name__)
        return None
    return call.result()
