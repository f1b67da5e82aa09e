"""Reading what others say, at their own addresses: the one way in which this network asks."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils import timezone

from vaknet.configuration import configuration
from vaknet.domain.federation import rules
from vaknet.domain.federation.actions import key_of_network
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.domain.federation.queries.limits import refuses
from vaknet.engine.activitypub import (
    Actor,
    Document,
    Found,
    Message,
    SigningKey,
    Unreadable,
    actor,
    cavage,
    check_content_type,
    found_at,
    message_signatures,
    webfinger,
)
from vaknet.engine.activitypub.documents import CONTENT_TYPE
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.handles import Handle, named
from vaknet.engine.activitypub.origins import identifier, origin, same_origin
from vaknet.engine.activitypub.trust import check_found_again
from vaknet.engine.activitypub.webfinger import ACTIVITY_TYPE, JRD_TYPE
from vaknet.kit.http import Answer, Trouble, Unfetchable, ask

SECONDS = 10.0  # for all of it, however often it is asked
WANTED = {"Accept": f"{ACTIVITY_TYPE}, {CONTENT_TYPE}"}
ACTIVITY_KINDS = (ACTIVITY_TYPE, "application/ld+json")
JRD_KINDS = (JRD_TYPE, "application/json")
SIGNERS = (cavage.signed, message_signatures.signed)
type _Headers = Mapping[str, str] | Callable[[str], Mapping[str, str]]
type _Signer = Callable[..., dict[str, str]]

NO, GONE, BUSY, FOR_GOOD = {401, 403}, {404, 410}, {408, 425, 429}, 410
PASSES = {Trouble.UNREACHABLE, Trouble.TOO_SLOW}


class Unread(Exception):
    """`is_gone`: that server says that it is not there. `may_pass`: asking again later may help."""

    def __init__(self, reason: str, *, is_gone: bool = False, may_pass: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_gone, self.may_pass = reason, is_gone, may_pass

    @property
    def is_for_good(self) -> bool:
        """Said once is enough. A 404 may be a mistake of an evening."""
        return False


class Withheld(Unread):
    """That server says that it is gone for good, or that it is not for everybody."""

    @property
    def is_for_good(self) -> bool:
        return self.is_gone


@dataclass(frozen=True)
class Described:
    """What WebFinger tells of a handle, and the address that told it in the end."""

    told: webfinger.Description
    address: str


@dataclass(frozen=True)
class _Asking:
    """One question of ours, with whatever has to be asked for it."""

    key: SigningKey | None
    deadline: float


def countdown(seconds: float) -> Callable[[], float]:
    """How many of these are left each time it is asked: one time for several questions."""
    deadline = time.monotonic() + seconds
    return lambda: deadline - time.monotonic()


def read_document(uri: str, *, seconds: float = SECONDS, stays: bool = False) -> Document:
    """What has that address, or the one that it says is its own. Raises Unread within `seconds`.

    `stays`: only what is of the origin that was named. Whoever names addresses by the hundred must
    not lead us to a third door, of which nobody counts how often we knock.

    Not inside a transaction: the other side may take its time.
    """
    asking = _Asking(key_of_network(kind=Row.Kind.RSA), time.monotonic() + seconds)
    try:
        document, address = _document(uri, asking)
        if found_at(document, address, test_hosts=rules.trial_hosts()) is Found.ITSELF:
            return document
        thing = Fields(document.value, rules.trial_hosts()).id()
        if stays and not same_origin(thing, uri):
            raise Unread("it says that it is on another network")
        again, address = _document(thing, asking)
        check_found_again(again, thing, address, test_hosts=rules.trial_hosts())
    except Unreadable as unreadable:
        raise Unread(unreadable.reason) from unreadable
    return again


def read_actor(uri: str, *, seconds: float = SECONDS, stays: bool = False) -> Actor:
    """Somebody elsewhere, as her own server tells of her now; `stays` as above. Raises Unread.

    Also for what some servers send to who may not see her: an actor without an inbox.
    """
    document = read_document(uri, seconds=seconds, stays=stays)
    check_stands(document)
    try:
        return actor(document, test_hosts=rules.trial_hosts())
    except Unreadable as unreadable:
        raise Unread(unreadable.reason) from unreadable


def check_stands(document: Document) -> None:
    """Raises Withheld for what stands in the place of something that is gone for good."""
    if "Tombstone" in Fields(document.value, rules.trial_hosts()).kinds():
        raise Withheld("it is gone", is_gone=True)


def read_json(url: str) -> Fields:
    """What a server tells of itself, unsigned. Raises Unread, and Unreadable."""
    asking = _Asking(None, time.monotonic() + SECONDS)
    wanted = {"Accept": "application/json"}
    answer = _checked(_asked(url, wanted, ("application/json",), asking))
    return Fields(Document(answer.content).value, rules.trial_hosts())


def find_actor(text: str, *, seconds: float = SECONDS) -> Actor:
    """Who is meant by "@name@host", or by an address of her or of her page. Raises Unread within
    `seconds`, however much has to be asked."""
    left = countdown(seconds)
    try:
        meant = named(text, test_hosts=rules.trial_hosts())
        address = meant if isinstance(meant, str) else actor_of(meant, seconds=left())
    except Unreadable as unreadable:
        raise Unread(unreadable.reason) from unreadable
    found = read_actor(address, seconds=left())
    if len(found.id) > LONGEST_ID:
        raise Unread("an id that is longer than we keep")
    return found


def actor_of(asked: Handle, *, seconds: float = SECONDS) -> str:
    """Her id, by WebFinger. Where another handle is named, that one's own server has to say the
    same. Raises Unread and Unreadable."""
    left = countdown(seconds)
    told = described(asked, seconds=left()).told
    if told.subject.host != asked.host:
        again = described(told.subject, seconds=left()).told
        if (again.subject, again.actor) != (told.subject, told.actor):
            raise Unreadable("two servers say something else of one handle")
    return told.actor


def described(asked: Handle, *, seconds: float = SECONDS) -> Described:
    """What the server of a handle tells of it, or another to which that one leads, as where the
    handles are of a domain apart: that one speaks for the host that was asked, and for no other.
    Raises Unread and Unreadable."""
    scheme = "http" if asked.host in rules.trial_hosts() else "https"
    address = webfinger.address(asked, scheme=scheme)
    asking = _Asking(None, time.monotonic() + seconds)
    wanted = {"Accept": ", ".join(JRD_KINDS)}
    answer = _checked(_asked(address, wanted, JRD_KINDS, asking, may_lead=_may_lead))
    return Described(webfinger.read(answer.content, test_hosts=rules.trial_hosts()), answer.address)


def _may_lead(address: str) -> bool:
    """Wherever the id of somebody could be."""
    try:
        identifier(address, test_hosts=rules.trial_hosts())
    except Unreadable:
        return False
    return _is_asked(address)


def _document(uri: str, asking: _Asking) -> tuple[Document, str]:
    """With the address where it was found in the end: of the same origin."""
    identifier(uri, test_hosts=rules.trial_hosts())
    answer = _signed(uri, asking)
    check_content_type(answer.headers.get("content-type", ""))
    return Document(answer.content), answer.address


def _signed(uri: str, asking: _Asking) -> Answer:
    """In the older way first, which nearly all servers know."""
    if asking.key is None:
        return _checked(_asked(uri, WANTED, ACTIVITY_KINDS, asking))
    for sign in SIGNERS:
        headers = partial(_headers, sign=sign, key=asking.key)
        answer = _asked(uri, headers, ACTIVITY_KINDS, asking)
        if answer.status not in NO:
            break
    return _checked(answer)


def _headers(url: str, *, sign: _Signer, key: SigningKey) -> Mapping[str, str]:
    message = Message.to(url, method="GET", headers=WANTED, body=b"")
    return sign(message, key, now=timezone.now())


def _is_asked(url: str) -> bool:
    name = origin(url).authority
    return name != origin(settings.BASE_URL).authority and not refuses(name)


def _asked(
    url: str,
    headers: _Headers,
    kinds: Collection[str],
    asking: _Asking,
    *,
    may_lead: Callable[[str], bool] | None = None,
) -> Answer:
    """Of where it leads only what is of the same origin: what is elsewhere says so by its id.
    `may_lead`: for what has no id."""
    if not _is_asked(url):
        raise Unread("not a host that we ask")
    left = asking.deadline - time.monotonic()
    if left <= 0:
        raise Unread("no whole answer in time", may_pass=True)
    try:
        return ask(
            url,
            kinds=kinds,
            headers=headers,
            seconds=left,
            may_reach=configuration.may_reach_network,
            may_ask=may_lead or partial(same_origin, url),
        )
    except Unfetchable as unfetchable:
        trouble = unfetchable.trouble
        raise Unread(trouble.value, may_pass=trouble in PASSES) from unfetchable


def _checked(answer: Answer) -> Answer:
    if answer.status != 200:
        reason = f"it answers {answer.status}"
        passes = answer.status in BUSY or answer.status >= 500
        kind = Withheld if answer.status == FOR_GOOD else Unread
        raise kind(reason, is_gone=answer.status in GONE, may_pass=passes)
    return answer
