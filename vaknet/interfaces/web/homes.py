"""Where somebody goes on who is at home on another network: her own server says where.

She types her address there. Her server is asked for her by WebFinger, and tells at which of its
pages she follows or answers something elsewhere. Only a page of that server counts: what it says
leads nowhere else.
"""

from collections.abc import Mapping, Sequence
from enum import Enum

from django.conf import settings

from vaknet.configuration import configuration
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.federation.rules import trial_hosts
from vaknet.engine.activitypub import Unreadable, webfinger
from vaknet.engine.activitypub.handles import Handle, handle
from vaknet.engine.activitypub.origins import origin
from vaknet.kit.http import Answer, Unfetchable, ask

SECONDS = 6.0  # she waits for it
LARGEST = 100_000
KINDS = (webfinger.JRD_TYPE, "application/json")
NOBODY = (404, 410)


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


def may_ask(address: str) -> bool:
    """Not of a host to which this network closed its door, also where another leads there."""
    try:
        return not refuses(origin(address).authority)
    except Unreadable:
        return False


def is_ours(home: Handle) -> bool:
    return home.host == origin(settings.BASE_URL).authority


def way_on(home: Handle, *, intent: str, uri: str) -> str:
    """The page of her own server at which she does that with `uri`. Raises NoWayOn."""
    told = _told(home)
    way = _described(told).way(intent, uri)
    if way is None or not _is_of(way, home, told.address):
        raise NoWayOn(Trouble.NO_WAY)
    return way


def description(of: Handle) -> webfinger.Description:
    """What a server says of somebody who is at home there. Raises NoWayOn."""
    return _described(_told(of))


def _described(told: Answer) -> webfinger.Description:
    try:
        return webfinger.read(told.content, test_hosts=trial_hosts())
    except Unreadable as unreadable:
        raise NoWayOn(Trouble.NO_WAY) from unreadable


def asked(
    address: str, *, kinds: Sequence[str], largest: int, headers: Mapping[str, str] | None = None
) -> Answer:
    """What a server says there, to anybody who asks. Raises NoWayOn."""
    try:
        return ask(
            address,
            kinds=kinds,
            headers=headers,
            seconds=SECONDS,
            largest=largest,
            may_reach=configuration.may_reach_network,
            may_ask=may_ask,
        )
    except Unfetchable as unfetchable:
        raise NoWayOn(Trouble.NO_ANSWER) from unfetchable


def _told(home: Handle) -> Answer:
    scheme = "http" if home.host in trial_hosts() else "https"
    told = asked(webfinger.address(home, scheme=scheme), kinds=KINDS, largest=LARGEST)
    if told.status != 200:
        raise NoWayOn(Trouble.UNKNOWN if told.status in NOBODY else Trouble.NO_ANSWER)
    return told


def _is_of(way: str, home: Handle, told_at: str) -> bool:
    """Of the host that she typed, or of the one to which that host leads; over https."""
    try:
        there = origin(way)
    except Unreadable:
        return False
    if there.authority not in {home.host, origin(told_at).authority}:
        return False
    return there.scheme == "https" or there.authority in trial_hosts()
