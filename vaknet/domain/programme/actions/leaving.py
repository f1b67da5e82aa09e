"""What becomes of programmes when somebody is gone, or has one account instead of two.

Her registrations, and with them her seats in sessions, are of the room of events.
"""

from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.programme.models import Proposal, ProposalReview, Speaker


@transaction.atomic
def erase_speaker(*, actor: Actor) -> None:
    """What she spoke about stays, by a speaker without a name. What she proposed, and what she
    thought of the proposals of others, goes."""
    Speaker.objects.filter(actor=actor, agreed_at=None).delete()
    Speaker.objects.filter(actor=actor).update(actor=None)
    ProposalReview.objects.filter(reviewer=actor).delete()
    Proposal.objects.filter(proposer=actor).delete()


@transaction.atomic
def take_over_programmes(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Who would speak at two places at once, by both accounts, does so by the one that is kept."""
    standing = Speaker.objects.filter(until=None, declined_at=None)
    for row in standing.filter(actor=merged):
        same = standing.filter(actor=kept, event=row.event_id, span__overlap=row.span)
        if same.exists():
            row.until = at
            row.save(update_fields=["until"])
    declined = Speaker.objects.filter(until=None, declined_at__isnull=False, actor=merged)
    declined.filter(session__speakers__actor=kept, session__speakers__until=None).update(until=at)
    # What she declined by the one account and not by the other, she does.
    declined = Speaker.objects.filter(until=None, declined_at__isnull=False, actor=kept)
    declined.filter(session__speakers__actor=merged, session__speakers__until=None).update(until=at)
    hand_over(Speaker.objects.all(), "actor", kept=kept, merged=merged)
    judged = ProposalReview.objects.filter(reviewer=kept).values("proposal")
    ProposalReview.objects.filter(reviewer=merged, proposal__in=judged).delete()
    hand_over(ProposalReview.objects.all(), "reviewer", kept=kept, merged=merged)
    hand_over(Proposal.objects.all(), "proposer", kept=kept, merged=merged)
