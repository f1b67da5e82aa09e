"""Who said yes become a group."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.actions import give_duty, start_group
from vaknet.domain.groups.models import Group, GroupDuty
from vaknet.domain.opportunities.actions.entering import let_in
from vaknet.domain.opportunities.actions.held import organised
from vaknet.domain.opportunities.models import Application, Opportunity, OpportunityOrganiser
from vaknet.domain.refusal import Refused


@transaction.atomic
def make_cohort(by: Actor, *, opportunity: Opportunity) -> Group:
    """A group that nobody outside knows of, with who said yes; organisers look after it. Who says
    yes later comes in by that. Twice is once."""
    held = organised(by, opportunity)
    if held.cohort is not None:
        return held.cohort
    # Also whom she is kept apart from: she agreed to come in, and hears that she is.
    rows = Application.objects.filter(opportunity=held, declined_at=None)
    confirmed = rows.filter(confirmed_at__isnull=False).select_related("person")
    taking_part = list(confirmed.order_by("pk"))
    if held.cancelled_at is not None or not taking_part:
        raise Refused(_("Nobody said yes to a place yet. Wait for the first."))
    purpose = _("Everybody who takes part in “%(title)s”") % {"title": held.title}
    group = start_group(
        by,
        name=held.title,
        purpose=purpose,
        readers=Group.Readers.GROUP,
        admission=Group.Admission.HIDDEN,
    )
    named = OpportunityOrganiser.objects.filter(opportunity=held, until=None).exclude(actor=by)
    for organiser in named.select_related("actor").order_by("pk"):
        let_in(group, organiser.actor)
        give_duty(by, group=group, person=organiser.actor, kind=GroupDuty.Kind.STEWARD)
    for row in taking_part:
        let_in(group, row.person)
    held.cohort, held.changed_at = group, now()
    held.save(update_fields=["cohort", "changed_at"])
    record(by, "made_cohort", held, audience=Audience.GROUP, group=group.actor)
    return group
