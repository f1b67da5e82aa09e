"""A turn of one host: its deliveries signed and sent, by one connection. Knows no database."""

import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from vaknet.domain.federation.actions.sending import FAULT, UNSIGNED, Sent
from vaknet.domain.federation.models import Host
from vaknet.engine.activitypub import Message, SigningKey, cavage, message_signatures
from vaknet.engine.activitypub.patience import (
    BUSY,
    FAILURES,
    IN_ANOTHER_WAY,
    Outcome,
    asked_to_wait,
    outcome,
)
from vaknet.engine.activitypub.webfinger import ACTIVITY_TYPE
from vaknet.kit.http import Answer, Line, Trouble, Unfetchable
from vaknet.kit.internet import Address

LOG = logging.getLogger(__name__)
WAYS = {
    Host.Signature.DRAFT.value: cavage.signed,
    Host.Signature.RFC9421.value: message_signatures.signed,
}
OTHER = dict(zip(WAYS, reversed(WAYS), strict=True))
HEADERS = {"Content-Type": ACTIVITY_TYPE, "User-Agent": "Vaknet"}

type Told = tuple[int, Sent | None, str]
"""The host, what came of a letter, and the way to sign that it takes."""


@dataclass(frozen=True)
class Letter:
    """`key` is None when it cannot be signed."""

    delivery: int
    inbox: str
    content: bytes
    key: SigningKey | None


@dataclass
class Turn:
    """`until`: nothing is begun after that. `patience`: seconds for one answer.

    `signature`: the way to sign that the host takes; another when it turns out to take that.
    `spent`: seconds of the processor, as they are reckoned, and once it is over, as they were.
    """

    host: int
    signature: str
    failures: int
    letters: list[Letter]
    until: float
    patience: float
    may_reach: Callable[[Address, int], bool]
    tls: ssl.SSLContext
    spent: float


def take(turn: Turn, tell: Callable[[Told], None]) -> None:
    """Tells of each letter what came of it, and with None that the turn is over."""
    began = time.thread_time()
    try:
        with Line(turn.may_reach, tls=turn.tls) as line:
            _send_all(turn, line, tell)
    finally:
        turn.spent = time.thread_time() - began
        tell((turn.host, None, turn.signature))


def _send_all(turn: Turn, line: Line, tell: Callable[[Told], None]) -> None:
    failures = turn.failures
    for letter in turn.letters:
        if time.monotonic() >= turn.until:
            return
        sent = _sent(turn, letter, line)
        tell((turn.host, sent, turn.signature))
        if sent.outcome is not Outcome.LATER:
            failures = 0
            continue
        failures += 1
        # Who is slow once costs ten seconds each time; who has no time said so.
        ends_it = sent.trouble in {Trouble.TOO_SLOW.name.lower(), FAULT}
        if sent.is_busy or sent.asked or ends_it or failures >= FAILURES:
            return


def _sent(turn: Turn, letter: Letter, line: Line) -> Sent:
    """A fault of ours counts as one of that host: what is not noted would go there every minute."""
    try:
        return _taken(turn, letter, line)
    except Exception:
        LOG.exception("Sending to %s went wrong", letter.inbox)
        return Sent(letter.delivery, Outcome.LATER, FAULT)


def _taken(turn: Turn, letter: Letter, line: Line) -> Sent:
    if letter.key is None:
        return Sent(letter.delivery, Outcome.REFUSED, UNSIGNED)
    try:
        answer = _post(turn, letter, letter.key, line)
    except Unfetchable as error:
        trouble = error.trouble.name.lower()
        is_wrong = error.trouble in {Trouble.NO_ADDRESS, Trouble.FORBIDDEN}
        return Sent(letter.delivery, Outcome.REFUSED if is_wrong else Outcome.LATER, trouble)
    came = outcome(answer.status)
    if came is Outcome.ARRIVED:
        return Sent(letter.delivery, came)
    asked = None
    if answer.status in BUSY:
        said = answer.headers.get("retry-after", "")
        asked = asked_to_wait(said, now=datetime.now(UTC))
    is_busy = answer.status == 429
    return Sent(letter.delivery, came, str(answer.status), asked, is_busy)


def _post(turn: Turn, letter: Letter, key: SigningKey, line: Line) -> Answer:
    """Once more in the other way to sign, where the first may be what was not understood."""
    answer = _post_as(turn, turn.signature, letter, key, line)
    if answer.status not in IN_ANOTHER_WAY:
        return answer
    way = OTHER[turn.signature]
    again = _post_as(turn, way, letter, key, line)
    if outcome(again.status) is Outcome.ARRIVED:
        turn.signature = way
    return answer if again.status in IN_ANOTHER_WAY else again


def _post_as(turn: Turn, way: str, letter: Letter, key: SigningKey, line: Line) -> Answer:
    message = Message.to(letter.inbox, method="POST", headers=HEADERS, body=letter.content)
    headers = WAYS[way](message, key, now=datetime.now(UTC))
    return line.send(letter.inbox, letter.content, headers, seconds=turn.patience)
