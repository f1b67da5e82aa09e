"""The conversation around something that was said elsewhere (FEP-7888, FEP-f228), for a job.

Its `context` is asked for what belongs to it. Where there is none, or it holds nothing, the way up
by `inReplyTo` is walked, and `replies` are asked for. What anybody lists is only a list: each thing
is read at its own address, and only what is for everybody is kept.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.posts import MOST_IN_THREAD
from vaknet.domain.federation.models import LONGEST_ID, RemotePost
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.activities import VERBS, Part, read_part
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.reaching.fetching import Unread
from vaknet.interfaces.reaching.lists import pages_at
from vaknet.interfaces.reaching.said import Said, read_said

SECONDS = 45.0  # for all of it
OF_ONE = 5.0
HIGHEST = 30  # steps up by inReplyTo
MOST_LISTED = 300  # addresses that are looked at, of which most may lead nowhere


@dataclass
class _Reading:
    """What was read so far, by its id. `seen`: each address that was asked for, or that is the one
    around which we read; `silent`: those that did not answer now."""

    deadline: float
    seen: set[str]
    found: dict[str, Said] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        is_full = len(self.found) >= MOST_IN_THREAD or len(self.seen) >= MOST_LISTED
        return is_full or time.monotonic() >= self.deadline

    @property
    def seconds(self) -> float:
        return max(0.1, min(OF_ONE, self.deadline - time.monotonic()))


def read_thread(post_id: int) -> None:
    """It ends, whatever others send, and says that it did."""
    start = queries.post_by_pk(post_id)
    if start is None or not rules.is_on():
        return
    reading = _Reading(time.monotonic() + SECONDS, {start.uri})
    _read_list(start.context, reading)
    if not reading.found:
        _read_up(start, reading)
        _read_list(start.replies, reading)
    found = [(one.written, one.author) for one in reading.found.values()]
    actions.keep_thread(start=start, found=found, silent=reading.silent, at=timezone.now())


def _read_up(start: RemotePost, reading: _Reading) -> None:
    """One thread of answers, and never round in a circle."""
    above: str | None = start.in_reply_to
    for _step in range(HIGHEST):
        said = _read(above or "", reading)
        if said is None:
            return
        above = said.written.in_reply_to


def _read_list(address: str, reading: _Reading) -> None:
    """Page after page, each of the origin of the list."""
    if reading.is_over:
        return
    for parts in pages_at(address, seconds=lambda: reading.seconds):
        for uri in _addresses(parts):
            _read(uri, reading)
        if reading.is_over:
            return


def _addresses(parts: tuple[Part, ...]) -> Iterator[str]:
    """Of things, and of those that were made by an activity."""
    for part in parts:
        inner = part
        if part.fields is not None and VERBS.intersection(part.fields.kinds()):
            given = part.fields.value.get("object")
            try:
                inner = read_part(given, part.fields.test_hosts)
            except Unreadable:
                continue
        if inner.id is not None:
            yield inner.id


def _read(uri: str, reading: _Reading) -> Said | None:
    """None for what is not there, not for everybody, ours, or was read before."""
    if not uri or uri in reading.seen or reading.is_over or len(uri) > LONGEST_ID:
        return None
    reading.seen.add(uri)
    if same_origin(uri, ours()):
        return None
    try:
        said = read_said(uri, seconds=reading.seconds)
    except Unread as unread:
        if unread.may_pass:
            reading.silent.add(uri)
        return None
    if said.written.id in reading.found:
        return None
    reading.seen.add(said.written.id)
    reading.found[said.written.id] = said
    return said
