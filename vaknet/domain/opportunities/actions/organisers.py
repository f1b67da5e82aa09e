"""Who makes it happen together."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions.held import group_of, organised
from vaknet.domain.opportunities.models import Opportunity, OpportunityOrganiser
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def add_organiser(by: Actor, *, opportunity: Opportunity, organiser: Actor) -> OpportunityOrganiser:
    """She may do all that whoever asked her may, and sees as little of who applied. Twice is
    once."""
    held = organised(by, opportunity)
    if are_apart(by, organiser) or organiser.kind != Actor.Kind.PERSON:
        raise Actor.DoesNotExist
    standing = OpportunityOrganiser.objects.filter(opportunity=held, until=None)
    if (already := standing.filter(actor=organiser).first()) is not None:
        return already
    if standing.count() >= rules.MOST_ORGANISERS:
        raise Refused(_("Twenty people organise it already."))
    row = OpportunityOrganiser.objects.create(opportunity=held, actor=organiser)
    group = group_of(held)
    record(by, "added_organiser_of_opportunity", row, audience=Audience.PARTIES, group=group)
    return row


@transaction.atomic
def stop_organising(by: Actor, *, opportunity: Opportunity, organiser: Actor) -> None:
    """Herself, or somebody else who organises it. Somebody always does. Twice is once."""
    held = organised(by, opportunity)
    standing = OpportunityOrganiser.objects.filter(opportunity=held, until=None)
    row = standing.filter(actor=organiser).first()
    if row is None:
        return
    if standing.count() == 1:
        raise Refused(_("Nobody would organise it any more. Add somebody else first."))
    row.until = now()
    row.save(update_fields=["until"])
    group = group_of(held)
    record(by, "stopped_organising_opportunity", row, audience=Audience.PARTIES, group=group)
