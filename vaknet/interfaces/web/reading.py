"""What a group reads elsewhere."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.reading import actions, queries
from vaknet.domain.reading.choosing import check_may_follow
from vaknet.domain.reading.models import SourceItem, Subscription
from vaknet.domain.reading.words import words_for
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.asking import SECONDS, a_place, asks_elsewhere
from vaknet.interfaces.web.doors import members_only, readers_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.reading import SourceForm
from vaknet.interfaces.web.groups import group_for
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of
from vaknet.kit.feed_visits import Unread, find


@require_http_methods(["GET", "HEAD", "POST"])
@asks_elsewhere
@readers_only
def reading_list(request: Request, found: Group) -> HttpResponse:
    """A guest may read it, and add nothing to it."""
    if request.viewer is None and request.method == "POST":
        return to_the_door(request)
    may_choose = queries.may_choose(request.viewer, found)
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_choose:
            raise Http404
        if form.is_valid() and _follow(request, viewer_of(request), found, form):
            return _to(found)

    def rows(start: int, end: int) -> list[SourceItem]:
        return list(queries.items(request.viewer, found)[start:end])

    context = {
        "group": found,
        "page": page_of(request, rows, size=queries.ITEMS_PER_PAGE),
        "sources": [
            (row, words_for(row.source.trouble)) for row in queries.sources(request.viewer, found)
        ],
        "may_choose": may_choose,
        "may_ask": groups.membership(request.viewer, found) is not None,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reading/reading_list.html", context, status=status)


def _follow(request: Request, viewer: Actor, group: Group, form: SourceForm) -> bool:
    """The page is visited here and now, so that she hears at once what is wrong with it."""
    try:
        check_may_follow(viewer, group=group)
        with a_place(request, field="address"):
            if not _may_go_on(request, viewer):
                raise Refused(_("You tried many addresses today. Go on tomorrow."), field="address")
            visit = find(
                form.cleaned_data["address"], seconds=SECONDS, may_reach=configuration.may_reach
            )
        followed = actions.follow_source(viewer, group=group, visit=visit)
    except Unread as unread:
        form.add_error("address", str(words_for(unread.trouble)))
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    followed.source.refresh_from_db()
    said = _("The group reads %(title)s from now on.") % {"title": followed.source.title}
    messages.success(request, said)
    return True


def _may_go_on(request: Request, viewer: Actor) -> bool:
    """Whoever looks is our server: nobody sends it all around the web."""
    return not too_often(request, "visit_source", viewer.pk)


@require_POST
@members_only
def stop(request: Request, handle: str, pk: int) -> HttpResponse:
    found, viewer = group_for(request, handle), viewer_of(request)
    if not queries.may_choose(viewer, found):
        raise Http404
    try:
        held = queries.sources(viewer, found).get(pk=pk)
    except Subscription.DoesNotExist as missing:
        raise Http404 from missing
    actions.stop_following(viewer, group=found, subscription=held)
    said = _("The group does not read %(title)s any more.") % {"title": held.source.title}
    messages.success(request, said)
    return _to(found)


def _to(group: Group) -> HttpResponse:
    return HttpResponseRedirect(reverse("reading-list", args=[group.actor.handle]), status=303)
