"""For a trial: what would take weeks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.opportunities.actions.held import group_of, lock, speaker_of
from vaknet.domain.opportunities.models import Opportunity

A_WEEK = timedelta(days=7)


@transaction.atomic
def close_now(*, opportunity: Opportunity, at: datetime) -> Opportunity:
    """Its term was over at that moment, and everyone hears a week after it. Nobody is told."""
    held = lock(opportunity.pk)
    held.closes_at = held.closed_at = at
    held.answer_by = localdate(at) + A_WEEK
    held.save(update_fields=["closes_at", "closed_at", "answer_by"])
    by, group = speaker_of(held), group_of(held)
    record(by, "closed_opportunity", held, audience=Audience.PARTIES, group=group, quietly=True)
    return held
