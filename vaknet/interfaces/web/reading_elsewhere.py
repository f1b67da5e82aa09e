"""What those say whom she follows on other networks: a list with pages, and each with what was
said around it and what she does about it. No picture of elsewhere is fetched."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import RemotePost
from vaknet.interfaces.web import taking_part
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of


@require_safe
@members_only
def posts_elsewhere(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    whom = list(queries.followed_elsewhere(viewer))
    chosen = next((one for one in whom if str(one.pk) == request.GET.get("van")), None)
    found = queries.posts_elsewhere(viewer, by=chosen.pk if chosen else None)

    def rows(start: int, end: int) -> list[RemotePost]:
        return list(found[start:end])

    context = {
        "page": page_of(request, rows, size=queries.POSTS_PER_PAGE),
        "whom": whom,
        "chosen": chosen,
        "query": f"van={chosen.pk}&" if chosen else "",
        "is_on": rules.is_on(),
        "is_being_read": queries.earlier_is_being_read(viewer, at=timezone.now()),
    }
    return render(request, "elsewhere/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def post_elsewhere(request: Request, pk: int) -> HttpResponse:
    """Not there for whoever does not follow one that brought it."""
    viewer, act = viewer_of(request), request.POST.get("act", "")
    found = queries.posts_elsewhere(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404
    if act == "block":
        return _block(request, viewer, found)
    forms = taking_part.forms_for(request, viewer, found)
    if act in taking_part.ACTS:
        if taking_part.is_done(request, viewer, found, forms):
            return HttpResponseRedirect(reverse("post-elsewhere", args=[pk]), status=303)
    elif request.method == "POST":
        if act == "read":
            _read(request, viewer, found)
        return HttpResponseRedirect(reverse("post-elsewhere", args=[pk]) + "#thread", status=303)

    def rows(start: int, end: int) -> list[RemotePost]:
        return list(queries.thread_of(viewer, found)[start:end])

    context = {
        "post": found,
        "page": page_of(request, rows, size=queries.POSTS_PER_PAGE),
        "is_being_read": queries.is_being_read(found, at=timezone.now()),
        "forms": forms,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "elsewhere/post.html", context, status=status)


def _read(request: Request, viewer: Actor, found: RemotePost) -> None:
    """Counted for her alone: nobody keeps it from others by asking for very many."""
    if too_often(request, "read_conversations", viewer.pk):
        messages.error(
            request, _("You asked for very many conversations. Ask for this one in an hour.")
        )
        return
    actions.want_thread(post=found, at=timezone.now())


def _block(request: Request, viewer: Actor, found: RemotePost) -> HttpResponse:
    """She follows that one no more either."""
    other = found.author.actor
    following = queries.follows_elsewhere(viewer).following
    pk = next((one.pk for one in following if one.followed_id == other.pk), 0)
    actions.unfollow_elsewhere(viewer, pk=pk)
    connections.part_from(viewer, other=other)
    said = _("You blocked %(name)s. Nobody is told.") % {"name": other.name}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("posts-elsewhere"), status=303)
