"""Who signed a request that came in: with a key that is known here, or that is read once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock

from allauth.core.internal import ratelimit
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import LONGEST_ID, Look, RemoteActor
from vaknet.domain.federation.queries import May
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.federation.rules import mark_of
from vaknet.engine.activitypub import (
    Actor,
    Claim,
    Message,
    Proven,
    Unproven,
    Unreadable,
    actor,
    claim,
)
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.keys import owner_of
from vaknet.engine.activitypub.origins import (
    domain,
    identifier,
    origin,
    same_origin,
    without_fragment,
)
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.answers import data
from vaknet.interfaces.reaching.fetching import (
    Unread,
    countdown,
    read_actor,
    read_document,
)
from vaknet.interfaces.reaching.waiting import PROGRAMS, Busy

LATER = 300  # seconds until a look is allowed again
SOON = 30
PATIENCE = 3.0  # seconds for one look: who signed waits for it
SALT = "vaknet.federation.look"
_LOCK = Lock()
_LOOKING: set[str] = set()


class Turned(Exception):
    """Turned away at the door, and what is said of it. `is_gone`: nobody is there to ask."""

    def __init__(self, status: int, *, again: int = 0, is_gone: bool = False) -> None:
        super().__init__(status)
        self.status, self.again, self.is_gone = status, again, is_gone

    @property
    def answer(self) -> HttpResponse:
        """One line for each status: why is for nobody to learn by trying."""
        answer = data({"error": _SAID[self.status]}, "application/json", self.status)
        if self.again:
            answer["Retry-After"] = str(self.again)
        return answer


_SAID = {
    400: "Bad request",
    401: "Signature not valid",
    403: "Forbidden",
    408: "Request timeout",
    411: "Length required",
    413: "Larger than 1 MB",
    415: "Not application/activity+json",
    503: "Try again later",
}


def claimed_by(request: HttpRequest, body: bytes = b"") -> Claim:
    """All that can be known without the key. Raises Turned, also for hosts that are refused."""
    headers = tuple(request.headers.items())
    message = Message(request.method or "", ours(), request.get_full_path(), headers, body)
    try:
        claimed = claim(message, now=timezone.now())
        identifier(claimed.key_id, test_hosts=rules.trial_hosts())
    except (Unproven, Unreadable):
        raise Turned(401) from None
    if len(claimed.key_id) > LONGEST_ID or same_origin(claimed.key_id, ours()):
        raise Turned(401)
    if refuses(origin(claimed.key_id).authority):
        raise Turned(403)
    return claimed


def sender_of(request: HttpRequest) -> str:
    """A mark for the address that it comes from, of which all that is not proven can be counted:
    what it says of itself may be said by anybody. Empty where that is not known."""
    try:
        return mark_of(SALT, ratelimit.get_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def proved(claimed: Claim, *, uri: str | None = None, sender: str) -> tuple[Proven, RemoteActor]:
    """`uri`: who says that she did it; without it, whoever has that key. `sender`: for whom is
    looked elsewhere. Raises Turned.

    Nothing is asked elsewhere for a signature that fits a key of here.
    """
    if uri is not None and not same_origin(uri, claimed.key_id):
        raise Turned(401)
    known = _known(claimed, uri)
    if known is not None:
        proven = _by_row(claimed, known)
        if proven is not None:
            return proven, known
    kind = Look.Kind.ACTOR if known is None else Look.Kind.KNOWN
    return _looked_up(claimed, known.uri if known else uri, kind=kind, sender=sender)


def _known(claimed: Claim, uri: str | None) -> RemoteActor | None:
    if uri is not None:
        return queries.remote_by_uri(uri)
    return queries.remote_by_key(claimed.key_id, host=origin(claimed.key_id).authority)


def _by_row(claimed: Claim, known: RemoteActor) -> Proven | None:
    key = queries.key_of(known, claimed.key_id)
    try:
        return claimed.proved_by(key) if key else None
    except Unproven:
        return None  # some servers give a new key the name of the one before


def _looked_up(
    claimed: Claim, uri: str | None, *, kind: str, sender: str
) -> tuple[Proven, RemoteActor]:
    at, host = timezone.now(), origin(claimed.key_id).authority
    looked_at = uri or without_fragment(claimed.key_id)
    may = queries.may_look(looked_at, host=host, at=at, kind=kind, sender=sender)
    if may is not May.LOOK:
        raise Turned(503, again=LATER) if may is May.WAIT else Turned(401, is_gone=True)
    note = partial(actions.note_look, uri=looked_at, at=at, kind=kind, sender=sender)
    with _looking(host):
        remote = _read(looked_at, uri, host, note)
    proven = _by_row(claimed, remote)
    if proven is None:
        raise Turned(401)
    return proven, remote


@contextmanager
def _looking(host: str) -> Iterator[None]:
    """One at a time of one domain, whatever is before it: it may have any number of names that do
    not answer. Raises Turned."""
    mark = domain(host)
    with _LOCK:
        if mark in _LOOKING:
            raise Turned(503, again=SOON)
        _LOOKING.add(mark)
    try:
        with PROGRAMS.one():
            yield
    except Busy:
        raise Turned(503, again=SOON) from None
    finally:
        with _LOCK:
            _LOOKING.discard(mark)


def _read(looked_at: str, uri: str | None, host: str, note: Callable[..., None]) -> RemoteActor:
    """As her server tells of her now; kept, since it is so whoever asked for it."""
    try:
        found = read_actor(uri, seconds=PATIENCE, stays=True) if uri else _owner(looked_at)
        if origin(found.id).authority != host or uri not in {None, found.id}:
            raise Unread("it is somebody else")
        remote = actions.keep_remote(found, host=host, at=timezone.now())
    except (Unread, Unreadable) as error:
        unread = error if isinstance(error, Unread) else Unread(error.reason)
        # What is not proven has us ask. A 404, which may be a mistake, is not counted for that.
        note(found=False, gone=unread.is_for_good, for_good=unread.is_gone)
        if unread.is_for_good:
            actions.let_go_of_remote(uri=looked_at, at=timezone.now())
        if unread.may_pass:
            raise Turned(503, again=LATER) from None
        raise Turned(401, is_gone=unread.is_gone) from None
    note(found=True, gone=False)
    return remote


def _owner(address: str) -> Actor:
    """A key may have a document of its own, which names whose it is; most stand in the actor."""
    left = countdown(PATIENCE)
    document = read_document(address, seconds=left(), stays=True)
    fields = Fields(document.value, rules.trial_hosts())
    if fields.has("inbox"):
        return actor(document, test_hosts=rules.trial_hosts())
    inner = fields.inside("publicKey")
    owner = owner_of(inner if inner.has("owner") else fields)
    if not same_origin(owner, address):
        raise Unread("it is somebody else")
    return read_actor(owner, seconds=left(), stays=True)
