"""Changing and withdrawing what one said in a conversation, and taking it out of a group."""

from collections.abc import Callable
from functools import partial

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.knowledge import actions, conversations, rules
from vaknet.domain.knowledge.articles import is_article
from vaknet.domain.knowledge.models import Post, Reply
from vaknet.domain.previews.queries import is_off
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import previews
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.conversations import post_or_404, to_post
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.conversations import ChangePostForm, ChangeReplyForm
from vaknet.interfaces.web.http import Request


def reply_or_404(request: Request, pk: int) -> Reply:
    try:
        return conversations.reply(request.viewer, pk)
    except Reply.DoesNotExist as missing:
        raise Http404 from missing


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_post(request: Request, pk: int) -> HttpResponse:
    """Of an article the title and text are changed with its lead."""
    held = post_or_404(request, pk)
    if is_article(held):
        return HttpResponseRedirect(reverse("change-article", args=[pk]), status=303)
    typed = request.POST if request.method == "POST" else None
    told = {"title": held.title, "body": held.body, "bare": is_off(held)}
    form = ChangePostForm(typed, initial=told)
    change = partial(actions.change_post, post=held)
    return _change(request, held, form, change)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_reply(request: Request, pk: int) -> HttpResponse:
    held = reply_or_404(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = ChangeReplyForm(typed, initial={"text": held.text, "bare": is_off(held)})
    change = partial(actions.change_reply, reply=held)
    return _change(request, held, form, change)


def _change(
    request: Request, held: Post | Reply, form: Form, change: Callable[..., object]
) -> HttpResponse:
    if not rules.may_change(viewer_of(request), held):
        raise Http404
    post, reply = (held.post, held) if isinstance(held, Reply) else (held, None)
    if form.is_bound and form.is_valid():
        try:
            previews.change(viewer_of(request), held, change, form.cleaned_data)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        except Refused as refused:
            form.refuse(refused)
        else:
            return to_post(post.pk, reply.pk if reply else 0)
    context = {"form": form, "post": post, "reply": reply}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw_post(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it."""
    held = post_or_404(request, pk)
    if not rules.may_withdraw_post(viewer_of(request), held):
        raise Http404
    if request.method != "POST":
        return render(request, "conversations/withdraw.html", {"post": held})
    groups = conversations.conversation(request.viewer, pk).groups
    act = partial(actions.withdraw_post, viewer_of(request), post=held)
    carry_out(request, act, _("The conversation is withdrawn."))
    address = reverse("conversations", args=[groups[0].actor.handle])
    return HttpResponseRedirect(address, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw_reply(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it."""
    held = reply_or_404(request, pk)
    view = conversations.conversation(request.viewer, held.post_id)
    if not rules.may_withdraw_reply(viewer_of(request), held, is_steward=view.may_steward):
        raise Http404
    if request.method != "POST":
        context = {"post": held.post, "reply": held}
        return render(request, "conversations/withdraw.html", context)
    act = partial(actions.withdraw_reply, viewer_of(request), reply=held)
    carry_out(request, act, _("The reply is withdrawn."))
    return to_post(held.post_id)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def take_out(request: Request, pk: int, handle: str) -> HttpResponse:
    """Out of one group, by its steward. GET asks whether she is sure; POST does it."""
    held = post_or_404(request, pk)
    groups = conversations.conversation(request.viewer, pk).groups
    found = [group for group in groups if group.actor.handle == handle and group.is_steward]
    if not found:
        raise Http404
    [group] = found
    if request.method != "POST":
        context = {"post": held, "group": group}
        return render(request, "conversations/withdraw.html", context)
    act = partial(actions.take_out, viewer_of(request), post=held, group=group)
    carry_out(request, act, _("It is out of this group."))
    return HttpResponseRedirect(reverse("conversations", args=[handle]), status=303)
