"""Reading what somebody elsewhere said, at its own address, and who she is."""

from dataclasses import dataclass

from django.utils import timezone

from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import LONGEST_ID, Look, RemoteActor
from vaknet.domain.federation.queries import May
from vaknet.engine.activitypub import Post, Unreadable, post
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.reaching.fetching import (
    SECONDS,
    Unread,
    Withheld,
    read_actor,
    read_document,
)


@dataclass(frozen=True)
class Said:
    """Something for everybody, as its own server tells it, and its first author."""

    written: Post
    author: RemoteActor


def read_said(uri: str, *, seconds: float = SECONDS) -> Said:
    """For each of the two at most `seconds`. Raises Unread, and of that Withheld for what is gone
    for good or not for everybody.

    One host is asked for at most so many posts in five minutes, whoever named them; and only the
    host that was named.
    """
    at, host = timezone.now(), origin(uri).authority
    may = queries.may_look(uri, host=host, at=at, kind=Look.Kind.POST)
    if may is not May.LOOK:
        says_no = may is not May.WAIT
        raise Unread(may.value, is_gone=says_no, may_pass=not says_no)
    try:
        said = _read(uri, seconds)
    except Unread as unread:
        gone, for_good, kind = unread.is_for_good, not unread.may_pass, Look.Kind.POST
        actions.note_look(uri=uri, at=at, found=False, gone=gone, kind=kind, for_good=for_good)
        raise
    actions.note_look(uri=uri, at=at, found=True, gone=False, kind=Look.Kind.POST)
    return said


def _read(uri: str, seconds: float) -> Said:
    document = read_document(uri, seconds=seconds, stays=True)
    try:
        written = post(document, test_hosts=rules.trial_hosts())
        if not isinstance(written, Post):
            raise Withheld("it is gone", is_gone=True)
        if not written.is_public:
            raise Withheld("it is not for everybody")
        if written.is_vote or len(written.id) > LONGEST_ID:
            raise Unread("it is not for everybody")
        return Said(written, _author(written.author, seconds))
    except Unreadable as unreadable:
        raise Unread(unreadable.reason) from unreadable


def _author(uri: str, seconds: float) -> RemoteActor:
    known = queries.remote_by_uri(uri)
    if known is None:
        found = read_actor(uri, seconds=seconds, stays=True)
        if found.id != uri:
            raise Unread("it is of somebody else")
        host = origin(uri).authority
        known = actions.keep_remote(found, host=host, at=timezone.now())
    if known.gone_at is not None:
        raise Unread("whoever wrote it is gone", is_gone=True)
    return known
