"""Whose word is worth what: the origin rules of FEP-fe34.

A server answers for what has an id there, and for nothing else. So what came along inside an
activity is believed only where its id is of the origin that vouches for the whole; all else is read
again at its own address. What has an id here is looked up here, whatever others say of it.
"""

from enum import Enum

from vaknet.engine.activitypub.activities import Activity, activity
from vaknet.engine.activitypub.documents import Document
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import (
    NO_HOSTS,
    Hosts,
    same_origin,
    without_fragment,
)
from vaknet.engine.activitypub.proven import Proven
from vaknet.engine.activitypub.refusals import Unproven, Unreadable


class Source(Enum):
    """Where to learn what a thing is."""

    HERE = "what came along may be believed"
    THERE = "read it at its own address"
    OURS = "look it up among our own"


class Found(Enum):
    """Of what was read at an address."""

    ITSELF = "it is what it says"
    ELSEWHERE = "read it once more, at its id"


def performed(proven: Proven, *, ours: str, test_hosts: Hosts = NO_HOSTS) -> Activity:
    """The activity in a request that was proven: done by who signed it, named by her own server.

    `ours`: an address of our own origin. Raises Unreadable, and Unproven when it speaks for
    somebody else.
    """
    found = activity(Document(proven.content), test_hosts=test_hosts)
    if found.actor != proven.signer:
        raise Unproven("signed by somebody else than who did it")
    if found.id is not None and not same_origin(found.id, found.actor):
        raise Unproven("an activity with an id of somebody elsewhere")
    if same_origin(found.actor, ours):
        raise Unproven("an activity of somebody here that came from outside")
    return found


def source_of(thing_id: str | None, *, vouched_by: str, ours: str) -> Source:
    """`vouched_by`: the id of who signed, or of what holds it and was read at its own address.

    A thing without an id is a part of what holds it.
    """
    if thing_id is None:
        return Source.HERE
    if same_origin(thing_id, ours):
        return Source.OURS
    return Source.HERE if same_origin(thing_id, vouched_by) else Source.THERE


def found_at(document: Document, url: str, *, test_hosts: Hosts = NO_HOSTS) -> Found:
    """Whether what was read at `url`, in the end, is what has that address. Raises Unreadable.

    What says that its id is elsewhere is asked for once more, there; what says so again is nothing.
    Do not keep what was read before.
    """
    thing_id = Fields(document.value, test_hosts).id()
    if without_fragment(thing_id) == without_fragment(url):
        return Found.ITSELF
    return Found.ELSEWHERE


def check_found_again(
    document: Document, thing_id: str, url: str, *, test_hosts: Hosts = NO_HOSTS
) -> None:
    """After Found.ELSEWHERE: it was asked for at `thing_id`, and found at `url` in the end.

    The id stays what it was and is of the origin that answered. Raises Unreadable.
    """
    again = Fields(document.value, test_hosts).id()
    if again != thing_id or not same_origin(again, url):
        raise Unreadable("it says each time that it is something else")
