"""Who passes to the pages of a programme: whoever may know of its event."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.http import Http404, HttpResponse

from vaknet.domain.events import queries as events
from vaknet.domain.events.models import Event
from vaknet.interfaces.web.doors import to_the_door, viewer_of
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


def of_event[**P](
    view: "Callable[Concatenate[Request, SeenEvent, P], HttpResponse]",
) -> Callable[..., HttpResponse]:
    """Gives the view the event that the address names. Guests read what is public; for any other
    address they are sent to the door, existing or not. To a member it does not exist then."""

    @wraps(view)
    def guarded(request: Request, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            found = events.event(request.viewer, pk)
        except Event.DoesNotExist as missing:
            if request.viewer is None:
                return to_the_door(request)
            raise Http404 from missing
        return view(request, found, *args, **kwargs)

    return guarded


def of_organised_event[**P](
    view: "Callable[Concatenate[Request, SeenEvent, P], HttpResponse]",
) -> Callable[..., HttpResponse]:
    """The same for the desk, which to who does not organise it does not exist."""

    @wraps(view)
    def guarded(request: Request, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            return to_the_door(request)
        try:
            found = events.organised_event(viewer_of(request), pk)
        except Event.DoesNotExist as missing:
            raise Http404 from missing
        return view(request, found, *args, **kwargs)

    return guarded
