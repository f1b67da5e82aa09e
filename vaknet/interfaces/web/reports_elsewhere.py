"""Reporting what stands on another network, and who is there: to our moderators, and to theirs."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.links import LinkBroken, LinkExpired, action_token, read_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import RemoteActor, RemotePost
from vaknet.domain.governance import actions
from vaknet.domain.governance.forwarding import may_hear
from vaknet.domain.knowledge.queries import elsewhere
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.moderation import ReportElsewhereForm
from vaknet.interfaces.web.http import Request

REPORT = "report_elsewhere"


def report_link(viewer: Actor, remote: RemoteActor) -> str:
    """For a page on which she reads of somebody there. It works for her alone: a number in an
    address would tell whom this network has read of."""
    return reverse("report-person-elsewhere", args=[action_token(viewer, REPORT, remote.pk)])


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report_post(request: Request, pk: int) -> HttpResponse:
    """Not there for what she does not read."""
    try:
        found = queries.read_elsewhere(viewer_of(request), pk)
    except RemotePost.DoesNotExist as missing:
        raise Http404 from missing
    return _report(request, found, found.author, back=reverse("posts-elsewhere"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report_person(request: Request, token: str) -> HttpResponse:
    """By the link of `report_link`."""
    viewer = viewer_of(request)
    try:
        grant = read_token(token)
    except (LinkBroken, LinkExpired) as broken:
        raise Http404 from broken
    found = queries.remote_by_pk(grant.object_id)
    if (grant.actor_id, grant.purpose) != (viewer.pk, REPORT) or found is None:
        raise Http404
    return _report(request, found, found, back=_page_of(viewer, found.actor))


def _page_of(viewer: Actor, person: Actor) -> str:
    try:
        elsewhere.author_elsewhere(viewer, handle=person.handle, domain=person.domain)
    except Actor.DoesNotExist:
        return reverse("my-follows-elsewhere")
    return reverse("person-elsewhere", args=[person.handle, person.domain])


def _report(
    request: Request, about: RemotePost | RemoteActor, person: RemoteActor, *, back: str
) -> HttpResponse:
    viewer = viewer_of(request)
    sent = request.POST if request.method == "POST" else None
    post = about if isinstance(about, RemotePost) else None
    may_go_on = post is not None and post.is_public and may_hear(person)
    form = ReportElsewhereForm(sent, may_go_on=may_go_on)
    if form.done(lambda said: actions.report_elsewhere(viewer, about=about, **said)):
        messages.success(request, _thanks())
        return HttpResponseRedirect(back, status=303)
    context = {
        "form": form,
        "person": person,
        "post": post,
        "back": back,
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/report_elsewhere.html", context, status=status)


def _thanks() -> str:
    """The same whether it was passed on: that would tell how many read it."""
    return _(
        "Thank you. A moderator looks at it. They, or this network by itself if you let it, may"
        " pass it on to the network where it stands, without your name."
    )
