"""Links in letters about meeting people: a page that asks, also for who is not signed in."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.links import Grant, LinkBroken, LinkExpired, read_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries
from vaknet.domain.connections.models import ConnectionRequest, Introduction, IntroductionStep
from vaknet.domain.finding.queries import by_shared_group
from vaknet.domain.people.merged import person_since_merge
from vaknet.interfaces.web.connections import answer_request, request_context
from vaknet.interfaces.web.forms.connections import WordsForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.introduction_acts import Forms, act
from vaknet.interfaces.web.introductions import introduction_context

# What a link lets its holder do; the rest asks to sign in.
INTRODUCTION_ACTS = frozenset({"yes", "no", "ask"})
REQUEST_ACTS = frozenset({"accept", "decline", "reply"})


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_link(request: Request, token: str) -> HttpResponse:
    """GET shows, POST acts. What cannot be done any more is said in words."""
    try:
        grant = read_token(token)
        here = Actor.objects.exclude(name="")
        actor = here.get(pk=person_since_merge(grant.actor_id), account__is_active=True)
    except LinkExpired:
        why = _("This link worked for a month. Sign in to see what is still open.")
        return closed(request, _("This link has expired"), why, status=410)
    except (LinkBroken, Actor.DoesNotExist):
        return broken(request)
    if request.viewer is not None and request.viewer.pk != actor.pk:
        why = _("You are signed in as somebody else. Sign out, and open the link again.")
        return closed(request, _("This link is for somebody else"), why, status=403)
    page = _PAGES.get(grant.purpose)
    try:
        if page is None:
            raise ConnectionRequest.DoesNotExist
        return page(request, actor, grant)
    except (
        ConnectionRequest.DoesNotExist,
        Introduction.DoesNotExist,
        IntroductionStep.DoesNotExist,
    ):
        why = _(
            "It was answered already, or it is no longer needed. You do not need to do anything."
        )
        return closed(request, _("Nothing is open here any more"), why, status=410)


def broken(request: Request) -> HttpResponse:
    why = _("Perhaps a piece of it is missing. Open it once more from the letter.")
    return closed(request, _("This link does not work"), why, status=404)


def closed(request: Request, title: str, why: str, *, status: int) -> HttpResponse:
    context = {"title": title, "why": why}
    return render(request, "introductions/link_closed.html", context, status=status)


def _step(request: Request, actor: Actor, grant: Grant) -> HttpResponse:
    return _introduction(request, actor, queries.step(actor, grant.object_id).introduction_id)


def _target(request: Request, actor: Actor, grant: Grant) -> HttpResponse:
    return _introduction(request, actor, grant.object_id)


def _introduction(request: Request, actor: Actor, pk: int) -> HttpResponse:
    view = queries.introduction(actor, pk, describe=by_shared_group)
    forms: Forms | None = Forms()
    if request.method == "POST":
        forms = _do(request, actor, view)
    if forms is None:
        return HttpResponseRedirect(request.path, status=303)
    context = introduction_context(actor, view, forms)
    status = 422 if request.method == "POST" else 200
    return render(request, "introductions/link.html", context, status=status)


def _do(request: Request, actor: Actor, view: queries.IntroductionView) -> Forms | None:
    if request.POST.get("act") in INTRODUCTION_ACTS:
        return act(request, actor, view)
    return Forms(refusal=_("We did not understand that. Press one of the buttons."))


def _request(request: Request, actor: Actor, grant: Grant) -> HttpResponse:
    asked = queries.request(actor, grant.object_id)
    form = WordsForm(label=_("Your reply"))
    if request.method == "POST":
        form = WordsForm(request.POST, label=_("Your reply"))
        allowed = request.POST.get("act") in REQUEST_ACTS
        if allowed and answer_request(request, actor, asked, form):
            return HttpResponseRedirect(request.path, status=303)
        if not allowed:
            form.errors.clear()
            form.add_error(None, _("We did not understand that. Press one of the buttons."))
    context = request_context(actor, asked) | {"form": form, "may_withdraw": False}
    status = 422 if form.is_bound else 200
    return render(request, "connections/request_link.html", context, status=status)


_PAGES: dict[str, Callable[[Request, Actor, Grant], HttpResponse]] = {
    "step": _step,
    "introduction": _target,
    "request": _request,
}
