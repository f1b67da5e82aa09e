"""Proposing a session, and answering who did."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import queries as events
from vaknet.domain.events import rules as of_events
from vaknet.domain.events.actions.held import group_of
from vaknet.domain.events.models import Event
from vaknet.domain.knowledge.words import long_text, words_said
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.programme import proposals, rules
from vaknet.domain.programme.actions.details import ABSTRACT, SessionDetails
from vaknet.domain.programme.actions.held import organised
from vaknet.domain.programme.actions.moving import refuse_speaking_twice
from vaknet.domain.programme.actions.planning import plan_another
from vaknet.domain.programme.actions.speaking import add_speaker
from vaknet.domain.programme.models import CallForProposals, Proposal, ProposalReview
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

SHORTEST, LONGEST = 5, 480
LEAST, MOST = 1, 5


@transaction.atomic
def open_call(by: Actor, *, event: Event, open_until: datetime, text: str = "") -> CallForProposals:
    """Members may propose sessions until then. Said again it says what is so now; a moment that is
    over closes it."""
    seen = organised(by, event)
    said = long_text(text, field="text", limit=2_000)
    if open_until > seen.starts_at:
        raise Refused(_("The event has begun then. Choose an earlier day."), field="open_until")
    call, _is_new = CallForProposals.objects.update_or_create(
        event=seen, defaults={"text": said, "open_until": open_until}
    )
    audience = Audience.SELF if seen.published_at is None else of_events.audience_of(seen)
    record(by, "opened_call", call, audience=audience, group=group_of(seen))
    return call


@transaction.atomic
def keep_proposal(
    by: Actor,
    *,
    event: Event,
    title: str,
    abstract: str = "",
    minutes: int = 45,
    needs: str = "",
    proposal: Proposal | None = None,
) -> Proposal:
    """A draft that she alone reads, until she sends it. The same new one twice is once."""
    seen = events.event(by, event.pk)
    _refuse_closed(seen)
    one_at_a_time(by)
    refuse_to_write(by, html=to_html(abstract), field="abstract")
    said = {
        "title": required_line(title, limit=160, field="title", missing=_("Give it a title.")),
        "abstract": long_text(abstract, field="abstract", limit=ABSTRACT),
        "minutes": minutes,
        "needs": line(needs, limit=300, field="needs"),
    }
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(_("Choose between 5 minutes and 8 hours."), field="minutes")
    hers = proposals.my_proposals(by, seen)
    if proposal is not None:
        # Held: an answer that comes meanwhile is not written over.
        kept = hers.select_for_update().get(pk=proposal.pk)
    else:
        if (again := hers.filter(sent_at=None, **said).first()) is not None:
            return again
        if hers.count() >= rules.MOST_PROPOSALS:
            raise Refused(_("You proposed ten sessions already."), field="title")
        kept = Proposal(event=seen, proposer=by)
    if kept.is_answered:
        raise Refused(_("The organisers answered it already."))
    for name, value in said.items():
        setattr(kept, name, value)
    kept.save(update_fields=None if proposal is None else [*said])
    record(by, "kept_proposal", kept, audience=Audience.SELF)
    return kept


def _refuse_closed(event: Event) -> None:
    if not rules.takes_proposals(event, proposals.call_of(event), now()):
        raise Refused(_("Sessions can no longer be proposed."))


@transaction.atomic
def send_proposal(by: Actor, *, proposal: Proposal) -> Proposal:
    """From now on the organisers read it. Twice is once."""
    kept = _hers(by, proposal)
    if kept.sent_at is None:
        _refuse_closed(kept.event)
        missing = _("Tell in a few words what it is about.")
        words_said(kept.abstract, field="abstract", missing=missing)
        kept.sent_at = now()
        kept.save(update_fields=["sent_at"])
        record(by, "sent_proposal", kept, audience=Audience.PARTIES, group=group_of(kept.event))
    return kept


@transaction.atomic
def withdraw_proposal(by: Actor, *, proposal: Proposal) -> None:
    """Nobody reads it any more. What is accepted stays in the programme."""
    kept = _hers(by, proposal)
    kept.withdrawn_at = now()
    kept.save(update_fields=["withdrawn_at"])
    record(by, "withdrew_proposal", kept, audience=Audience.SELF)


def _hers(by: Actor, proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("event")
    return rows.get(pk=proposal.pk, proposer=by, withdrawn_at=None)


@transaction.atomic
def review_proposal(by: Actor, *, proposal: Proposal, score: int, note: str = "") -> ProposalReview:
    """What one of the organisers thinks; said again it is changed. Not of one's own."""
    kept = _reviewed(by, proposal)
    if not LEAST <= score <= MOST:
        raise Refused(_("Choose a score from 1 to 5."), field="score")
    said = line(note, limit=500, field="note")
    row, _is_new = ProposalReview.objects.update_or_create(
        proposal=kept, reviewer=by, defaults={"score": score, "note": said, "reviewed_at": now()}
    )
    record(by, "reviewed_proposal", row, audience=Audience.SELF)
    return row


@transaction.atomic
def accept_proposal(
    by: Actor, *, proposal: Proposal, starts_at: datetime, ends_at: datetime, reply: str = ""
) -> Proposal:
    """It is a draft in the programme, with who proposed it as its speaker; she hears of it."""
    kept = _reviewed(by, proposal)
    if kept.accepted_at is not None:
        return kept
    _refuse_answer(kept)
    details = SessionDetails(
        title=kept.title, abstract=kept.abstract, starts_at=starts_at, ends_at=ends_at
    )
    kept.session = plan_another(by, kept.event, details)
    refuse_speaking_twice(kept.session, [kept.proposer_id])
    add_speaker(kept.session, actor=kept.proposer, agreed_at=now())
    kept.accepted_at = now()
    kept.reply = long_text(reply, field="reply", limit=2_000)
    kept.save(update_fields=["session", "accepted_at", "reply"])
    record(by, "accepted_proposal", kept, audience=Audience.PARTIES, group=group_of(kept.event))
    return kept


@transaction.atomic
def decline_proposal(by: Actor, *, proposal: Proposal, reply: str) -> Proposal:
    """With words: nobody who offered something hears nothing back."""
    kept = _reviewed(by, proposal)
    if kept.declined_at is not None:
        return kept
    _refuse_answer(kept)
    missing = _("Write a few words: she made an effort.")
    kept.reply = words_said(reply, field="reply", missing=missing, limit=2_000)
    kept.declined_at = now()
    kept.save(update_fields=["declined_at", "reply"])
    record(by, "declined_proposal", kept, audience=Audience.PARTIES, group=group_of(kept.event))
    return kept


def _reviewed(by: Actor, proposal: Proposal) -> Proposal:
    """Held, for who organises the event and did not propose it herself."""
    seen = organised(by, proposal.event)
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    kept = proposals.proposal(by, seen, proposal.pk)
    if kept.proposer_id == by.pk:
        raise Refused(_("This is your own proposal. Others look at it."))
    return kept


def _refuse_answer(kept: Proposal) -> None:
    reviews = kept.reviews.count()
    organisers = proposals.who_can_review(kept)
    if kept.is_answered:
        raise Refused(_("It was answered already."))
    if not rules.may_be_answered(kept, reviews=reviews, organisers=organisers):
        raise Refused(_("First two organisers give it a score."))
