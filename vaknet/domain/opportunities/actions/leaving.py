"""What becomes of it when somebody is gone, or has one account instead of two."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, hand_over_once, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions.held import group_of, lock_all
from vaknet.domain.opportunities.actions.placing import let_go
from vaknet.domain.opportunities.models import (
    Application,
    Aside,
    Opportunity,
    OpportunityOrganiser,
    Panellist,
    Score,
)
from vaknet.domain.refusal import Refused


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """What she applied for is withdrawn, and her place goes to the next. What she alone organises
    would be nobody's."""
    hers = OpportunityOrganiser.objects.filter(
        actor=actor, until=None, opportunity__group=None, opportunity__cancelled_at=None
    )
    for row in hers.filter(opportunity__cohort=None).select_related("opportunity"):
        others = OpportunityOrganiser.objects.filter(opportunity=row.opportunity_id, until=None)
        if not others.exclude(pk=row.pk).exists():
            message = _("You alone organise “%(title)s”. Add somebody, or cancel it first.")
            raise Refused(message % {"title": row.opportunity.title})
    applied = Application.objects.filter(person=actor)
    seats = Panellist.objects.filter(actor=actor, until=None)
    lock_all(applied, seats)
    OpportunityOrganiser.objects.filter(actor=actor, until=None).update(until=at)
    for seat in seats.select_related("opportunity__group__actor").order_by("pk"):
        seat.until = at
        seat.save(update_fields=["until"])
        group = group_of(seat.opportunity)
        record(actor, "declined_to_sit", seat, audience=Audience.PARTIES, group=group, at=at)
    # Read once they are held: meanwhile she may have got a place.
    for application in applied.select_related("opportunity").order_by("opportunity"):
        if application.replied_at is not None and application.outcome != Application.Outcome.NO:
            let_go(actor, application.opportunity, application, at=at)
        application.delete()


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back and organises and reads as before. She applies again when she wants to."""
    OpportunityOrganiser.objects.filter(actor=actor, until=at).update(until=None)
    Panellist.objects.filter(actor=actor, until=at).update(until=None)


@transaction.atomic
def erase_applicant(*, actor: Actor, former: Actor) -> None:
    """That she applied goes, with all words about it. What she thought of others is theirs to know
    until it is erased, without her name."""
    Application.objects.filter(person=actor).delete()
    Aside.objects.filter(by=actor).delete()
    for score in Score.objects.filter(by=actor):
        same = Score.objects.filter(
            by=former, application=score.application_id, criterion=score.criterion_id
        )
        if same.exists():
            score.delete()
    Score.objects.filter(by=actor).update(by=former)
    Panellist.objects.filter(actor=actor).delete()
    Panellist.objects.filter(asked_by=actor).update(asked_by=former)
    OpportunityOrganiser.objects.filter(actor=actor).update(actor=former)
    Opportunity.objects.filter(answered_by=actor).update(answered_by=former)
    Application.objects.filter(decided_by=actor).update(decided_by=former)


@transaction.atomic
def take_over_opportunities(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Who applied by both accounts did so once: what went further counts. Nobody reads her own."""
    both = Application.objects.filter(person__in=(kept, merged))
    lock_all(both)
    mine = {row.opportunity_id: row for row in both.filter(person=kept)}
    others = both.filter(person=merged, opportunity__in=mine).select_related("opportunity")
    for other in others.order_by("opportunity"):
        less = min(other, mine[other.opportunity_id], key=_worth)
        if less.replied_at is not None and less.outcome != Application.Outcome.NO:
            let_go(kept, other.opportunity, less, at=at, stays_in_group=True)
        less.delete()
    hand_over(Application.objects.all(), "person", kept=kept, merged=merged)
    _one_voice(kept, merged)
    for model, column in (
        (Opportunity, "answered_by"),
        (Application, "decided_by"),
        (Panellist, "asked_by"),
    ):
        hand_over(model.objects.all(), column, kept=kept, merged=merged)
    _one_seat(kept, merged, at)
    same = ["opportunity_id"]
    rows = OpportunityOrganiser.objects.all()
    hand_over_once(rows, "actor", kept=kept, merged=merged, same=same, at=at)
    applied = Application.objects.filter(person=kept).values("opportunity")
    Panellist.objects.filter(actor=kept, until=None, opportunity__in=applied).update(until=at)
    own = Score.objects.filter(by=kept, application__person=kept)
    own.filter(application__replied_at=None).delete()


def _worth(row: Application) -> tuple[bool, ...]:
    """A place that she took counts most, then one kept for her, then the reserve list, then a
    reply, then being sent."""
    taken = row.confirmed_at is not None and row.declined_at is None
    has_let_go = row.declined_at is not None or row.lapsed_at is not None
    offered = row.offered_until is not None and not has_let_go
    waits = rules.is_on_reserve(row)
    return (taken, offered, waits, row.replied_at is not None, row.sent_at is not None)


def _one_voice(kept: Actor, merged: Actor) -> None:
    """Of one application she gave one score; who stepped aside by one account did by both."""
    scored = Score.objects.filter(by=kept).values("application")
    Score.objects.filter(by=merged, application__in=scored).delete()
    hand_over(Score.objects.all(), "by", kept=kept, merged=merged)
    aside = Aside.objects.filter(by=kept).values("application")
    Aside.objects.filter(by=merged, application__in=aside).delete()
    hand_over(Aside.objects.all(), "by", kept=kept, merged=merged)
    aside = Aside.objects.filter(by=kept).values("application")
    Score.objects.filter(by=kept, application__in=aside).delete()


def _one_seat(kept: Actor, merged: Actor, at: datetime) -> None:
    standing = Panellist.objects.filter(until=None)
    for row in standing.filter(actor=merged):
        same = standing.filter(actor=kept, opportunity=row.opportunity_id).first()
        if same is not None:
            less = row if same.agreed_at is not None else same
            less.until = at
            less.save(update_fields=["until"])
    hand_over(Panellist.objects.all(), "actor", kept=kept, merged=merged)
