"""Where somebody goes on who is at home on another network: her own server says where.

She types her address there. Her server is asked for her by WebFinger, and tells at which of its
pages she follows or answers something elsewhere. Only a page of that server counts: what it says
leads nowhere else.
"""

from enum import Enum

from django.conf import settings

from vaknet.domain.federation.rules import trial_hosts
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.handles import Handle, handle
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.reaching.fetching import Unread, described


class Trouble(Enum):
    NO_ADDRESS = "not an address"
    NO_ANSWER = "her server does not answer"
    UNKNOWN = "her server does not know her"
    NO_WAY = "her server cannot do that"


class NoWayOn(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def asked_home(typed: str) -> Handle:
    """What she typed as her address. Raises NoWayOn."""
    try:
        return handle(typed, test_hosts=trial_hosts())
    except Unreadable as unreadable:
        raise NoWayOn(Trouble.NO_ADDRESS) from unreadable


def is_ours(home: Handle) -> bool:
    return home.host == origin(settings.BASE_URL).authority


def way_on(home: Handle, *, intent: str, uri: str, seconds: float) -> str:
    """The page of her own server at which she does that with `uri`. Raises NoWayOn."""
    try:
        found = described(home, seconds=seconds)
    except Unread as unread:
        raise NoWayOn(Trouble.UNKNOWN if unread.is_gone else Trouble.NO_ANSWER) from unread
    except Unreadable as unreadable:
        raise NoWayOn(Trouble.NO_WAY) from unreadable
    way = found.told.way(intent, uri)
    if way is None or not _is_of(way, home, found.address):
        raise NoWayOn(Trouble.NO_WAY)
    return way


def _is_of(way: str, home: Handle, told_at: str) -> bool:
    """Of the host that she typed, or of the one to which that host leads; over https."""
    try:
        there = origin(way)
    except Unreadable:
        return False
    if there.authority not in {home.host, origin(told_at).authority}:
        return False
    return there.scheme == "https" or there.authority in trial_hosts()
