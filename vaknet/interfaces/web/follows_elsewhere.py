"""Following across networks: who elsewhere asks to follow me, who does, and whom I follow there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import RemoteActor
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.origins import origin
from vaknet.interfaces.reaching.fetching import Unread, find_actor
from vaknet.interfaces.web.asking import asking, asks_elsewhere
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.elsewhere import FindElsewhereForm
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.pressed import Acts, do_pressed

HERE = "my-follows-elsewhere"
OF_FOLLOWERS = {"accept", "decline", "remove"}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@asks_elsewhere
def my_follows_elsewhere(request: Request) -> HttpResponse:
    """Whom she looks for is shown before she follows, and nobody elsewhere hears of the look: our
    server asks, and does not say for whom."""
    viewer, act = viewer_of(request), request.POST.get("act", "")
    form = FindElsewhereForm(request.POST if act == "find" else None)
    found: list[RemoteActor] = []
    if act == "find" and form.done(lambda given: found.append(_find(request, given["who"]))):
        return _page(request, viewer, form, found[0])
    if request.method == "POST" and act != "find":
        return _acted(request, viewer)
    return _page(request, viewer, form, None)


def _page(
    request: Request, viewer: Actor, form: FindElsewhereForm, found: RemoteActor | None
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "is_on": rules.is_on(),
        "is_known": queries.is_known(viewer),
        "follows": queries.follows_elsewhere(viewer),
    }
    status = 422 if form.is_bound and found is None else 200
    return render(request, "people/follows_elsewhere.html", context, status=status)


def _find(request: Request, text: str) -> RemoteActor:
    """Raises Refused."""
    there = read_elsewhere(request, text, field="who")
    try:
        host = origin(there.id).authority
        actions.heard_from(host)  # it may have been silent for a week
        return actions.keep_remote(there, host=host, at=timezone.now())
    except Unreadable as error:
        raise Refused(unfound(error), field="who") from error


def read_elsewhere(request: Request, text: str, *, field: str) -> ActorThere:
    """Whom she means, as that one's own server tells of her now. Our server asks elsewhere only
    for who is known there herself. Raises Refused, at that field."""
    viewer = viewer_of(request)
    if not (rules.is_on() and queries.is_known(viewer)):
        raise Refused(_("First let people on other networks find you."), field=field)
    try:
        with asking(request, "look_elsewhere", viewer.pk, field=field) as left:
            return find_actor(text, seconds=left())
    except Unread as error:
        raise Refused(unfound(error), field=field) from error


def unfound(error: Unread | Unreadable) -> str:
    """Why a look for somebody found nobody, in words for whoever typed it."""
    if isinstance(error, Unread) and error.may_pass:
        return _("That network does not answer now. Try again later.")
    return _("We found nobody there. Check the name, as in @name@network.example.")


def _acted(request: Request, viewer: Actor) -> HttpResponse:
    """What is not hers does nothing."""
    pk = id_in(request.POST.get("number", ""))
    is_of_follower = request.POST.get("act") in OF_FOLLOWERS
    name = queries.name_of_follower(viewer, pk=pk) if is_of_follower else ""
    who = {"name": name or _("That one")}
    acts: Acts = {
        "follow": (
            lambda: _follow(viewer, pk),
            _("You asked. You follow once it is agreed."),
        ),
        "unfollow": (
            lambda: actions.unfollow_elsewhere(viewer, pk=pk),
            _("You do not follow there any more."),
        ),
        "accept": (
            lambda: actions.accept_follower(viewer, pk=pk),
            _("%(name)s follows you now.") % who,
        ),
        "decline": (
            lambda: actions.decline_follower(viewer, pk=pk),
            _("You said no. %(name)s does not follow you.") % who,
        ),
        "remove": (
            lambda: actions.remove_follower(viewer, pk=pk),
            _("%(name)s does not follow you any more.") % who,
        ),
    }
    return do_pressed(request, acts, back=HERE)


def _follow(viewer: Actor, pk: int) -> None:
    remote = queries.remote_by_pk(pk)
    if remote is None:
        raise Refused(_("We found nobody there. Check the name, as in @name@network.example."))
    actions.follow_elsewhere(viewer, remote=remote)
