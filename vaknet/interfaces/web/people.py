"""A person's page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import Connection, ConnectionRequest
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people import queries
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.people.suggestions import fold
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.periods import drawn, role_lines
from vaknet.interfaces.web.routes import DrawnRoute, drawn_routes

LATEST_ANSWERS = 3
ANSWERS_AS_EVIDENCE = 200
GROUPS = 12
HELP_ICONS = {
    "short_questions": "message-square-text",
    "coffee": "coffee",
    "shadowing": "footprints",
    "consultation": "clock",
}
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """A topic with what shows it: answers of hers, that this viewer may read, on that topic."""

    topic: KnownTopic
    answers: Sequence[Answer]


@require_safe
@members_only
def profile(request: Request, handle: str) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        actor = queries.person(viewer, handle)
    except Actor.DoesNotExist as missing:
        raise Http404 from missing
    seen = queries.profile(viewer, actor)
    answers = _answers(viewer, actor)
    context = {
        "profile": seen,
        "person": actor,
        "main_role": queries.main_role(seen.roles, today=timezone.localdate()),
        "role_lines": role_lines(seen.roles),
        "drawing": drawn(seen.roles),
        "offers": [(HELP_ICONS[offer.kind], offer) for offer in seen.help_offers],
        "known": known_with_evidence(seen.known_topics, answers),
        "answers": answers[:LATEST_ANSWERS],
        "groups": _groups_of(viewer, actor),
        "contact": _contact(viewer, actor),
    }
    return render(request, "people/profile.html", context)


@dataclass(frozen=True)
class Contact:
    """How these two stand. `state`: self, contact, asked (by me), asks (the other), or none."""

    state: str
    since: datetime | None = None
    request: ConnectionRequest | None = None
    route: DrawnRoute | None = None


def _contact(viewer: Actor, actor: Actor) -> Contact:
    if actor.pk == viewer.pk:
        return Contact("self")
    try:
        return Contact("contact", since=connections.connection_with(viewer, actor).since)
    except Connection.DoesNotExist:
        pass
    routes = connections.routes(viewer, actor, limit=1)
    route = drawn_routes(viewer, routes, actor)[0] if routes else None
    request = connections.request_between(viewer, actor)
    if request is None:
        return Contact("none", route=route)
    state = "asked" if request.sender_id == viewer.pk else "asks"
    return Contact(state, request=request, route=route)


def _answers(viewer: Actor, actor: Actor) -> list[Answer]:
    """Their questions without the long texts: this page only names them."""
    rows = knowledge.answers_by(viewer, actor).select_related(None).select_related("question")
    return list(rows.only("answered_at", "author", "question__title")[:ANSWERS_AS_EVIDENCE])


def _groups_of(viewer: Actor, actor: Actor) -> QuerySet[Group]:
    """Only groups that the viewer may read: membership of another is nobody's business."""
    readable = groups.readable_groups(viewer).filter(
        memberships__actor=actor, memberships__until=None
    )
    return readable.select_related("actor").order_by("actor__name")[:GROUPS]


def known_with_evidence(topics: Iterable[KnownTopic], answers: Sequence[Answer]) -> list[Known]:
    """An answer counts for a topic when every longer word of the topic is in its question."""
    asked = [(answer, WORDS.findall(fold(answer.question.title))) for answer in answers]
    known = []
    for topic in topics:
        words = [word for word in WORDS.findall(fold(topic.text)) if len(word) > 3]
        shown = [answer for answer, question in asked if words and _has_all(question, words)]
        known.append(Known(topic, shown))
    return known


def _has_all(question: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(_same_word(word, other) for other in question) for word in words)


def _same_word(one: str, other: str) -> bool:
    """Also with another ending: dossier and dossiers, digitaal and digitale."""
    alike = sum(1 for _pair in takewhile(_is_pair, zip(one, other, strict=False)))
    shortest = min(len(one), len(other))
    return one == other or (alike >= max(4, shortest - 2) and abs(len(one) - len(other)) <= 2)


def _is_pair(letters: tuple[str, str]) -> bool:
    return letters[0] == letters[1]
