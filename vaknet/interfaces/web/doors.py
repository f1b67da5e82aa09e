"""Who may pass. Every page for members stands behind this one door."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.events.queries import event, organised_event
from vaknet.domain.federation import rules
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import group
from vaknet.domain.people.managers import is_manager
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


def members_only[**P, R: HttpResponseBase](
    view: Callable[Concatenate[Request, P], R],
) -> Callable[Concatenate[Request, P], R | HttpResponse]:
    """A guest is sent to sign in before anything is looked up: existing or not looks the same."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if request.viewer is None:
            return to_the_door(request)
        return view(request, *args, **kwargs)

    return guarded


def managers_only[**P, R: HttpResponseBase](
    view: Callable[Concatenate[Request, P], R],
) -> Callable[Concatenate[Request, P], R | HttpResponse]:
    """To who does not look after the network there is no such page."""

    @members_only
    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not is_manager(viewer_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def while_connected[**P, R: HttpResponseBase](
    view: Callable[Concatenate[Request, P], R],
) -> Callable[Concatenate[Request, P], R]:
    """To other networks. Else it is an address that is not there, whoever asks."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not rules.is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def readers_only[**P](
    view: Callable[Concatenate[Request, Group, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Gives the view the group that the address names. Guests read public ones; for any other
    address they are sent to the door, existing or not. To a member it does not exist then.
    """

    @wraps(view)
    def guarded(request: Request, handle: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            found = group(request.viewer, handle)
        except Group.DoesNotExist as missing:
            if request.viewer is None:
                return to_the_door(request)
            raise Http404 from missing
        return view(request, found, *args, **kwargs)

    return guarded


def open_to_readers[T, **P](
    view: Callable[Concatenate[Request, T, P], HttpResponse],
    find: Callable[[Actor | None, int], T],
    *missing: type[ObjectDoesNotExist],
) -> Callable[..., HttpResponse]:
    """Gives the view what the address names. Guests read what is public; for any other address
    they are sent to the door, existing or not. To a member it does not exist then."""

    @wraps(view)
    def guarded(request: Request, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            # Also when she loses it while she looks: what she sends then is for nobody.
            return view(request, find(request.viewer, pk), *args, **kwargs)
        except missing as gone:
            if request.viewer is None:
                return to_the_door(request)
            raise Http404 from gone

    return guarded


def open_to_members[T, **P](
    view: Callable[Concatenate[Request, T, P], HttpResponse],
    find: Callable[[Actor, int], T],
    *missing: type[ObjectDoesNotExist],
) -> Callable[..., HttpResponse]:
    """The same, and guests are sent to the door before anything is looked up."""

    @wraps(view)
    def guarded(request: Request, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            return to_the_door(request)
        try:
            return view(request, find(viewer_of(request), pk), *args, **kwargs)
        except missing as gone:
            raise Http404 from gone

    return guarded


def of_event[**P](
    view: "Callable[Concatenate[Request, SeenEvent, P], HttpResponse]",
) -> Callable[..., HttpResponse]:
    return open_to_readers(view, event, Event.DoesNotExist)


def of_organised_event[**P](
    view: "Callable[Concatenate[Request, SeenEvent, P], HttpResponse]",
) -> Callable[..., HttpResponse]:
    """Its desk, which to who does not organise it does not exist."""
    return open_to_members(view, organised_event, Event.DoesNotExist)


def has_left(request: Request) -> bool:
    """Signed in to an account that is closed, and can still be opened again."""
    return request.user.is_authenticated and request.viewer is None and bool(request.user.actor)


def viewer_of(request: Request) -> Actor:
    """Who looks, on pages behind `members_only`."""
    if request.viewer is None:
        raise PermissionDenied
    return request.viewer


def to_the_door(request: Request) -> HttpResponse:
    """To sign-in; to the first questions for who is in but has no name here yet; and to the way
    back for who left."""
    if has_left(request):
        return HttpResponseRedirect(reverse("closed-account"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("welcome-profession"))
    back = {"next": request.get_full_path()} if request.method == "GET" else {}
    query = f"?{urlencode(back)}" if back else ""
    return HttpResponseRedirect(f"{reverse('sign-in')}{query}")
