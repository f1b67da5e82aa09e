"""Members come to events on other networks (decision 80): what is answered there, and changes."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.utils import timezone

from vaknet.domain.events import actions as events
from vaknet.domain.events import elsewhere
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.federation import actions
from vaknet.engine.activitypub import Verb
from vaknet.engine.activitypub.activities import Part
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.arrived import Arrived, Nothing
from vaknet.interfaces.federation.who import token_of_actor
from vaknet.interfaces.reaching.events import read_event
from vaknet.interfaces.reaching.fetching import Unread

JOIN = "join-"
Answer = GoingElsewhere.Answer
SAYS = {
    Verb.ACCEPT: Answer.YES,
    Verb.TENTATIVE_ACCEPT: Answer.WAITING,
    Verb.REJECT: Answer.NO,
}


def answer_to(arrived: Arrived) -> Callable[[], None] | None:
    """What is done with an answer to a Join of ours, by its id or as it is told; None where it
    answers something else. Raises Nothing for what nobody asked of her."""
    found = _asked(arrived.activity.part)
    if found is None:
        return None
    row = found()
    if row is None or arrived.by.uri not in row.answerers:
        raise Nothing("an answer to what nobody asked")
    says, at = SAYS[arrived.activity.verb], timezone.now()
    return partial(events.be_answered_elsewhere, going=row, answer=says, at=at)


def tentatively(arrived: Arrived) -> None:
    act = answer_to(arrived)
    if act is None:
        raise Nothing("an answer to what nobody asked")
    act()


def read_again(arrived: Arrived) -> Arrived:
    """An event to which somebody here goes: as its own server tells of it, not as it stands in what
    was sent. Who of that server sends it does not matter then; nobody else makes us knock there.

    Where it cannot be read there any more, what was sent counts for who reads along."""
    uri = arrived.activity.part.id or ""
    if not same_origin(uri, arrived.by.uri) or not elsewhere.who_goes_to(uri).exists():
        return arrived
    try:
        event = read_event(uri)
    except Unread as unread:
        if unread.may_pass:
            raise
        return replace(arrived, is_gone=_is_gone(uri, unread))
    actions.note_stands(uri=uri)
    return replace(arrived, event=event)


def _is_gone(uri: str, unread: Unread) -> bool:
    """A 404 once may be a mistake of its keeper, for which nobody is told that it is off."""
    if not unread.is_gone:
        actions.note_stands(uri=uri)
        return False
    return unread.is_for_good or actions.note_missing(uri=uri, at=timezone.now())


def is_gone(arrived: Arrived) -> None:
    """Its own server says that it is not there: so neither for who goes there, nor for who reads
    along."""
    uri = arrived.activity.part.id or ""
    events.take_away_elsewhere(uri=uri, at=timezone.now())
    actions.take_away_post(uri=uri)


def took_away(arrived: Arrived) -> bool:
    """Whether it was an event to which somebody here goes, of who organises it."""
    uri = arrived.activity.part.id or ""
    rows = elsewhere.who_goes_to(uri)
    is_theirs = any(arrived.by.uri in row.answerers for row in rows)
    if is_theirs:
        events.take_away_elsewhere(uri=uri, at=timezone.now())
    return is_theirs


def _asked(part: Part) -> Callable[[], GoingElsewhere | None] | None:
    address, _hash, name = (part.id or "").partition("#")
    if same_origin(address, ours()):
        token = name.removeprefix(JOIN)
        return partial(elsewhere.asked_with, token) if name.startswith(JOIN) else None
    if part.fields is None or Verb.JOIN not in part.fields.kinds():
        return None
    event, person = part.fields.maybe_link("object"), part.fields.maybe_link("actor")
    return partial(elsewhere.asked_by, token_of_actor(person or ""), event or "")
