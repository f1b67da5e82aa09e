"""Sending what is due to other networks: several hosts side by side, each one after the other.

Threads sign and speak with the hosts. All that is read and noted of the database is done here, in
between: so no connection and no transaction waits for somebody else's server.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from queue import Empty, SimpleQueue

from django.db import DatabaseError
from django.utils import timezone

from vaknet.configuration import configuration
from vaknet.domain.federation import rules
from vaknet.domain.federation.actions.delivery import send_what_waits
from vaknet.domain.federation.actions.sending import Sent, leave_alone, note_sent
from vaknet.domain.federation.keys import private
from vaknet.domain.federation.models import Host
from vaknet.domain.federation.models import SigningKey as KeyRow
from vaknet.domain.federation.queries.sending import due_of, hosts_due
from vaknet.engine.activitypub import SigningKey
from vaknet.engine.activitypub.patience import FAILURES
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.in_line import LOOK_AROUND, InLine
from vaknet.interfaces.federation.pace import OF_A_LETTER, Pace
from vaknet.interfaces.federation.turns import Letter, Told, Turn, take
from vaknet.kit.http import SECONDS, who_is_trusted
from vaknet.kit.internet import Address

AT_ONCE = 16  # hosts side by side: most of the time is spent waiting for them
OF_A_HOST = 50  # in one turn
TURN = 45.0  # seconds: then other jobs of the worker may go first
OF_ONE = 10.0  # seconds of one host, in which it may begin another
GATHER = 0.1  # seconds: what came of a turn of a quick host is noted in one transaction

type MayReach = Callable[[Address, int], bool]


def send_due() -> None:
    """All that is due, or as much as fits in a turn: the rest is put in line again."""
    if rules.is_on() and Courier(configuration.may_reach_network).deliver():
        send_what_waits()


def send_where_due() -> None:
    """By the clock: what was to wait, and what a worker left that was killed."""
    if rules.is_on() and hosts_due(timezone.now()).exists():
        send_what_waits()


class Courier:
    """`seconds`: in which hosts are begun with. `patience`: for one answer. `pace`: made in the
    thread that delivers."""

    def __init__(
        self,
        may_reach: MayReach,
        *,
        seconds: float = TURN,
        patience: float = SECONDS,
        pace: Pace | None = None,
    ) -> None:
        self.may_reach = may_reach
        self.pace = pace or Pace()
        self.until = time.monotonic() + seconds
        self.patience = patience
        self.said: SimpleQueue[Told] = SimpleQueue()
        self.busy: dict[int, Turn] = {}
        self.faults: dict[int, Exception] = {}
        self.line = InLine()
        self.keys: dict[int, SigningKey | None] = {}
        self.tls = who_is_trusted()

    def deliver(self) -> bool:
        """Whether there was no time for all that is due."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="courier") as pool:
            going: list[Future[None]] = []
            try:
                while True:
                    going += [pool.submit(take, turn, self.said.put) for turn in self._turns()]
                    if not self.busy and not self.line:
                        break
                    self._note(self._what_came())
            finally:  # what was sent is noted before a fault of ours is told: else it goes again
                wait(going)
                self._note([*self._at_hand()])
        for one in going:
            one.result()
        if self.faults:
            raise next(iter(self.faults.values()))
        return not self._has_time and hosts_due(timezone.now()).exists()

    def _turns(self) -> Iterator[Turn]:
        """For as many hosts as there are hands free."""
        if not self._has_time:
            self.line.hosts.clear()
        elif self._may_look:
            self.line.look(but=[*self.busy, *self.faults])
        while self._may_begin and self._has_time and not self._rest:
            host = self.line.hosts.popleft()
            if host.pk in self.busy or host.pk in self.faults:
                continue
            if turn := self._turn(host):
                self.busy[host.pk] = turn
                yield turn

    @property
    def _may_look(self) -> bool:
        idle = not self.busy and not self.line
        return (idle or self.line.is_to_look) and len(self.busy) < AT_ONCE

    @property
    def _may_begin(self) -> bool:
        return bool(self.line) and len(self.busy) < AT_ONCE

    @property
    def _rest(self) -> float:
        return self.pace.rest(sum(turn.spent for turn in self.busy.values()))

    @property
    def _has_time(self) -> bool:
        return time.monotonic() < self.until

    def _turn(self, host: Host) -> Turn | None:
        """Of a host that is failing it is one, to see whether it is back."""
        most = 1 if host.failures >= FAILURES else OF_A_HOST
        rows = list(due_of(host, timezone.now())[:most])
        self._fetch_keys({row.parcel.sender_id for row in rows} - self.keys.keys())
        letters = [
            Letter(row.pk, row.inbox, bytes(row.parcel.content), self.keys[row.parcel.sender_id])
            for row in rows
        ]
        if not letters:
            return None
        until = time.monotonic() + OF_ONE
        return Turn(
            host.pk,
            host.signature,
            host.failures,
            letters,
            until,
            self.patience,
            self.may_reach,
            self.tls,
            spent=len(letters) * OF_A_LETTER,
        )

    def _fetch_keys(self, senders: set[int]) -> None:
        self.keys |= dict.fromkeys(senders)
        rows = KeyRow.objects.filter(actor__in=senders, until=None, kind=KeyRow.Kind.RSA)
        for row in rows.select_related("actor__federated_id"):
            if key := private(row):
                address = actor_address(row.actor.federated_id.token)
                self.keys[row.actor_id] = SigningKey(f"{address}#{row.name}", key)

    def _what_came(self) -> list[Told]:
        """All of a moment; soon nothing, when everybody waits, to see who else may begin."""
        rest = self._rest + GATHER if self._may_begin else LOOK_AROUND
        try:
            first = self.said.get(timeout=min(rest, LOOK_AROUND))
        except Empty:
            return []
        time.sleep(GATHER)
        return [first, *self._at_hand()]

    def _at_hand(self) -> Iterator[Told]:
        with suppress(Empty):
            while True:
                yield self.said.get_nowait()

    def _note(self, came: list[Told]) -> None:
        now = timezone.now()
        came.sort(key=lambda one: one[0])
        for pk, those in groupby(came, key=lambda one: one[0]):
            told = list(those)
            sent = [one for _pk, one, _signature in told if one is not None]
            if sent:
                self._note_of(pk, sent, signature=told[-1][2], at=now)
            if any(one is None for _pk, one, _signature in told):
                self.pace.spent += self.busy.pop(pk).spent

    def _note_of(self, host: int, sent: list[Sent], *, signature: str, at: datetime) -> None:
        """A second time where two waited for each other. Of who cannot be noted at all the others
        hear nothing; it gets nothing more, for it would get the same again."""
        for is_last in (False, True):
            try:
                return note_sent(host=host, sent=sent, signature=signature, at=at)
            except Exception as fault:
                if is_last:
                    self.faults[host] = fault
                    self.busy[host].until = 0.0
        with suppress(DatabaseError):
            leave_alone(host=host, at=at)
