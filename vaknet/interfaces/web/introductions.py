"""Introductions: asking for one, and seeing how far it came."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Introduction, IntroductionStep
from vaknet.domain.connections.queries import IntroductionView
from vaknet.domain.finding.queries import by_shared_group
from vaknet.domain.introducing.queries import (
    answered_across,
    asked_across,
    waiting_across,
)
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.connections import AskIntroductionForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.introduction_acts import Forms, act
from vaknet.interfaces.web.lessons import choices_count
from vaknet.interfaces.web.routes import drawn_routes
from vaknet.interfaces.web.seen import reads_matter

ROUTES = 3
PAST = 30


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@choices_count
def ask_introduction(request: Request, handle: str) -> HttpResponse:
    """Choose a route and say what it is about. The finder's form comes here too."""
    viewer = viewer_of(request)
    target = person_or_404(viewer, handle)
    if target.pk == viewer.pk:
        return back_to("my-profile")
    if request.method == "POST":
        form = AskIntroductionForm(request.POST)
        asked = _ask(viewer, target, form) if form.is_valid() else None
        if asked is not None:
            first = asked.steps.select_related("go_between").first()
            name = {"name": first.go_between.first_name if first else ""}
            messages.success(request, _("We asked %(name)s. You hear when there is news.") % name)
            return back_to("introduction", asked.pk)
        return _asking_page(request, viewer, target, form, status=422)
    question = request.GET.get("question", "")[:500]
    form = AskIntroductionForm(
        initial={"question": question, "purpose": first_words(viewer, target, question)}
    )
    return _asking_page(request, viewer, target, form, status=200)


def first_words(viewer: Actor, target: Actor, question: str = "") -> str:
    """What the form begins with: everybody on the route will read it."""
    names = {"target": target.first_name, "me": viewer.first_name, "question": question.strip()}
    if names["question"]:
        return (
            _(
                "I would like to meet %(target)s. My question is: %(question)s\n"
                "Half an hour on the phone is enough.\n\nKind regards, %(me)s"
            )
            % names
        )
    return (
        _(
            "I would like to meet %(target)s, because …\n"
            "Half an hour on the phone is enough.\n\nKind regards, %(me)s"
        )
        % names
    )


def _ask(viewer: Actor, target: Actor, form: AskIntroductionForm) -> Introduction | None:
    sent = form.cleaned_data
    try:
        route = queries.route_of(viewer, target, sent["route"])
        return actions.ask_introduction(
            viewer,
            target=target,
            route=route,
            purpose=sent["purpose"],
            question=sent["question"],
        )
    except Actor.DoesNotExist:
        form.add_error("route", _("This route is no longer possible. Choose another one."))
    except Refused as refused:
        form.refuse(refused)
    return None


def _asking_page(
    request: Request, viewer: Actor, target: Actor, form: AskIntroductionForm, *, status: int
) -> HttpResponse:
    found = queries.routes(viewer, target, limit=ROUTES, describe=by_shared_group)
    routes = drawn_routes(viewer, found, target)
    chosen = form["route"].value()
    if routes and chosen not in {route.token for route in routes}:
        chosen = routes[0].token
    context = {
        "target": target,
        "form": form,
        "routes": routes,
        "chosen": chosen,
        "connected": queries.are_connected(viewer, target),
    }
    return render(request, "introductions/ask.html", context, status=status)


@require_safe
@members_only
def my_introductions(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    steps, proposed = queries.introductions_waiting(viewer)
    context = {
        "steps": steps,
        "proposed": proposed,
        "asked": queries.introductions_asked(viewer),
        "across": asked_across(viewer),
        "across_waiting": waiting_across(viewer),
        "across_past": answered_across(viewer),
        "past": queries.introductions_past(viewer)[:PAST],
        "is_go_between": queries.is_go_between(viewer),
        "out_of_reach": queries.out_of_reach(viewer),
    }
    return render(request, "introductions/my_introductions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def go_between(request: Request) -> HttpResponse:
    """Agree to be asked, or stop; the button is on the page of introductions."""
    viewer = viewer_of(request)
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            actions.stop_being_go_between(viewer)
            messages.success(request, _("You are no longer a go-between."))
        else:
            actions.agree_to_be_go_between(viewer)
            messages.success(request, _("You are a go-between now. You can stop at any time."))
    return back_to("my-introductions")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@reads_matter("introduction")
def introduction(request: Request, pk: int) -> HttpResponse:
    """The line with its stops: where it is, and what the one who looks may do."""
    viewer = viewer_of(request)
    try:
        view = queries.introduction(viewer, pk, describe=by_shared_group)
        if request.method == "POST":
            forms = act(request, viewer, view)
            if forms is None:
                return back_to("introduction", pk)
            return _page(request, viewer, view, forms, status=422)
    except (Introduction.DoesNotExist, IntroductionStep.DoesNotExist) as missing:
        raise Http404 from missing
    return _page(request, viewer, view, Forms(), status=200)


def _page(
    request: Request, viewer: Actor, view: IntroductionView, forms: Forms, *, status: int
) -> HttpResponse:
    context = introduction_context(viewer, view, forms)
    return render(request, "introductions/introduction.html", context, status=status)


def introduction_context(viewer: Actor, view: IntroductionView, forms: Forms) -> dict[str, Any]:
    return {
        "introduction": view,
        "forms": forms,
        "forms_with_errors": any(getattr(form, "errors", None) for form in vars(forms).values()),
        "next_routes": drawn_routes(viewer, list(view.next_routes), view.target),
    }
