"""Where other networks bring what their people did.

What is cheap to refuse is refused first: size, kind, what a signature has to be, hosts that are
closed. Only then a key is looked for, and only what was proven is kept: where something may come
of it, and as much of one host as can wait. Doing it is for a job.
"""

import time
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone

from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.engine.activitypub import (
    Activity,
    Document,
    Unproven,
    Unreadable,
    Verb,
    activity,
    check_content_type,
    own_actors,
    performed,
)
from vaknet.engine.activitypub.activities import VERBS
from vaknet.engine.activitypub.documents import LARGEST
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.federation.addresses import actor_address, ours
from vaknet.interfaces.federation.answers import activity as told
from vaknet.interfaces.federation.answers import data, not_taken, when_on
from vaknet.interfaces.federation.handling import comes_to_something
from vaknet.interfaces.federation.proving import LATER, Turned, claimed_by, proved, sender_of
from vaknet.interfaces.federation.signed_reads import refused_reading

SECONDS = 20.0  # for the bytes to come in
PIECE = 65_536
# Bytes of one host that came in and are not done yet; of one actor a quarter.
MOST_WAITING = 10_000_000


@when_on
def inbox(request: HttpRequest, token: str = "") -> HttpResponse:
    """Of one of ours, or of all: what is done with it does not depend on where it came in, so
    neither does the answer."""
    if request.method != "POST" and (refused := refused_reading(request)) is not None:
        return refused
    if token:
        found = queries.meant(token)
        if found is None:
            raise Http404
        if found.actor is None:
            return told(request, own_actors.tombstone(actor_address(token)), 410)
    if request.method != "POST":
        return not_taken(allowed="POST")
    try:
        _take_in(request)
    except Turned as turned:
        return turned.answer
    return data({}, "application/json", 202)


def _take_in(request: HttpRequest) -> None:
    content = _content(request)
    claimed = claimed_by(request, content)
    said = _said(content)
    if said is None:
        return  # a kind of activity of which we know nothing
    if _is_farewell(said) and queries.remote_by_uri(said.actor) is None:
        return
    try:
        proven, by = proved(claimed, uri=said.actor, sender=sender_of(request))
        done = performed(proven, ours=ours(), test_hosts=rules.trial_hosts())
    except (Unproven, Unreadable):
        raise Turned(401) from None
    except Turned as turned:
        if turned.is_gone and _is_farewell(said):
            return
        raise
    if not comes_to_something(done):
        actions.heard_from(by.host.name)
        return
    of_host, hers = queries.bytes_waiting(by, at=timezone.now())
    if of_host + len(content) > MOST_WAITING or hers + len(content) > MOST_WAITING // 4:
        raise Turned(503, again=LATER)
    name = done.id or f"sha256:{sha256(done.actor.encode() + content).hexdigest()}"
    actions.receive(
        by=by,
        uri=name,
        verb=done.verb,
        content=content,
        at=timezone.now(),
        is_farewell=_is_farewell(done),
    )


def _content(request: HttpRequest) -> bytes:
    """At most 1 MB, of which the size was told before, within `SECONDS`. Raises Turned.

    A piece that does not come at all is for the server before this to end.
    """
    size = request.META.get("CONTENT_LENGTH") or ""
    if not (size.isascii() and size.isdigit()):
        raise Turned(411)
    if len(size) > len(str(LARGEST)) or int(size) > LARGEST:
        raise Turned(413)
    try:
        check_content_type(request.META.get("CONTENT_TYPE", ""))
    except Unreadable:
        raise Turned(415) from None
    try:
        return _all_of(request)
    except UnreadablePostError:
        raise Turned(408) from None


def _all_of(request: HttpRequest) -> bytes:
    content, deadline = bytearray(), time.monotonic() + SECONDS
    while piece := request.read(PIECE):
        content += piece
        if time.monotonic() > deadline:
            raise Turned(408)
    return bytes(content)


def _said(content: bytes) -> Activity | None:
    """As it says itself, not proven yet: so that nothing is fetched for what is nothing."""
    try:
        document = Document(content)
        if not VERBS.intersection(Fields(document.value).kinds()):
            return None
        said = activity(document, test_hosts=rules.trial_hosts())
    except Unreadable:
        raise Turned(400) from None
    if max(len(said.id or ""), len(said.actor)) > LONGEST_ID or same_origin(said.actor, ours()):
        raise Turned(400)
    return said


def _is_farewell(said: Activity) -> bool:
    """Servers tell everybody that somebody is gone, also those who never heard of her. Her key is
    gone too; refusing it would make them tell it for days."""
    return said.verb is Verb.DELETE and said.part.id == said.actor
