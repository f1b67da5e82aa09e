"""Polls in groups: the list, asking one, voting, closing."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.queries import is_known
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import actions, queries, rules
from vaknet.domain.surveys.models import Poll
from vaknet.domain.surveys.queries import PollView
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, readers_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.polls import PollForm, VoteForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of


def _to(poll: Poll) -> HttpResponse:
    return HttpResponseRedirect(reverse("poll", args=[poll.pk]), status=303)


def _view_of(viewer: Actor, pk: int) -> PollView:
    try:
        return queries.poll_view(viewer, pk)
    except Poll.DoesNotExist as missing:
        raise Http404 from missing


@require_safe
@readers_only
def in_group(request: Request, group: Group) -> HttpResponse:
    def rows(start: int, end: int) -> list[Poll]:
        return list(queries.polls_in(request.viewer, group)[start:end])

    context = {
        "group": group,
        "page": page_of(request, rows, size=queries.POLLS_PER_PAGE),
        "may_ask": rules.may_ask(groups.membership(request.viewer, group)),
    }
    return render(request, "polls/polls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@readers_only
def new(request: Request, group: Group) -> HttpResponse:
    viewer = viewer_of(request)
    if not rules.may_ask(groups.membership(viewer, group)):
        raise Http404
    form = PollForm(
        request.POST if request.method == "POST" else None,
        is_known_elsewhere=is_on() and is_known(group.actor),
    )
    if form.is_bound and form.is_valid():
        try:
            poll = actions.ask_poll(viewer, group=group, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your poll is open."))
            return _to(poll)
    status = 422 if form.is_bound else 200
    return render(request, "polls/new.html", {"form": form, "group": group}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: Request, pk: int) -> HttpResponse:
    """Guests read it in a public group; for any other address they are sent to the door."""
    if request.method == "POST":
        return _vote(request, pk)
    try:
        view = queries.poll_view(request.viewer, pk)
    except Poll.DoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    return _page(request, view, _form(view) if view.may_vote else None)


def _form(view: PollView, request: Request | None = None) -> VoteForm:
    """With what she chose before, if anything."""
    several = view.poll.takes_several
    mine = [str(pk) for pk in view.mine]
    return VoteForm(
        request.POST if request else None,
        choices=view.choices,
        takes_several=several,
        initial={"choices": mine if several else "".join(mine[:1])},
    )


@members_only
def _vote(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    view = _view_of(viewer, pk)
    if request.POST.get("act") == "back":
        return _do(request, view.poll, actions.take_back_vote, _("You voted for nothing."))
    form = _form(view, request)
    if form.is_valid():
        act = partial(actions.vote, choices=form.chosen())
        return _do(request, view.poll, act, _("Thank you. Your vote counts."))
    return _page(request, view, form, status=422)


def _do(request: Request, poll: Poll, act: Callable[..., object], done: str) -> HttpResponse:
    carry_out(request, partial(act, viewer_of(request), poll=poll), done)
    return _to(poll)


def _page(
    request: Request, view: PollView, form: VoteForm | None, *, status: int = 200
) -> HttpResponse:
    context = {"view": view, "poll": view.poll, "group": view.poll.group, "form": form}
    return render(request, "polls/poll.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def close(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST counts."""
    view = _view_of(viewer_of(request), pk)
    if not view.may_end or view.is_counted:
        raise Http404
    if request.method != "POST":
        return render(request, "polls/end.html", {"poll": view.poll, "act": "close"})
    return _do(request, view.poll, actions.close_poll, _("The poll is closed and counted."))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it."""
    view = _view_of(viewer_of(request), pk)
    if not view.may_end:
        raise Http404
    if request.method != "POST":
        return render(request, "polls/end.html", {"poll": view.poll, "act": "withdraw"})
    _do(request, view.poll, actions.withdraw_poll, _("The poll is withdrawn."))
    address = reverse("polls", args=[view.poll.group.actor.handle])
    return HttpResponseRedirect(address, status=303)
