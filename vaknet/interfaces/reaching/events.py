"""Events on other networks, as their own servers tell of them now."""

from vaknet.domain.events.actions import EventThere
from vaknet.domain.events.models.elsewhere import LONGEST_NAME, LONGEST_PLACE
from vaknet.domain.federation import rules
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.engine.activitypub import Document, Post, Unreadable, post
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import same_origin
from vaknet.engine.activitypub.places import Event, JoinMode, Status
from vaknet.interfaces.reaching.fetching import SECONDS, Unread, check_stands, read_document

MOST_ANSWERERS = 10
# Where a Join is answered. Who does not say how one comes, as Gancio, answers nothing.
ANSWERED = {JoinMode.FREE, JoinMode.RESTRICTED}


def read_event(uri: str, *, seconds: float = SECONDS) -> EventThere:
    """Raises Unread, also for what is no event for everybody, and for what is gone.

    Only its own server is asked: who names it must not have others wait for a third.
    """
    document = read_document(uri, seconds=seconds, stays=True)
    check_stands(document)
    try:
        found = event_in(document)
    except Unreadable as unreadable:
        raise Unread(unreadable.reason) from unreadable
    if found is None or found.uri != uri:
        raise Unread("no event for everybody")
    return found


def event_in(document: Document) -> EventThere | None:
    """None for all else, and for one that is not for everybody. Raises Unreadable."""
    fields = Fields(document.value, rules.trial_hosts())
    said = post(document, test_hosts=rules.trial_hosts())
    if not isinstance(said, Post) or said.event is None or not said.is_public:
        return None
    others = (*said.authors[1:], *said.event.organizers, *fields.links("actor"))
    page = said.page or said.id
    if max(len(said.id), len(page), len(said.author)) > LONGEST_ID:
        raise Unreadable("an address that is longer than we keep")
    return EventThere(
        uri=said.id,
        page=page,
        name=(said.name or said.id)[:LONGEST_NAME],
        starts_at=said.event.starts,
        ends_at=said.event.ends,
        zone=said.event.timezone,
        place=_place(said.event),
        organiser=said.author,
        answerers=_near(others, said.id),
        takes_joins=fields.has("joinMode") and said.event.join_mode in ANSWERED,
        is_off=said.event.status is Status.CANCELLED,
    )


def _near(actors: tuple[str, ...], uri: str) -> tuple[str, ...]:
    """Of its own server: nobody elsewhere answers for it."""
    near = [one for one in dict.fromkeys(actors) if same_origin(one, uri)]
    return tuple(one for one in near if len(one) <= LONGEST_ID)[:MOST_ANSWERERS]


def _place(event: Event) -> str:
    for place in event.places:
        if place.line:
            return place.line[:LONGEST_PLACE]
    return ""
