"""Conversations in groups: the list, one of them, posting and replying."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, conversations
from vaknet.domain.knowledge.articles import article
from vaknet.domain.knowledge.attachments import attached_to
from vaknet.domain.knowledge.mentions import named_in_conversation
from vaknet.domain.knowledge.models import Attachment, Post, Reply
from vaknet.domain.notices import actions as notices
from vaknet.domain.previews.queries import cards
from vaknet.domain.refusal import Refused
from vaknet.domain.translations.queries import translations_in
from vaknet.interfaces.web import article_pages, news, previews
from vaknet.interfaces.web.doors import members_only, readers_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.conversations import NewPostForm, ReplyForm
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.line import returns_to_line
from vaknet.interfaces.web.once import sent_once
from vaknet.interfaces.web.pages import page_of

LONGEST_TITLE, LONGEST_BODY = 300, 20_000


def post_or_404(request: Request, pk: int) -> Post:
    try:
        return conversations.post(request.viewer, pk)
    except Post.DoesNotExist as missing:
        raise Http404 from missing


def to_post(pk: int, reply: int = 0) -> HttpResponse:
    """To the conversation, or to one reply on whatever page of it that is now."""
    place = f"?reactie={reply}#reply-{reply}" if reply else ""
    return HttpResponseRedirect(reverse("conversation", args=[pk]) + place, status=303)


@require_safe
@readers_only
def in_group(request: Request, group: Group) -> HttpResponse:
    def rows(start: int, end: int) -> list[conversations.Line]:
        return conversations.conversations_in(request.viewer, group, slice(start, end))

    context = {
        "group": group,
        "page": page_of(request, rows, size=conversations.CONVERSATIONS_PER_PAGE),
        "membership": groups.membership(request.viewer, group),
    }
    return render(request, "conversations/conversations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
@members_only
@returns_to_line
def new(request: Request) -> HttpResponse:
    """`?groep=` ticks one of her groups; beside each stands who reads it there. `?titel=` and
    `?tekst=`: what she begins with, also from another network (FEP-3b86)."""
    viewer = viewer_of(request)
    mine = list(groups.my_groups(viewer))
    handles = {group.actor.handle for group in mine}
    asked = {request.GET.get("groep", "")} & handles
    form = NewPostForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        groups=mine,
        initial={
            "groups": list(asked or (handles if len(handles) == 1 else ())),
            "title": clean_text(request.GET.get("titel", ""))[:LONGEST_TITLE],
            "body": clean_text(request.GET.get("tekst", ""))[:LONGEST_BODY],
        },
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        act = partial(
            actions.start_conversation,
            viewer,
            groups=[group for group in mine if group.actor.handle in data["groups"]],
            title=data["title"],
            body=data["body"],
            topics=form.topic_names(),
        )
        try:
            post = previews.written(
                viewer, lambda: act(attached=form.attached()), bare=data["bare"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your conversation is there."))
            return to_post(post.pk)
    context = {"form": form, "groups": mine}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: Request, pk: int) -> HttpResponse:
    """Guests read it when it stands in a public group; for any other they are sent to the door."""
    if request.method == "POST":
        return _reply(request, pk)
    try:
        view = conversations.conversation(request.viewer, pk)
    except Post.DoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    newer = _first_after(request, view.post) if request.htmx and "na" in request.GET else None
    return _page(request, view, _empty(pk), newer or _reply_in(request, view.post))


def _first_after(request: Request, post: Post) -> Reply | None:
    """The first reply that was not on her page yet."""
    rows = conversations.replies_to(request.viewer, post)
    return rows.filter(pk__gt=news.after(request)).first()


def _empty(pk: int) -> ReplyForm:
    return ReplyForm(draft=f"reply-{pk}")


@sent_once
@members_only
def _reply(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    form = ReplyForm(request.POST, draft=f"reply-{pk}")
    try:
        if form.is_valid():
            data = form.cleaned_data
            act = partial(actions.reply, viewer, post=Post(pk=pk), text=data["text"])
            given = previews.written(viewer, act, bare=data["bare"])
            messages.success(request, _("Thank you. Your reply is posted."))
            return _after(request, given)
    except Refused as refused:
        form.refuse(refused)
    except Post.DoesNotExist as missing:
        raise Http404 from missing
    try:
        return _page(request, conversations.conversation(viewer, pk), form, status=422)
    except Post.DoesNotExist as missing:
        raise Http404 from missing


def _after(request: Request, given: Reply) -> HttpResponse:
    """The page on which the new reply stands; for htmx the talk of it, which is in its place."""
    if not request.htmx:
        return to_post(given.post_id, given.pk)
    view = conversations.conversation(request.viewer, given.post_id)
    return _page(request, view, _empty(given.post_id), given)


def _page(
    request: Request,
    view: conversations.ConversationView,
    form: ReplyForm,
    reply: Reply | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    pages = Paginator(conversations.replies_to(viewer, view.post), conversations.REPLIES_PER_PAGE)
    number = conversations.page_of_reply(reply) if reply else request.GET.get("page")
    page = pages.get_page(number)
    shown = list(page.object_list)
    if viewer is not None and not page.has_next():  # else the latest of it is not seen
        notices.read_matter(f"conversation-{view.post.pk}", reader=viewer)
    context: dict[str, Any] = {
        "view": view,
        "post": view.post,
        **shown_on(view.post),
        "page": page,
        "replies": shown,
        "focus": reply.pk if reply else None,
        "cards": cards(viewer, [view.post, *shown]),
        "translations": translations_in(viewer, view.post, shown),
        "named": named_in_conversation(viewer, view.post.pk, [one.pk for one in shown]),
        "form": form,
        "news": _news(request, view, page),
    }
    template = "conversations/conversation.html"
    if request.htmx:
        part = "replies" if "na" in request.GET else "talk"
        template = f"conversations/conversation.html#{part}"
    elif view.is_article:
        template = "articles/article.html"
        context |= article_pages.of_article(viewer, article(viewer, view.post.pk))
    return render(request, template, context, status=status)


def _news(
    request: Request, view: conversations.ConversationView, page: Page[Any]
) -> news.News | None:
    """Where the newest replies stand one hears of the next."""
    if page.has_next():
        return None
    newest = max((one.pk for one in page.object_list), default=0)
    return news.in_conversation(request, view.post, view.groups, newest=newest)


def shown_on(post: Post) -> dict[str, list[Attachment]]:
    rows = list(attached_to(post))
    return {
        "pictures": [one for one in rows if one.is_picture],
        "files": [one for one in rows if not one.is_picture],
    }


def _reply_in(request: Request, post: Post) -> Reply | None:
    """The one that the address asks for, if it stands in this conversation."""
    pk = id_in(request.GET.get("reactie", ""))
    return conversations.replies_to(request.viewer, post).filter(pk=pk).first() if pk else None
