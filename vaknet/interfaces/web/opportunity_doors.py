"""Who may pass to an opportunity, to its desk, and to where it is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate

from django.http import Http404, HttpResponse
from django.utils.timezone import now

from vaknet.domain.opportunities import queries
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.interfaces.web.doors import open_to_members, open_to_readers, viewer_of
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.applications import ReadApplication
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity

# Also what somebody withdrew while it was read.
GONE = (Opportunity.DoesNotExist, Application.DoesNotExist)

type View[**P] = "Callable[Concatenate[Request, SeenOpportunity, P], HttpResponse]"


def of_opportunity[**P](view: View[P]) -> Callable[..., HttpResponse]:
    return open_to_readers(view, queries.opportunity, Opportunity.DoesNotExist)


def of_one_for_members[**P](view: View[P]) -> Callable[..., HttpResponse]:
    return open_to_members(view, queries.opportunity, *GONE)


def of_organised[**P](view: View[P]) -> Callable[..., HttpResponse]:
    """Its desk, which to who does not organise it does not exist."""
    return open_to_members(view, queries.organised_opportunity, *GONE)


def of_sat[**P](view: View[P]) -> Callable[..., HttpResponse]:
    """Where the panel reads, which is there for who agreed to sit."""
    return open_to_members(view, queries.sat_opportunity, *GONE)


def application_of(request: Request, opportunity: "SeenOpportunity", pk: int) -> "ReadApplication":
    try:
        return queries.application_to_read(viewer_of(request), opportunity, pk, now=now())
    except Application.DoesNotExist as missing:
        raise Http404 from missing
