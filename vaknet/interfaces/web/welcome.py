"""The first questions, and the first hello."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connection_actions
from vaknet.domain.connections import queries as connections
from vaknet.domain.notices import welcome as queries
from vaknet.domain.people import actions
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.accounts import onward
from vaknet.interfaces.web.doors import has_left, members_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.accounts import HelloForm, WelcomeForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.notices import hears_of_it

# Which words somebody agreed to; another date whenever they change.
CONSENT_TEXT = "2026-11-23"


@require_http_methods(["GET", "HEAD", "POST"])
def profession(request: Request) -> HttpResponse:
    """Name, profession, one thing she knows, one thing she seeks: then she is a member."""
    if not request.user.is_authenticated or has_left(request):
        return to_the_door(request)
    if request.viewer is not None:
        return HttpResponseRedirect(reverse("my-profile"))
    later = "later" in request.POST
    form = WelcomeForm(request.POST if request.method == "POST" else None, later=later)
    if form.is_bound and form.is_valid() and _join(request, form):
        url = onward(request) if later else reverse("welcome-people")
        return HttpResponseRedirect(url, status=303)
    status = 422 if form.is_bound else 200
    return render(request, "welcome/profession.html", {"form": form}, status=status)


def _join(request: Request, form: WelcomeForm) -> bool:
    data = form.cleaned_data
    try:
        joined = actions.join(
            request.user,
            name=data["name"],
            profession=data["profession"],
            occupation=data["occupation"],
            knows=[data["knows"]] if data["knows"] else [],
            seeks=[data["seeks"]] if data["seeks"] else [],
            agreed_to=CONSENT_TEXT,
        )
        hears_of_it(joined, data["letters"])
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@dataclass(frozen=True)
class Hello:
    """Somebody to greet: why, and the note to send, or that it was sent."""

    to: queries.Suggestion
    reason: str
    form: HelloForm
    is_sent: bool


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def first_people(request: Request) -> HttpResponse:
    """Up to three people, each with a true reason and a note that can be changed."""
    viewer = viewer_of(request)
    hellos = _hellos(viewer, request.POST if request.method == "POST" else None)
    chosen = next((hello for hello in hellos if hello.form.is_bound), None)
    if chosen is not None and chosen.form.is_valid() and _send(viewer, chosen):
        return HttpResponseRedirect(reverse("welcome-people"), status=303)
    if not hellos or (request.method == "POST" and chosen is None):
        return _show_in(request)
    context = {
        "hellos": hellos,
        "some_sent": any(hello.is_sent for hello in hellos),
        "forms_with_errors": chosen is not None,
        "onward": onward(request),
    }
    status = 200 if chosen is None else 422
    return render(request, "welcome/people.html", context, status=status)


def _show_in(request: Request) -> HttpResponse:
    url = onward(request)
    if url == reverse("today"):
        messages.success(request, _("Welcome. This is your start page."))
    else:
        messages.success(request, _("Welcome. This is what you came for."))
    return HttpResponseRedirect(url, status=303)


def _hellos(viewer: Actor, posted: Mapping[str, Any] | None) -> list[Hello]:
    sent = {asked.recipient_id for asked in connections.requests_sent(viewer)}
    chosen = posted.get("to") if posted is not None else None
    return [
        Hello(
            to=one,
            reason=_reason(one),
            form=HelloForm(
                posted if one.actor.handle == chosen else None,
                prefix=f"to-{one.actor.pk}",
                name=one.actor.first_name,
                initial={"note": _note(viewer, one)},
            ),
            is_sent=one.actor.pk in sent,
        )
        for one in queries.first_people(viewer)
    ]


def _send(viewer: Actor, hello: Hello) -> bool:
    note = hello.form.cleaned_data["note"]
    try:
        connection_actions.request_connection(viewer, recipient=hello.to.actor, note=note)
    except Refused as refused:
        hello.form.refuse(refused)
        return False
    return True


def _reason(one: queries.Suggestion) -> str:
    if one.kind == "knows":
        return _("May help with what you are looking for:")
    if one.kind == "seeks":
        return _("Is looking for something that you may know:")
    if one.kind == "profession":
        return _("Has the same profession:")
    return _("Works in the same place:")


def _note(viewer: Actor, one: queries.Suggestion) -> str:
    words = {
        "name": one.actor.first_name,
        "topic": one.topic.rstrip("?!."),
        "mine": one.mine,
        "me": viewer.first_name,
    }
    if one.kind == "knows":
        return (
            _(
                "Hello %(name)s, I am new here. I am looking for: %(topic)s. "
                "Perhaps you know more about it. Shall we get to know each other? Regards, %(me)s"
            )
            % words
        )
    if one.kind == "seeks":
        return (
            _(
                "Hello %(name)s, I am new here. You are looking for: %(topic)s. "
                "I know something about %(mine)s. Can I help you? Regards, %(me)s"
            )
            % words
        )
    if one.kind == "profession":
        return (
            _(
                "Hello %(name)s, I am new here. We have the same profession: %(topic)s. "
                "Shall we get to know each other? Regards, %(me)s"
            )
            % words
        )
    return (
        _(
            "Hello %(name)s, I am new here. We both work in %(topic)s. "
            "Shall we get to know each other? Regards, %(me)s"
        )
        % words
    )
