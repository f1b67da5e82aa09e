"""Sessions that members propose, as the one who looks may see them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event, EventOrganiser
from vaknet.domain.people.apart import is_apart
from vaknet.domain.programme import rules
from vaknet.domain.programme.models import CallForProposals, Proposal, ProposalReview

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


def call_of(event: Event) -> CallForProposals | None:
    return CallForProposals.objects.filter(event=event).first()


def takes_proposals(viewer: Actor | None, event: Event) -> bool:
    """Whether she can propose something now. Guests cannot, and are not told that others can."""
    return viewer is not None and rules.takes_proposals(event, call_of(event), now())


def my_proposals(viewer: Actor, event: Event) -> QuerySet[Proposal]:
    """The latest first, also what is a draft or was answered."""
    rows = Proposal.objects.filter(event=event, proposer=viewer, withdrawn_at=None)
    return rows.order_by("-pk")


def to_review(viewer: Actor, event: "SeenEvent") -> list[Proposal]:
    """For its organisers, what waits for an answer first; the others look at what is of somebody
    from whom one of them is kept apart."""
    if not event.is_organiser:
        return []
    rows = Proposal.objects.filter(event=event, sent_at__isnull=False, withdrawn_at=None)
    rows = rows.exclude(is_apart(viewer.pk, "proposer"))
    return list(
        rows.select_related("proposer").order_by("accepted_at", "declined_at", "sent_at", "pk")
    )


def proposal(viewer: Actor, event: "SeenEvent", pk: int) -> Proposal:
    """Her own, or for organisers what was sent. Raises Proposal.DoesNotExist."""
    rows = Proposal.objects.select_related("proposer", "event").filter(event=event, pk=pk)
    found = rows.get(withdrawn_at=None)
    if found.proposer_id == viewer.pk or found in to_review(viewer, event):
        return found
    raise Proposal.DoesNotExist


@dataclass(frozen=True)
class Reviewed:
    """`mine`: what she gave. Until then the others and the mean are not shown: each judges first.

    `others` are the rest; `mean` of all.
    """

    number: int
    mine: ProposalReview | None
    others: list[ProposalReview]
    mean: float | None
    may_answer: bool


def reviews_of(viewer: Actor, event: "SeenEvent", proposal: Proposal) -> Reviewed | None:
    """For organisers only, and never of one's own proposal."""
    if not event.is_organiser or proposal.proposer_id == viewer.pk:
        return None
    rows = list(proposal.reviews.select_related("reviewer").order_by("pk"))
    mine = next((row for row in rows if row.reviewer_id == viewer.pk), None)
    others = [row for row in rows if row is not mine] if mine is not None else []
    return Reviewed(
        number=len(rows),
        mine=mine,
        others=others,
        mean=sum(row.score for row in rows) / len(rows) if mine is not None else None,
        may_answer=rules.may_be_answered(
            proposal, reviews=len(rows), organisers=who_can_review(proposal)
        ),
    )


def who_can_review(proposal: Proposal) -> int:
    """How many organise it, without who proposed it and who is kept apart from her."""
    rows = EventOrganiser.objects.filter(event=proposal.event_id, until=None)
    apart = is_apart(proposal.proposer_id, "actor")
    return rows.exclude(actor=proposal.proposer_id).exclude(apart).count()
