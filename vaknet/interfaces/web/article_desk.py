"""The desk of an article: who writes along, its cover, and its way to the editors and out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge import articles as queries
from vaknet.domain.knowledge.attachments import attached_to
from vaknet.domain.knowledge.models import Article, Attachment
from vaknet.domain.parts import Words
from vaknet.interfaces.web.article_pages import of_article
from vaknet.interfaces.web.articles import article_or_404
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.articles import ChangesForm, CoauthorForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.seen import reads_matter

Act = Callable[..., object]
# By the button that was pressed: what happens, and what is said then.
ACTS: dict[str, tuple[Act, Words]] = {
    "send": (actions.send_in, gettext_lazy("It is with the editors now.")),
    "take-back": (actions.take_back_article, gettext_lazy("It is a draft again.")),
    "accept": (actions.accept_authorship, gettext_lazy("You write along now.")),
    "decline": (actions.decline_authorship, gettext_lazy("Nobody hears of it.")),
    "step-back": (actions.step_back, gettext_lazy("Your name is no longer above it.")),
    "publish": (actions.publish_article, gettext_lazy("It is published.")),
    "throw-away": (actions.throw_away_draft, gettext_lazy("The draft is gone.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@reads_matter("conversation")
def desk(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = article_or_404(viewer, pk)
    standing = queries.standing_of(viewer, held)
    if held.published_at is not None and not standing.is_author:
        raise Http404
    if request.method != "POST":
        return _page(request, held)
    act = request.POST.get("act", "")
    if act == "ask":
        return _ask(request, viewer, held)
    if act == "changes":
        return _changes(request, viewer, held)
    if act == "cover":
        chosen = _picture(held, request.POST.get("picture", ""))
        return _do(
            request, held, lambda: actions.choose_cover(viewer, article=held, attachment=chosen),
            _("This is the cover now."),
        )  # fmt: skip
    if act not in ACTS:
        raise Http404
    verb, said = ACTS[act]
    return _do(request, held, lambda: verb(viewer, article=held), said)


def _picture(held: Article, given: str) -> Attachment | None:
    """None for the drawn one; what is no picture of it does not exist."""
    if not given:
        return None
    for one in attached_to(held.post):
        if one.is_picture and str(one.pk) == given:
            return one
    raise Http404


def _ask(request: Request, viewer: Actor, held: Article) -> HttpResponse:
    form = CoauthorForm(request.POST)
    if form.done(lambda data: actions.ask_author(viewer, article=held, **data)):
        messages.success(request, _("Asked. The name stands above it after a yes."))
        return _back(request, held)
    return _page(request, held, coauthor=form)


def _changes(request: Request, viewer: Actor, held: Article) -> HttpResponse:
    form = ChangesForm(request.POST)
    if form.done(lambda data: actions.ask_changes(viewer, article=held, **data)):
        messages.success(request, _("It is back with who wrote it."))
        return _to_group(held)
    return _page(request, held, changes=form)


def _do(request: Request, held: Article, act: Callable[[], object], said: Words) -> HttpResponse:
    carry_out(request, act, said)
    return _back(request, held)


def _back(request: Request, held: Article) -> HttpResponse:
    """To the desk, to the article when it is out, or to the group for who may not read it now."""
    try:
        now = queries.article(request.viewer, held.pk)
    except Article.DoesNotExist:
        return _to_group(held)
    name = "make-article" if now.published_at is None else "article"
    return HttpResponseRedirect(reverse(name, args=[held.pk]), status=303)


def _to_group(held: Article) -> HttpResponse:
    address = reverse("articles", args=[held.group.actor.handle])
    return HttpResponseRedirect(address, status=303)


def _page(request: Request, held: Article, **forms: Any) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "post": held.post,
        **of_article(viewer, held),
        "asked": queries.asked(viewer, held),
        "reviews": list(queries.reviews(held)),
        "pictures": [one for one in attached_to(held.post) if one.is_picture],
        "coauthor": CoauthorForm(),
        "changes": ChangesForm(),
        "forms_with_errors": bool(forms),
        **forms,
    }
    return render(request, "articles/desk.html", context, status=422 if forms else 200)
