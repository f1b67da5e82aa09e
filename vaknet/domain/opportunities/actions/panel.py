"""Who reads: asked, and only with her yes."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions.held import group_of, lock, organised
from vaknet.domain.opportunities.models import Application, Opportunity, Panellist
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def ask_panellist(by: Actor, *, opportunity: Opportunity, person: Actor) -> Panellist:
    """Also who applied can be asked: to be refused here would tell that she did. Twice is once."""
    held = organised(by, opportunity)
    if are_apart(by, person) or person.kind != Actor.Kind.PERSON:
        raise Actor.DoesNotExist
    standing = Panellist.objects.filter(opportunity=held, until=None)
    if (already := standing.filter(actor=person).first()) is not None:
        return already
    if held.answered_at is not None or held.cancelled_at is not None:
        raise Refused(_("There is nothing to read any more."))
    if standing.count() >= rules.MOST_READERS:
        raise Refused(_("Twelve people are asked already."))
    row = Panellist.objects.create(opportunity=held, actor=person, asked_by=by)
    record(by, "asked_panellist", row, audience=Audience.PARTIES, group=group_of(held))
    return row


@transaction.atomic
def agree_to_sit(by: Actor, *, opportunity: Opportunity) -> Panellist:
    """Whoever applied herself does not read what others wrote. Twice is once."""
    held = lock(opportunity.pk)
    row = Panellist.objects.get(opportunity=held, actor=by, until=None)
    if row.agreed_at is None:
        if held.answered_at is not None or held.cancelled_at is not None:
            raise Refused(_("There is nothing to read any more."))
        if Application.objects.filter(opportunity=held, person=by).exists():
            message = _("You apply for this yourself. Say no here, or withdraw that first.")
            raise Refused(message)
        row.agreed_at = now()
        row.save(update_fields=["agreed_at"])
        record(by, "agreed_to_sit", row, audience=Audience.PARTIES, group=group_of(held))
    return row


@transaction.atomic
def decline_to_sit(by: Actor, *, opportunity: Opportunity) -> None:
    """She says no, or stops. The scores that she gave stay. Twice is once."""
    held = lock(opportunity.pk)
    row = Panellist.objects.filter(opportunity=held, actor=by, until=None).first()
    if row is not None:
        row.until = now()
        row.save(update_fields=["until"])
        record(by, "declined_to_sit", row, audience=Audience.PARTIES, group=group_of(held))


@transaction.atomic
def take_off_panel(by: Actor, *, opportunity: Opportunity, person: Actor) -> None:
    """By an organiser. Twice is once."""
    held = organised(by, opportunity)
    row = Panellist.objects.filter(opportunity=held, actor=person, until=None).first()
    if row is not None:
        row.until = now()
        row.save(update_fields=["until"])
        record(by, "took_off_panel", row, audience=Audience.PARTIES, group=group_of(held))
