"""What somebody whom a member follows elsewhere said before: from her `outbox`, for a job.

What she wrote herself is taken as her own server tells it there: of her origin and in her name. Of
what a group passed on (FEP-1b12) its list is only a list: each thing is read at its own address.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.earlier import MOST_EARLIER, Earlier
from vaknet.domain.federation.models import LONGEST_ID, RemoteActor
from vaknet.domain.federation.queries.limits import refuses
from vaknet.engine.activitypub import (
    Post,
    Source,
    Unreadable,
    Verb,
    source_of,
)
from vaknet.engine.activitypub.activities import Activity, Part, read_activity
from vaknet.engine.activitypub.origins import same_origin
from vaknet.engine.activitypub.posts import read_post
from vaknet.interfaces.federation import announced
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.arrived import Nothing
from vaknet.interfaces.federation.passing_on import REPLY
from vaknet.interfaces.reaching.fetching import Unread
from vaknet.interfaces.reaching.lists import pages_at
from vaknet.interfaces.reaching.said import Said, read_said

SECONDS = 45.0  # for all of it
OF_ONE = 5.0
MOST_PAGES = 3
MOST_LOOKED_AT = 100  # lines of the list


@dataclass
class _Reading:
    """`found`: by its id, so that what stands there twice is once. `asked`: at whose own addresses
    we looked, also in vain."""

    by: RemoteActor
    deadline: float
    found: dict[str, Earlier] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        is_full = max(len(self.found), len(self.asked)) >= MOST_EARLIER
        return is_full or time.monotonic() >= self.deadline

    @property
    def seconds(self) -> float:
        return max(0.1, min(OF_ONE, self.deadline - time.monotonic()))


def read_earlier(actor_id: int) -> None:
    """It ends, whatever others send, and says that it did. For what nobody here reads nobody is
    asked."""
    by = queries.remote_by_pk(actor_id)
    if by is None:
        return
    if not rules.is_on() or not queries.is_followed(by) or refuses(by.host.name):
        actions.ask_nothing_earlier(by=by)
        return
    reading = _Reading(by, time.monotonic() + SECONDS)
    for part in _listed(reading):
        if reading.is_over:
            break
        with suppress(Unreadable, Unread, Nothing):
            _take(part, reading)
    standing = [one for one in reading.found.values() if _still_stands(one)]
    actions.keep_earlier(by=by, found=standing, at=timezone.now())


def _still_stands(one: Earlier) -> bool:
    """It was not taken away meanwhile, and stands in none of our rooms as an answer of hers."""
    return queries.remote_thing_of(one.written.id, author=one.author) is None


def _listed(reading: _Reading) -> Iterator[Part]:
    """Line after line, the last that was said first, as the list has to have them."""
    pages = pages_at(reading.by.outbox, seconds=lambda: reading.seconds)
    lines = chain.from_iterable(islice(pages, MOST_PAGES))
    return islice(lines, MOST_LOOKED_AT)


def _take(part: Part, reading: _Reading) -> None:
    """Raises Unreadable, Unread and Nothing for what is nothing of hers, or not for everybody."""
    if part.fields is None:
        raise Nothing("only a name")
    told = read_activity(part.fields)
    if told.actor != reading.by.uri:
        raise Nothing("what somebody else did")
    if told.verb is Verb.CREATE:
        _take_hers(told, reading)
    elif told.verb is Verb.ANNOUNCE and reading.by.actor.kind == Actor.Kind.GROUP:
        _take_passed_on(told, reading)


def _take_hers(told: Activity, reading: _Reading) -> None:
    by, part = reading.by, told.part
    if part.fields is None:
        if not same_origin(part.id or "", by.uri):
            raise Nothing("of another network")
        said = _read(part.id or "", reading)
        _keep(said.written, said.author, told, reading)
        return
    if source_of(part.id, vouched_by=by.uri, ours=ours()) is not Source.HERE:
        raise Nothing("of another network")
    written = read_post(part.fields, otherwise=by.uri)
    if not isinstance(written, Post) or written.author != by.uri or len(written.id) > LONGEST_ID:
        raise Nothing("not in her own name")
    _keep(written, by, told, reading)


def _take_passed_on(told: Activity, reading: _Reading) -> None:
    part = _inner(told.part)
    if part.fields is not None and part.fields.has(REPLY):
        raise Nothing("a reply")
    said = _read(part.id or "", reading)
    if said.written.in_reply_to is not None:
        raise Nothing("a reply")
    announced.check_near(said, by=reading.by)
    _keep(said.written, said.author, told, reading)


def _read(uri: str, reading: _Reading) -> Said:
    """At its own address, once."""
    if uri in reading.asked or not 0 < len(uri) <= LONGEST_ID or same_origin(uri, ours()):
        raise Nothing("read before, or of here")
    reading.asked.add(uri)
    return read_said(uri, seconds=reading.seconds)


def _inner(part: Part) -> Part:
    """What was made, where an activity was passed on that made it; nothing of any other."""
    if part.fields is None or not part.fields.has("object"):
        return part
    made = read_activity(part.fields)
    if made.verb is not Verb.CREATE:
        raise Nothing("nothing was made")
    return made.part


def _keep(written: Post, author: RemoteActor, told: Activity, reading: _Reading) -> None:
    """Of what says nothing of its time nobody knows where in the list it belongs."""
    said, now = told.published or written.published, timezone.now()
    if said is None or not written.is_public or written.is_vote:
        raise Nothing("not for everybody, or of no time")
    if told.verb is Verb.CREATE and author.pk != reading.by.pk:
        raise Nothing("of somebody else")
    name = told.id or "" if told.verb is Verb.ANNOUNCE else ""
    one = Earlier(written, author, min(said, now), name if len(name) <= LONGEST_ID else "")
    reading.found.setdefault(written.id, one)
