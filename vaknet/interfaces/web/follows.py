"""Following: what those one follows lately asked and answered, and who follows oneself."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.federation.rules import is_on
from vaknet.domain.knowledge.lately import Said, lately
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request

PEOPLE_PER_PAGE = 20


@dataclass(frozen=True)
class Followed:
    """`person` has `since` and `muted`."""

    person: Actor
    said: list[Said]


@require_POST
@members_only
def follow(request: Request, handle: str) -> HttpResponse:
    """From a profile: begin or stop, and back to it."""
    viewer = viewer_of(request)
    other = person_or_404(viewer, handle)
    name = {"name": other.first_name}
    if request.POST.get("act") == "stop":
        actions.stop_following(viewer, person=other)
        messages.success(request, _("You no longer follow %(name)s. Nobody is told.") % name)
        return back_to("profile", other.handle)
    try:
        actions.follow(viewer, person=other)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return back_to("my-profile")
    said = _("You follow %(name)s now. No mail goes out; %(name)s can look up who follows.")
    messages.success(request, said % name)
    return back_to("profile", other.handle)


@require_safe
@members_only
def my_following(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    page = Paginator(queries.followed(viewer), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    heard = [person.pk for person in page if not person.muted]  # type: ignore[attr-defined]
    said = lately(viewer, heard)
    people = [Followed(person, said.get(person.pk, [])) for person in page]
    context = {"page": page, "people": people, "is_on": is_on()}
    return render(request, "connections/my_following.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_followers(request: Request) -> HttpResponse:
    """`weg` in the address asks whether to take that one off; who is no follower is not asked."""
    viewer = viewer_of(request)
    followers = queries.followers(viewer)
    named = clean_text(request.POST.get("handle", "") or request.GET.get("weg", ""))
    gone = followers.filter(handle=named).first() if named else None
    if request.method == "POST":
        if gone is not None:
            actions.remove_follower(viewer, follower=gone)
            said = _("%(name)s no longer follows you. Nobody is told.")
            messages.success(request, said % {"name": gone.first_name})
        return back_to("my-followers")
    page = Paginator(followers, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "connections/my_followers.html", {"page": page, "gone": gone})
