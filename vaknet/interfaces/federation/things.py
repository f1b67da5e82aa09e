"""The addresses of our things, of conversations, and of what somebody or a group said."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from vaknet.domain.events.models import Event
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import FederatedThing
from vaknet.domain.knowledge.models import Post, Question
from vaknet.domain.opportunities.models import Opportunity
from vaknet.domain.surveys.models import Poll
from vaknet.engine.activitypub import own_activities, own_actors, own_posts
from vaknet.engine.activitypub.own_posts import OwnThing, Told
from vaknet.interfaces.federation import gathering
from vaknet.interfaces.federation.addresses import actor_address, thing_address
from vaknet.interfaces.federation.answers import activity, wants_activity
from vaknet.interfaces.federation.signed_reads import reading
from vaknet.interfaces.federation.sources.base import Key

FIRST = "first"
PAGE = re.compile(r"/(vraag|gesprek|artikel|peiling|b|kansen)/([0-9]{1,18})/", re.ASCII)
AT = {
    "vraag": Question,
    "gesprek": Post,
    "artikel": Post,
    "peiling": Poll,
    "b": Event,
    "kansen": Opportunity,
}


def known_page(path: str) -> Key | None:
    """Of which thing this is the page, whether it is there or not."""
    found = PAGE.fullmatch(path)
    return (AT[found[1]], int(found[2])) if found else None


def at_page(key: Key) -> Told | None:
    """The thing of this page as a document; None for what guests cannot read, and for what is not
    there: after one statement, both."""
    things = gathering.addressed(gathering.found([key]))
    return own_posts.document(things[0]) if things else None


@reading
def thing(request: HttpRequest, token: str) -> HttpResponse:
    """The document for programs, and for people the way to the page."""
    row = _row(token)
    own = _readable(row)
    if own is None:
        return _gone(request, row)
    if not wants_activity(request, first=True):
        answer = HttpResponseRedirect(own.page)
        patch_vary_headers(answer, ["Accept"])
        return answer
    return activity(request, own_posts.document(own))


def _readable(row: FederatedThing) -> OwnThing | None:
    """None for what is gone. What is in another's name for a while is not told of: who is switched
    off may come back, and a 410 cannot be called back."""
    if row.gone_at is not None:
        return None
    own, is_there = gathering.thing_of(row)
    if own is None and is_there:
        raise Http404
    return own


def _gone(request: HttpRequest, row: FederatedThing) -> HttpResponse:
    """Who has this address got it while it could be read."""
    return activity(request, own_posts.gone(thing_address(row.token)), 410)


@reading
def conversation(request: HttpRequest, token: str, part: str) -> HttpResponse:
    """All that is said in it (FEP-7888), or what answers to one thing of it."""
    row = _row(token)
    own = _readable(row)
    if own is None:
        return _gone(request, row)
    address = _address(own, part)
    first = f"{address}/{FIRST}"
    told = own_activities.collection(address, owner=own.group, first=first)
    return activity(request, told)


@reading
def conversation_page(request: HttpRequest, token: str, part: str, after: str) -> HttpResponse:
    """The oldest first; of a conversation what began it before all else."""
    row = _row(token)
    own = _readable(row)
    if own is None:
        return _gone(request, row)
    address = _address(own, part)
    things, goes_on = gathering.said_to(row, _place(after))
    items: list[object] = [one.id for one in things]
    if part == "context" and after == FIRST:
        items.insert(0, own.id)
    return _page(request, address, after, items, things if goes_on else [])


@reading
def outbox_page(request: HttpRequest, token: str, after: str) -> HttpResponse:
    meant = queries.meant(token)
    if meant is None:
        raise Http404
    if meant.actor is None:
        return activity(request, own_actors.tombstone(actor_address(token)), 410)
    things, goes_on = gathering.latest(meant.actor, _place(after))
    address = f"{actor_address(token)}/outbox"
    items: list[object] = [_said(one, actor_address(token)) for one in things]
    return _page(request, address, after, items, things if goes_on else [])


def outbox(request: HttpRequest, token: str) -> HttpResponse:
    owner = actor_address(token)
    address = f"{owner}/outbox"
    return activity(
        request, own_activities.collection(address, owner=owner, first=f"{address}/{FIRST}")
    )


def _said(own: OwnThing, by: str) -> Told:
    """A group passes on what a member did; what is its own, or hers, is simply said."""
    done = own_activities.created(own)
    return done if own.owner == by else own_activities.announced(done, group=by)


def _page(
    request: HttpRequest, address: str, after: str, items: list[object], more: list[OwnThing]
) -> HttpResponse:
    further = f"{address}/{more[-1].id.rpartition('/')[2]}" if more else None
    told = own_activities.collection_page(
        f"{address}/{after}", of=address, items=items, further=further
    )
    return activity(request, told)


def _row(token: str) -> FederatedThing:
    row = queries.thing_at(token)
    if row is None:
        raise Http404
    return row


def _address(own: OwnThing, part: str) -> str:
    if part == "replies":
        return own_posts.replies_of(own.id)
    if not own.is_first:  # the conversation is at what began it
        raise Http404
    return own_posts.context_of(own.id)


def _place(after: str) -> gathering.Place | None:
    """None for the first page. What is not there, or not any more, is no place to go on from."""
    if after == FIRST:
        return None
    place = gathering.place_of(_row(after))
    if place is None:
        raise Http404
    return place
