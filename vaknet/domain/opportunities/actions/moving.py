"""More time, a new promise, or an end to it. Everybody who applied is told, and nobody is
counted."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.opportunities import queries, rules
from vaknet.domain.opportunities.actions.details import refuse_far, refuse_promise
from vaknet.domain.opportunities.actions.held import group_of, lock, organised
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.refusal import Refused


@transaction.atomic
def lengthen(
    by: Actor, *, opportunity: Opportunity, closes_at: datetime, answer_by: date
) -> Opportunity:
    """One can apply longer, and everyone hears later. Only later, and only while it is open: who
    counts on a day may. Twice is once."""
    held = organised(by, opportunity)
    if (held.closes_at, held.answer_by) == (closes_at, answer_by):
        return held
    if not rules.takes_applications(held, now()):
        raise Refused(_("It is closed already. Its closing day stays as it is."))
    message = _("People count on this day. Choose a later one.")
    if closes_at < held.closes_at:
        raise Refused(message, field="closes_at")
    if answer_by < held.answer_by:
        raise Refused(message, field="answer_by")
    refuse_far(closes_at)
    refuse_promise(closes_at, answer_by)
    _refuse_after_start(held, answer_by)
    held.closes_at, held.answer_by = closes_at, answer_by
    held.save(update_fields=["closes_at", "answer_by"])
    audience = rules.audience_of(held)
    record(by, "lengthened_opportunity", held, audience=audience, group=group_of(held))
    return held


@transaction.atomic
def promise_again(by: Actor, *, opportunity: Opportunity, answer_by: date) -> Opportunity:
    """Another day by which everyone hears, said by an organiser or the panel. Who applied is told
    that it becomes later. Twice is once."""
    lock(opportunity.pk)
    held = queries.opportunity(by, opportunity.pk)
    if not (held.is_organiser or held.is_panellist):
        raise Opportunity.DoesNotExist
    if held.answer_by == answer_by:
        return held
    if not rules.takes_scores(held, now()):
        raise Refused(_("There is nothing to promise now."))
    if answer_by <= max(localdate(), held.answer_by):
        raise Refused(_("Choose a day later than the one before."), field="answer_by")
    refuse_promise(held.closes_at, answer_by)
    _refuse_after_start(held, answer_by)
    held.answer_by, held.nearing_at, held.late_at = answer_by, None, None
    held.save(update_fields=["answer_by", "nearing_at", "late_at"])
    record(by, "promised_again", held, audience=rules.audience_of(held), group=group_of(held))
    return held


def _refuse_after_start(held: Opportunity, answer_by: date) -> None:
    if held.starts_on is not None and held.starts_on <= answer_by:
        message = _("It begins before that. Choose an earlier day, or change when it begins.")
        raise Refused(message, field="answer_by")


@transaction.atomic
def cancel_opportunity(by: Actor, *, opportunity: Opportunity, reason: str = "") -> None:
    """Everybody who applied hears why. Twice is once. A draft, of which nobody knew, is gone."""
    held = organised(by, opportunity)
    if held.cancelled_at is not None:
        return
    if held.published_at is None:
        record(by, "dropped_opportunity", held, audience=Audience.SELF, group=group_of(held))
        held.delete()
        return
    last = held.ends_on or held.starts_on
    if last and last < localdate():
        raise Refused(_("It has been. It cannot be cancelled any more."))
    missing = _("Say why: whoever applied wants to know.")
    call_off(by, held, required_line(reason, limit=300, field="reason", missing=missing), now())


def call_off(by: Actor, held: Opportunity, reason: str, at: datetime) -> None:
    """What people wrote goes after the usual term; nobody reads it any more."""
    held.cancelled_at, held.cancel_reason, held.sequence = at, reason, held.sequence + 1
    held.save(update_fields=["cancelled_at", "cancel_reason", "sequence"])
    soon = Least(F("erase_at"), at + rules.KEPT)  # of nothing and a moment, the moment
    Application.objects.filter(opportunity=held).update(erase_at=soon)
    audience = rules.audience_of(held)
    record(by, "cancelled_opportunity", held, audience=audience, group=group_of(held), at=at)
