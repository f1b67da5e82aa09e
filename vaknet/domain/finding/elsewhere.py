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
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

log = logging.getLogger(__name__)
PATIENCE = 3.0
"""Seconds that somebody waits for all of them together."""
MOST_FROM_ONE = 3


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
    ) -> Sequence[FoundElsewhere]: ...


@dataclass(frozen=True)
class Elsewhere:
    people: list[FoundElsewhere]
    silent: list[str]
    """Networks that did not answer (in time)."""


def who_elsewhere(
    partners: Iterable[Partner], question: str, *, language: str, patience: float = PATIENCE
) -> Elsewhere:
    """People in these networks, network by network in the order given."""
    asked = list(partners)
    people: list[FoundElsewhere] = []
    silent: list[str] = []
    pool = ThreadPoolExecutor(max_workers=max(1, len(asked)))
    calls = [
        pool.submit(one.who_can_help, question, language=language, limit=MOST_FROM_ONE)
        for one in asked
    ]
    until = monotonic() + patience
    for partner, call in zip(asked, calls, strict=True):
        try:
            people += list(call.result(max(0.0, until - monotonic())))[:MOST_FROM_ONE]
        except Late:
            log.warning("%s did not answer within %s s", partner.network, patience)
            silent.append(partner.network)
        except Exception:
            log.exception("%s could not answer", partner.network)
            silent.append(partner.network)
    pool.shutdown(wait=False, cancel_futures=True)
    return Elsewhere(people, silent)
