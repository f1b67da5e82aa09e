"""Who listens to what, in memory. One hub for all streams.

A stream is never given words: it is woken, and says "something is new". So what waits for a slow
reader does not grow, and telling her twice is telling her once.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from vaknet.kit.tickets import Ticket

MOST_OF_ONE = 6  # streams of one reader: tabs that are in view on her devices
PACE = 50  # looks a second that follow, at most: each reader who is told asks for a page
SLACK = 2_000  # ms that the clock of who made the page may differ
REMEMBERED = 10_000  # subjects


class Full(Exception):
    """No room for another stream."""


@dataclass(eq=False, slots=True)
class Stream:
    ticket: Ticket
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    has_news: bool = False
    is_over: bool = False
    is_gone: bool = False

    def tell(self) -> None:
        if not self.is_over:
            self.has_news = True
            self.woken.set()

    def end(self) -> None:
        """The ticket holds no longer; who may still read gets another one."""
        self.is_over, self.has_news = True, False
        self.woken.set()

    def leave(self) -> None:
        """Nobody is at the other side any more."""
        self.is_gone = True
        self.woken.set()


class Hub:
    def __init__(self, most: int, clock: Callable[[], int]) -> None:
        self._most = most
        self._clock = clock
        self._streams: set[Stream] = set()
        self._by_subject: defaultdict[str, set[Stream]] = defaultdict(set)
        self._by_bearer: Counter[str] = Counter()
        self._spoken: dict[str, int] = {}  # when each subject last was, the latest at the end
        self._hears_since = clock()

    def __len__(self) -> int:
        return len(self._streams)

    def join(self, ticket: Ticket, *, heard: int = 0) -> Stream:
        """Raises Full. `heard`: the last she was told; what came after it she is told at once."""
        if len(self) >= self._most or self._by_bearer[ticket.bearer] >= MOST_OF_ONE:
            raise Full
        stream = Stream(ticket)
        self._streams.add(stream)
        self._by_bearer[ticket.bearer] += 1
        for subject in (ticket.subject, *ticket.ends):
            self._by_subject[subject].add(stream)
        self._catch_up(stream, heard)
        return stream

    def _catch_up(self, stream: Stream, heard: int) -> None:
        ticket = stream.ticket
        since = max(heard, ticket.since - SLACK)
        if any(self._spoken.get(subject, 0) >= ticket.since - SLACK for subject in ticket.ends):
            stream.end()
        elif self._spoken.get(ticket.subject, 0) > since:
            stream.tell()
        elif max(heard, ticket.since) < self._hears_since:
            # We were not there, or could not hear. All come back at once then.
            _spread([stream.tell], over=len(self) / PACE)

    def leave(self, stream: Stream) -> None:
        ticket = stream.ticket
        self._streams.discard(stream)
        self._by_bearer[ticket.bearer] -= 1
        if not self._by_bearer[ticket.bearer]:
            del self._by_bearer[ticket.bearer]
        for subject in (ticket.subject, *ticket.ends):
            self._by_subject[subject].discard(stream)
            if not self._by_subject[subject]:
                del self._by_subject[subject]

    def hear(self, subject: str) -> None:
        """Something is new at the subject; or if it is the end of tickets, those are over."""
        self._spoken.pop(subject, None)
        self._spoken[subject] = self._clock()
        if len(self._spoken) > REMEMBERED:
            del self._spoken[next(iter(self._spoken))]
        concerned = self._by_subject.get(subject, ())
        # At once: she may not be told what comes after this any more.
        for stream in [one for one in concerned if subject in one.ticket.ends]:
            stream.end()
        _in_turn([one.tell for one in concerned if subject == one.ticket.subject])

    def hears_again(self) -> None:
        """We were deaf for a while: all are to look whether there is something new."""
        self._hears_since = self._clock()
        _in_turn([one.tell for one in self._streams])

    def close(self) -> None:
        for stream in self._streams:
            stream.leave()


def _in_turn(calls: list[Callable[[], None]]) -> None:
    """A few at once; a crowd spread out, so that the pages they ask for come to others in time."""
    _spread(calls, over=(len(calls) - 1) / PACE)


def _spread(calls: Iterable[Callable[[], None]], *, over: float) -> None:
    loop = asyncio.get_running_loop()
    for call in calls:
        loop.call_later(random.random() * over, call)  # noqa: S311 - nothing to guess
