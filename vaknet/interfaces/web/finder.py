"""Who can help? One sentence in; who, why and through whom out. Only ever a GET."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import queries
from vaknet.domain.finding.queries import Code, Found, Reason
from vaknet.domain.finding.queries.people import SHOWN
from vaknet.domain.introducing.partners import partners
from vaknet.domain.learning.queries import Lesson, lesson
from vaknet.domain.networks.models import Share
from vaknet.interfaces.web import lessons
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.introductions import first_words
from vaknet.interfaces.web.routes import drawn_routes

LONGEST = 500
CHIPS = 8
WITHOUT = "zonder"
PAGE = "finder/who_can_help.html"
ICONS = {
    Code.BEST_ANSWER: "badge-check",
    Code.ANSWERED: "message-square-text",
    Code.WROTE: "newspaper",
    Code.GAVE: "graduation-cap",
    Code.KNOWS: "lightbulb",
    Code.HAS_ROLE: "badge-check",
    Code.HAD_ROLE: "badge-check",
    Code.PROFILE: "circle-user-round",
    Code.HAPPY_TO_HELP: "clock",
}


@dataclass(frozen=True)
class Chip:
    """A word of the question: the link leaves it out, or takes it up again."""

    word: str
    url: str


@dataclass(frozen=True)
class Evidence:
    """A reason as `c/evidence.html` shows it."""

    icon: str
    title: str
    text: SafeString
    url: str
    link: str
    hint: str = ""


@require_safe
@members_only
def who_can_help(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    question = clean_text(request.GET.get("q", "")).strip()
    context: dict[str, Any] = {
        "question": question,
        "longest": LONGEST,
        "partners": partners(Share.WHO_CAN_HELP),
    }
    if len(question) > LONGEST:
        context["too_long"] = len(question)
    elif question:
        return _found(request, viewer, question, context)
    return render(request, PAGE, context)


def _found(request: Request, viewer: Actor, question: str, context: dict[str, Any]) -> HttpResponse:
    watched = lesson(viewer, places=SHOWN)
    context |= _findings(viewer, question, request.GET.getlist(WITHOUT), watched)
    response = render(request, PAGE, context)
    if request.method == "GET":  # who only asks for the head of a page saw nobody
        lessons.keep(watched)
    return response


def _findings(
    viewer: Actor, question: str, without: list[str], watched: Lesson | None
) -> dict[str, Any]:
    removed = [clean_text(word)[:LONGEST] for word in without][:CHIPS]
    arrange = watched.arrange if watched else list
    found = queries.who_can_help(viewer, question, limit=SHOWN, without=removed, arrange=arrange)
    keys = watched.keys(found.people) if watched else {}
    kept = [word for word in found.understood if word not in removed][:CHIPS]
    best, others = (found.people[0], found.people[1:]) if found.people else (None, [])
    return {
        "searched": bool(found.understood),
        "chips": [Chip(word, _url(question, [*removed, word])) for word in kept],
        "removed": [
            Chip(word, _url(question, [other for other in removed if other != word]))
            for word in removed
        ],
        "best": best,
        "evidence": [_evidence(reason) for reason in best.reasons] if best else [],
        "routes": drawn_routes(viewer, best.routes, best.actor) if best else [],
        "purpose": first_words(viewer, best.actor, question) if best else "",
        "key": keys.get(best.actor.pk, "") if best else "",
        "others": [_other(one, keys.get(one.actor.pk, "")) for one in others],
        "answered": found.answered,
    }


def _url(question: str, removed: list[str]) -> str:
    query = QueryDict(mutable=True)
    query["q"] = question
    query.setlist(WITHOUT, removed)
    return f"{reverse('who-can-help')}?{query.urlencode()}"


def _evidence(reason: Reason) -> Evidence:
    link = ""
    if reason.answer:
        link = _("Read the answer")
    elif reason.article:
        link = _("Read the article")
    elif reason.session:
        link = _("See the session")
    return Evidence(
        ICONS[reason.code],
        reason.lead,
        marked(reason),
        source_url(reason) if link else "",
        link,
        hint_of(reason),
    )


def _other(one: Found, key: str) -> dict[str, Any]:
    """A person in the margin: one reason, and the way in a small line."""
    return {
        "actor": one.actor,
        "key": key,
        "reason": one.reasons[0],
        "text": marked(one.reasons[0]),
        "labels": _labels(one),
        "variant": "b" if one.degree == 3 else "",
    }


def _labels(one: Found) -> list[str]:
    """Only contacts are named; who stands farther on the way is three dots."""
    if one.degree is None:
        return []
    via = [one.via.first_name] if one.via else []
    unnamed = ["…"] if one.degree == 3 else []
    return [_("You"), *via, *unnamed, one.actor.first_name]


def marked(reason: Reason) -> SafeString:
    """The reason with the words of the question under the marker: why we show you this."""
    shown, at = "", 0
    for start, end in reason.marks:
        shown += f"{escape(reason.text[at:start])}<mark>{escape(reason.text[start:end])}</mark>"
        at = end
    return mark_safe(shown + escape(reason.text[at:]))  # noqa: S308 - escaped piece by piece


def hint_of(reason: Reason) -> str:
    """Nothing is marked in it, so we say why it is there."""
    return _("In other words, it is what you ask.") if reason.in_other_words else ""


def source_url(reason: Reason) -> str:
    """Where a reason can be checked."""
    if reason.question is not None:
        return f"{reverse('question', args=[reason.question])}#answer-{reason.answer}"
    if reason.article is not None:
        return reverse("article", args=[reason.article])
    if reason.session is not None:
        return reverse("session", args=reason.session)
    return reverse("profile", args=[reason.actor.handle])
