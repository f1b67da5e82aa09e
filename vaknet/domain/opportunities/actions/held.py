"""An opportunity while something happens to it."""

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities import queries
from vaknet.domain.opportunities.models import Application, Opportunity, OpportunityOrganiser

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vaknet.domain.opportunities.models.applications import ReadApplication
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity


def lock(opportunity: int) -> Opportunity:
    """With its row as it is now. Who applies, decides, sends, says yes or lets go waits for it:
    so nobody applies to what just closed, and no place is given twice."""
    return Opportunity.objects.select_for_update(no_key=True).get(pk=opportunity)


def lock_all(*rows: "QuerySet[Any]") -> None:
    """The opportunities of these applications and seats, always in the same order: so no two of us
    wait for each other."""
    found = {pk for some in rows for pk in some.values_list("opportunity", flat=True)}
    held = Opportunity.objects.filter(pk__in=found)
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def organised(by: Actor, opportunity: Opportunity) -> "SeenOpportunity":
    """Held. To who does not organise it, it does not exist: raises Opportunity.DoesNotExist."""
    lock(opportunity.pk)
    return queries.organised_opportunity(by, opportunity.pk)


def sat(by: Actor, opportunity: Opportunity) -> "SeenOpportunity":
    """Held, for who sits in its panel."""
    lock(opportunity.pk)
    return queries.sat_opportunity(by, opportunity.pk)


def read(by: Actor, application: Application) -> "ReadApplication":
    """Held, for the panel. Raises Application.DoesNotExist, also for who does not sit."""
    try:
        seen = sat(by, application.opportunity)
    except Opportunity.DoesNotExist as missing:
        raise Application.DoesNotExist from missing
    return queries.application_to_read(by, seen, application.pk, now=now())


def group_of(opportunity: Opportunity) -> Actor | None:
    """In the log, it happened there."""
    return opportunity.group.actor if opportunity.group is not None else None


def speaker_of(opportunity: Opportunity) -> Actor:
    """In whose name the log tells what the clock did."""
    group = group_of(opportunity)
    if group is not None:
        return group
    named = OpportunityOrganiser.objects.filter(opportunity=opportunity).select_related("actor")
    return named.order_by("pk")[0].actor
