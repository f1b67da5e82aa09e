"""Articles: those of a group, one of them, and writing it."""

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge import articles as queries
from vaknet.domain.knowledge.mentions import named_in_conversation
from vaknet.domain.knowledge.models import Article
from vaknet.interfaces.web import conversations
from vaknet.interfaces.web.article_pages import COVERS, of_article
from vaknet.interfaces.web.doors import members_only, readers_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.articles import ArticleForm, NewArticleForm, PublishedArticleForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of


def article_or_404(viewer: Actor | None, pk: int) -> Article:
    try:
        return queries.article(viewer, pk)
    except Article.DoesNotExist as missing:
        raise Http404 from missing


@require_safe
@readers_only
def in_group(request: Request, group: Group) -> HttpResponse:
    viewer = request.viewer

    def rows(start: int, end: int) -> list[Article]:
        found = queries.articles_in(viewer, group, slice(start, end))
        for one in found:
            one.minutes = queries.reading_minutes(one.post.body)  # type: ignore[attr-defined]
            one.drawn = one.pk % COVERS + 1  # type: ignore[attr-defined]
        return found

    context = {
        "group": group,
        "page": page_of(request, rows, size=queries.ARTICLES_PER_PAGE),
        "membership": groups.membership(viewer, group),
        "drafts": queries.drafts_in(viewer, group),
        "waiting": queries.waiting_in(viewer, group),
    }
    return render(request, "articles/articles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@readers_only
def new(request: Request, group: Group) -> HttpResponse:
    viewer = viewer_of(request)
    if groups.membership(viewer, group) is None:
        raise Http404
    form = NewArticleForm(request.POST if request.method == "POST" else None)
    begun: list[Article] = []

    def begin(data: dict[str, str]) -> None:
        words = {name: data[name] for name in ("title", "lead", "body")}
        begun.append(actions.begin_article(viewer, group=group, topics=form.topic_names(), **words))

    if form.done(begin):
        return _to("make-article", begun[0].pk)
    context = {"form": form, "group": group}
    return render(request, "articles/write.html", context, status=422 if form.is_bound else 200)


@require_safe
def article(request: Request, pk: int) -> HttpResponse:
    """A draft for who may read it; a published one as the conversation that it is."""
    try:
        found = queries.article(request.viewer, pk)
    except Article.DoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    if found.published_at is not None:
        return conversations.conversation(request, pk)
    viewer = viewer_of(request)
    context = {
        "post": found.post,
        "named": named_in_conversation(viewer, pk, []),
        **conversations.shown_on(found.post),
        **of_article(viewer, found),
    }
    return render(request, "articles/article.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = article_or_404(viewer, pk)
    if not queries.is_author(viewer, held.post):
        raise Http404
    kind = ArticleForm if held.published_at is None else PublishedArticleForm
    said = {"title": held.post.title, "lead": held.lead, "body": held.post.body}
    form = kind(request.POST if request.method == "POST" else None, initial=said)
    act = partial(actions.change_article, viewer, article=held)
    if form.done(lambda data: act(**data)):
        return _to("make-article" if held.published_at is None else "article", pk)
    context = {"form": form, "group": held.group, "article": held}
    return render(request, "articles/write.html", context, status=422 if form.is_bound else 200)


def _to(name: str, pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[pk]), status=303)
