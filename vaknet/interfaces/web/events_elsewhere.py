"""Events on other networks to which I go."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, elsewhere
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation import queries, rules
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.origins import identifier, origin
from vaknet.interfaces.reaching.events import read_event
from vaknet.interfaces.reaching.fetching import Unread, read_actor
from vaknet.interfaces.web.asking import asking, is_busy
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.from_elsewhere import LONGEST, NOT_FOUND
from vaknet.interfaces.web.homes import Trouble
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.pressed import Acts, do_pressed

HERE = "my-events-elsewhere"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_events_elsewhere(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "POST":
        return _acted(request, viewer)
    context = {
        "going": elsewhere.goes_elsewhere(viewer, now=timezone.now()),
        "is_on": rules.is_on(),
        "is_known": queries.is_known(viewer),
    }
    return render(request, "events/elsewhere.html", context)


def _acted(request: Request, viewer: Actor) -> HttpResponse:
    """What is not hers does nothing."""
    pk = id_in(request.POST.get("number", ""))
    acts: Acts = {
        "come": (lambda: _come(request, viewer), _("You asked. The answer comes here.")),
        "leave": (
            lambda: actions.stay_away_elsewhere(viewer, pk=pk),
            _("You do not come. The organisers hear it."),
        ),
    }
    answer = do_pressed(request, acts, back=HERE)
    return _again(request) if is_busy(request) else answer


def _again(request: Request) -> HttpResponse:
    """The page that still has that event: only who knows its address can look once more."""
    query = urlencode({"uri": request.POST.get("uri", "")[:LONGEST]})
    return HttpResponseRedirect(f"{reverse('authorize-interaction')}?{query}", status=303)


def _come(request: Request, viewer: Actor) -> None:
    """Read once more: what she saw may be other now. Nothing is asked for who cannot come."""
    if not (rules.is_on() and queries.is_known(viewer)):
        raise Refused(_("First let people on other networks find you."))
    try:
        with asking(request, "look_elsewhere", viewer.pk) as left:
            uri = identifier(request.POST.get("uri", ""), test_hosts=rules.trial_hosts())
            there = read_event(uri, seconds=left())
            organiser = read_actor(there.organiser, seconds=left())
        host = origin(organiser.id).authority
        held = federation.keep_remote(organiser, host=host, at=timezone.now())
    except (Unread, Unreadable) as error:
        may_pass = isinstance(error, Unread) and error.may_pass
        trouble = Trouble.NO_ANSWER if may_pass else Trouble.UNKNOWN
        raise Refused(str(NOT_FOUND[trouble])) from error
    actions.go_elsewhere(viewer, there=there, organiser=held)
