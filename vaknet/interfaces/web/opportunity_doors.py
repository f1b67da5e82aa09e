"""Who may pass to an opportunity, to its desk, and to where it is read."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.http import Http404, HttpResponse
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities import queries
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.interfaces.web.doors import to_the_door, viewer_of
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.applications import ReadApplication
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity

type View[**P] = "Callable[Concatenate[Request, SeenOpportunity, P], HttpResponse]"


def of_opportunity[**P](view: View[P]) -> Callable[..., HttpResponse]:
    """Guests read what is public; for any other address they are sent to the door, existing or not.
    To a member it does not exist then."""

    @wraps(view)
    def guarded(request: Request, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            found = queries.opportunity(request.viewer, pk)
        except Opportunity.DoesNotExist as missing:
            if request.viewer is None:
                return to_the_door(request)
            raise Http404 from missing
        return view(request, found, *args, **kwargs)

    return guarded


def _behind[**P](
    view: View[P], find: "Callable[[Actor, int], SeenOpportunity]"
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: Request, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            return to_the_door(request)
        try:
            found = find(viewer_of(request), pk)
            return view(request, found, *args, **kwargs)
        except (Opportunity.DoesNotExist, Application.DoesNotExist) as missing:
            raise Http404 from missing  # also what somebody withdrew while it was read

    return guarded


def of_one_for_members[**P](view: View[P]) -> Callable[..., HttpResponse]:
    return _behind(view, queries.opportunity)


def of_organised[**P](view: View[P]) -> Callable[..., HttpResponse]:
    """Its desk, which to who does not organise it does not exist."""
    return _behind(view, queries.organised_opportunity)


def of_sat[**P](view: View[P]) -> Callable[..., HttpResponse]:
    """Where the panel reads, which is there for who agreed to sit."""
    return _behind(view, queries.sat_opportunity)


def application_of(request: Request, opportunity: "SeenOpportunity", pk: int) -> "ReadApplication":
    try:
        return queries.application_to_read(viewer_of(request), opportunity, pk, now=now())
    except Application.DoesNotExist as missing:
        raise Http404 from missing
