"""A person's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import Connection, ConnectionRequest
from vaknet.domain.connections.queries import Confirmed
from vaknet.domain.goals import queries as goals
from vaknet.domain.groups import queries as groups
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.queries import Answered
from vaknet.domain.people import queries
from vaknet.domain.people.merged import handle_since_merge
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.people.visibility import Closeness
from vaknet.engine.matching.evidence import evidence
from vaknet.interfaces.web import undo
from vaknet.interfaces.web.doors import to_the_door
from vaknet.interfaces.web.forms.confirmations import ConfirmForm
from vaknet.interfaces.web.from_elsewhere import follow_from_elsewhere
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.lessons import choices_count
from vaknet.interfaces.web.periods import drawn, role_lines
from vaknet.interfaces.web.routes import DrawnRoute, drawn_routes

LATEST_ANSWERS = 3
TOLD_LATELY = timedelta(days=60)
CLOSENESS = {"self": Closeness.SELF, "contact": Closeness.CONTACT}
HELP_ICONS = {
    "short_questions": "message-square-text",
    "coffee": "coffee",
    "shadowing": "footprints",
    "consultation": "clock",
}


@dataclass(frozen=True)
class Known:
    """A topic with what shows it: answers of hers that this viewer may read, and who confirms it.

    `form` is for a contact, to confirm it.
    """

    topic: KnownTopic
    answers: Sequence[Answered]
    confirmed: Confirmed
    form: ConfirmForm | None


@dataclass(frozen=True)
class Contact:
    """How these two stand. `state`: self, contact, asked (by me), asks (the other), or none.

    Nobody's, too: preview, of one's own page as others see it, and outsider.
    """

    state: str
    since: datetime | None = None
    request: ConnectionRequest | None = None
    route: DrawnRoute | None = None


@require_safe
@choices_count
def profile(request: Request, handle: str) -> HttpResponse:
    """For a guest only the page of who chose to have one; any other address leads to the door."""
    if request.viewer is None:
        return _for_outsider(request, handle)
    viewer = request.viewer
    try:
        actor = queries.person(viewer, handle)
    except Actor.DoesNotExist as missing:
        return _moved(request.viewer, handle, missing)
    contact = _contact(viewer, actor)
    context = page_of(viewer, actor, contact, CLOSENESS.get(contact.state, Closeness.MEMBER))
    if contact.state == "self":
        context["removed"] = undo.in_words(request)
    return render(request, "people/profile.html", context)


def _moved(viewer: Actor, handle: str, missing: Actor.DoesNotExist) -> HttpResponse:
    """The address of an account that became part of another, for who may see that one."""
    try:
        actor = queries.person(viewer, handle_since_merge(handle))
    except Actor.DoesNotExist:
        raise Http404 from missing
    return HttpResponseRedirect(reverse("profile", args=[actor.handle]))


def _for_outsider(request: Request, handle: str) -> HttpResponse:
    actor = queries.public_person(handle)
    if actor is None:
        return to_the_door(request)
    if actor.handle != handle:
        return HttpResponseRedirect(reverse("profile", args=[actor.handle]))
    seen = queries.profile(None, actor, Closeness.OUTSIDER)
    context = outsider_context(seen) | follow_from_elsewhere(actor)
    return render(request, "people/public_profile.html", context)


def page_of(
    viewer: Actor, actor: Actor, contact: Contact, closeness: Closeness
) -> dict[str, object]:
    """All that is on a page for members: the real one, and one's own through the eyes of others."""
    seen = queries.profile(viewer, actor, closeness)
    answers = knowledge.answered_by(viewer, actor)
    theirs = groups.groups_of(viewer, actor)
    return (
        _of_everybody(seen)
        | _told_to_contacts(viewer, seen, closeness)
        | {
            "looking": connections.search_as_seen(viewer, actor, closeness),
            "has_card": connections.has_card(viewer, actor),
            "is_following": connections.is_following(viewer, actor),
            "known": _known(viewer, seen.known_topics, contact, answers),
            "answers": answers[:LATEST_ANSWERS],
            "groups": theirs,
            "may_ask": viewer != actor and any(group.is_mine for group in theirs),
            "contact": contact,
        }
    )


def _told_to_contacts(
    viewer: Actor, seen: queries.ProfileView, closeness: Closeness
) -> dict[str, object]:
    """A role that she keeps to herself is not told of either, also where she is the viewer."""
    if closeness < Closeness.CONTACT:
        return {}
    lately = timezone.now() - TOLD_LATELY
    told = connections.announcements_of(viewer, seen.actor, since=lately)
    shown = {role.pk for role in seen.roles}
    return {
        "goals": goals.shown_goals(viewer, seen.actor),
        "announcements": [one for one in told if one.role_id in shown],
    }


def outsider_context(seen: queries.ProfileView) -> dict[str, object]:
    """Only what she tells herself: answers, groups and ways to her are of others too."""
    outsider = Contact("outsider")
    return _of_everybody(seen) | {
        "known": _known(None, seen.known_topics, outsider, []),
        "contact": outsider,
        "is_public": True,
    }


def _of_everybody(seen: queries.ProfileView) -> dict[str, object]:
    return {
        "profile": seen,
        "person": seen.actor,
        "main_role": queries.main_role(seen.roles, today=timezone.localdate()),
        "role_lines": role_lines(seen.roles),
        "picture": drawn(seen.roles),
        "offers": [(HELP_ICONS[offer.kind], offer) for offer in seen.help_offers],
    }


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


def _known(
    viewer: Actor | None,
    topics: Sequence[KnownTopic],
    contact: Contact,
    answers: Sequence[Answered],
) -> list[Known]:
    """In a preview nobody is named: who sees it so knows other people than she does."""
    confirmed = connections.confirmed(None if contact.state == "preview" else viewer, topics)
    found = evidence([topic.text for topic in topics], [answer.title for answer in answers])
    return [
        Known(
            topic,
            [answers[position] for position in positions],
            confirmed.get(topic.pk, Confirmed()),
            confirm_form(topic) if contact.state == "contact" else None,
        )
        for topic, positions in zip(topics, found, strict=True)
    ]


def confirm_form(topic: KnownTopic, given: Mapping[str, Any] | None = None) -> ConfirmForm:
    return ConfirmForm(given, auto_id=f"topic-{topic.pk}-%s")
