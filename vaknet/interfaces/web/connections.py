"""Meeting people, and the people one has met."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.models import Connection, ConnectionRequest
from vaknet.domain.people import queries as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.connections import NoteForm, WordsForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.lessons import choices_count
from vaknet.interfaces.web.line import returns_to_line

CONTACTS_PER_PAGE = 30
Context = dict[str, Any]


def person_or_404(viewer: Actor, handle: str) -> Actor:
    try:
        return people.person(viewer, handle)
    except Actor.DoesNotExist as missing:
        raise Http404 from missing


def back_to(name: str, *args: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=args), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@choices_count
@returns_to_line
def connect(request: Request, handle: str) -> HttpResponse:
    """The note, or how these two stand already."""
    viewer = viewer_of(request)
    other = person_or_404(viewer, handle)
    if other.pk == viewer.pk:
        return back_to("my-profile")
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.request_connection(
                viewer, recipient=other, note=form.cleaned_data["note"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            _say_sent(request, sent)
            return back_to("profile", other.handle)
    context = {"other": other, "form": form} | _how_they_stand(viewer, other)
    status = 422 if form.is_bound else 200
    return render(request, "connections/connect.html", context, status=status)


def _say_sent(request: Request, sent: ConnectionRequest) -> None:
    name = {"name": sent.recipient.first_name}
    if sent.accepted_at is not None:
        messages.success(request, _("You and %(name)s know each other now.") % name)
    else:
        messages.success(request, _("Your note is on its way to %(name)s.") % name)


def _how_they_stand(viewer: Actor, other: Actor) -> Context:
    try:
        return {"connection": queries.connection_with(viewer, other)}
    except Connection.DoesNotExist:
        return {"open_request": queries.request_between(viewer, other)}


@require_safe
@members_only
def my_contacts(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    pages = Paginator(queries.contacts(viewer), CONTACTS_PER_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "waiting": queries.requests_waiting(viewer),
        "sent": queries.requests_sent(viewer),
    }
    return render(request, "connections/my_contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def connection_request(request: Request, pk: int) -> HttpResponse:
    """One request: its words, and what one may do with it."""
    viewer = viewer_of(request)
    try:
        asked = queries.request(viewer, pk)
    except ConnectionRequest.DoesNotExist as missing:
        raise Http404 from missing
    form = WordsForm(label=_("Your reply"))
    if request.method == "POST":
        form = WordsForm(request.POST, label=_("Your reply"))
        if answer_request(request, viewer, asked, form):
            done = request.POST.get("act") != "reply"
            return back_to("my-contacts") if done else back_to("connection-request", pk)
    context = request_context(viewer, asked) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "connections/request.html", context, status=status)


def request_context(viewer: Actor, asked: ConnectionRequest) -> Context:
    mine = viewer.pk == asked.sender_id
    return {
        "asked": asked,
        "mine": mine,
        "other": asked.recipient if mine else asked.sender,
        "may_accept": rules.may_decline_request(viewer, asked),
        "may_reply": rules.may_reply_to_request(viewer, asked),
        "may_withdraw": rules.may_withdraw_request(viewer, asked),
    }


def answer_request(
    request: Request, viewer: Actor, asked: ConnectionRequest, form: WordsForm
) -> bool:
    """Do what the pressed button says; False with the reason in the form when it cannot be."""
    act = request.POST.get("act", "")
    if act == "reply":
        return _reply(request, viewer, asked, form)
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "accept": (actions.accept_request, _("You and %(name)s know each other now.")),
        "decline": (actions.decline_request, _("You said no. Nobody is told.")),
        "withdraw": (actions.withdraw_request, _("You withdrew your request.")),
    }
    form.errors.clear()
    if act not in acts:
        form.add_error(None, _("We did not understand that. Press one of the buttons."))
        return False
    do, said = acts[act]
    try:
        do(viewer, request=asked)
    except Refused as refused:
        form.refuse(refused)
        return False
    other = asked.recipient if viewer.pk == asked.sender_id else asked.sender
    messages.success(request, said.replace("%(name)s", other.first_name))
    return True


def _reply(request: Request, viewer: Actor, asked: ConnectionRequest, form: WordsForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.reply_to_request(viewer, request=asked, text=form.cleaned_data["text"])
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("Your message was sent."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def contact(request: Request, handle: str) -> HttpResponse:
    """One tie: since when, with which note, as what; and the way to end it."""
    viewer = viewer_of(request)
    other = person_or_404(viewer, handle)
    try:
        tie = queries.connection_with(viewer, other)
        if request.method == "POST":
            return _act_on(request, viewer, other)
        mirror = queries.connection_with(other, viewer)
    except Connection.DoesNotExist as missing:
        raise Http404 from missing
    context = {
        "other": other,
        "tie": tie,
        "i_was": mirror.contact_was,
        "is_go_between": queries.is_go_between(viewer),
        "is_out_of_reach": queries.is_out_of_reach(viewer, other),
    }
    return render(request, "connections/contact.html", context)


def _act_on(request: Request, viewer: Actor, other: Actor) -> HttpResponse:
    if request.POST.get("act") != "reach":
        actions.end_connection(viewer, contact=other)
        messages.success(request, _("The connection has ended. Nobody is told."))
        return back_to("my-contacts")
    name = {"name": other.first_name}
    if "not_through_me" in request.POST:
        actions.keep_out_of_reach(viewer, contact=other)
        messages.success(request, _("Nobody comes to %(name)s through you.") % name)
    else:
        actions.let_be_reached(viewer, contact=other)
        messages.success(request, _("You may be asked for introductions to %(name)s.") % name)
    return back_to("contact", other.handle)
