"""Proposing a talk, and agreeing on a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, hand_over_once, record, record_many
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.words import words
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import queries, rules
from vaknet.domain.talks.models import ProposedTime, Talk, TalkMove, TalkOutcome

MOST_TIMES = 3
SHORTEST, LONGEST = 10, 8 * 60
NOTE = 1000
MOST_MOVES = 20
FARTHEST = timedelta(days=366)
SAME_ACT = timedelta(minutes=1)


@transaction.atomic
def propose_talk(
    by: Actor,
    *,
    invitee: Actor,
    purpose: str,
    times: Sequence[datetime],
    location: str = "",
    minutes: int = 30,
) -> Talk:
    """Propose up to three times. Proposing the same twice within a minute is proposing once."""
    if are_apart(by, invitee):
        raise Actor.DoesNotExist
    acquainted = queries.are_acquainted(by, invitee)
    if not rules.may_propose(by, invitee, are_acquainted=acquainted):
        raise Refused(_("You can propose a talk to people you know. Connect or be introduced."))
    aim = required_line(
        purpose, limit=300, field="purpose", missing=_("Say what you want to talk about.")
    )
    place = line(location, limit=200, field="location")
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(_("A talk takes 10 minutes to 8 hours."), field="minutes")
    moments = _moments(times)
    one_at_a_time(by)
    again = Talk.objects.filter(
        proposer=by, invitee=invitee, purpose=aim, proposed_at__gte=now() - SAME_ACT
    ).first()
    if again is not None:
        return again
    talk = Talk.objects.create(
        proposer=by, invitee=invitee, purpose=aim, location=place, minutes=minutes
    )
    ProposedTime.objects.bulk_create(
        ProposedTime(talk=talk, starts_at=moment) for moment in moments
    )
    record(by, "proposed_talk", talk, audience=Audience.PARTIES)
    return talk


def _moments(times: Sequence[datetime]) -> list[datetime]:
    moments = sorted(set(times))
    if not moments:
        raise Refused(_("Propose at least one time."), field="times")
    if len(moments) > MOST_TIMES:
        raise Refused(_("Propose at most 3 times."), field="times")
    if moments[0] <= now():
        raise Refused(_("One of these times is over. Choose times to come."), field="times")
    if moments[-1] > now() + FARTHEST:
        raise Refused(_("That is more than a year away. Choose an earlier time."), field="times")
    return moments


@transaction.atomic
def pick_time(by: Actor, *, talk: Talk, time: ProposedTime) -> Talk:
    """Agree on one of the times. Picking the same time twice is picking it once."""
    held = _held(by, talk)
    if held.agreed_at is not None and held.starts_at == time.starts_at:
        return held
    if not rules.may_pick_time(by, held):
        raise Refused(_("This talk can no longer be agreed on. Look at how it stands now."))
    if time.talk_id != held.pk:
        raise Refused(_("Choose one of the times."), field="time")
    if time.starts_at <= now():
        raise Refused(_("This time is over. Choose another one."), field="time")
    held.starts_at, held.agreed_at = time.starts_at, now()
    held.save(update_fields=["starts_at", "agreed_at"])
    record(by, "picked_time", held, audience=Audience.PARTIES)
    return held


@transaction.atomic
def decline_talk(by: Actor, *, talk: Talk) -> Talk:
    """Say no, silently: to the proposer it looks as if it waits. Twice is once."""
    held = _held(by, talk)
    if held.declined_at is not None and held.invitee_id == by.pk:
        return held
    if not rules.may_decline(by, held):
        raise Refused(_("This talk can no longer be declined. Look at how it stands now."))
    held.declined_at = now()
    held.save(update_fields=["declined_at"])
    record(by, "declined_talk", held, audience=Audience.SELF)
    return held


@transaction.atomic
def cancel_talk(by: Actor, *, talk: Talk, sequence: int | None = None) -> Talk:
    """Call it off; calendars hear it by the higher sequence number. Twice is once. `sequence`: of
    the version that she saw, for who answers to a time and not to the talk.
    """
    held = _held(by, talk)
    if held.cancelled_at is not None:
        return held
    if sequence not in {None, held.sequence}:
        raise Refused(_("The talk was moved once more. Look at when it is now."))
    if not rules.may_cancel(by, held):
        raise Refused(_("Only the two of you can cancel an agreed talk."))
    held.cancelled_at, held.sequence = now(), held.sequence + 1
    held.save(update_fields=["cancelled_at", "sequence"])
    record(by, "cancelled_talk", held, audience=Audience.PARTIES)
    return held


@transaction.atomic
def move_talk(by: Actor, *, talk: Talk, to: datetime) -> Talk:
    """To another time at once; who cannot then says no to it. To the same time twice is once."""
    held = _held(by, talk)
    before = held.starts_at
    if before == to:
        return held
    if before is None or not rules.may_move(by, held, now=now()):
        raise Refused(_("Only a talk that is agreed on and still to come can be moved."))
    [moment] = _moments([to])
    if held.moves.count() >= MOST_MOVES:
        raise Refused(_("This talk was moved often. Cancel it, and propose a new one."))
    TalkMove.objects.create(talk=held, by=by, was_at=before, starts_at=moment)
    held.starts_at, held.sequence = moment, held.sequence + 1
    held.save(update_fields=["starts_at", "sequence"])
    record(by, "moved_talk", held, audience=Audience.PARTIES)
    return held


@transaction.atomic
def accept_move(by: Actor, *, talk: Talk, sequence: int) -> Talk:
    """The new time suits her. Twice is once. `sequence`: of the version that she saw."""
    held = _held(by, talk)
    move = queries.last_move(held)
    if held.sequence != sequence:
        raise Refused(_("The talk was moved once more. Look at when it is now."))
    if move is not None and move.by_id != by.pk and move.accepted_at is not None:
        return held
    if move is None or not rules.may_accept_move(by, held, move, now=now()):
        raise Refused(_("There is no new time to agree on. Look at how the talk stands now."))
    move.accepted_at = now()
    move.save(update_fields=["accepted_at"])
    record(by, "accepted_move", held, audience=Audience.PARTIES)
    return held


@transaction.atomic
def say_outcome(by: Actor, *, talk: Talk, kind: str, note: str = "") -> TalkOutcome:
    """Each of the two says her own, for herself; something else said later replaces it."""
    held = _held(by, talk)
    if not rules.may_say_outcome(by, held, now=now()):
        raise Refused(_("You can say how it went once the talk has been."))
    if kind not in TalkOutcome.Kind.values:
        raise Refused(_("Choose one of the answers."))
    told = {"kind": kind, "note": words(note, field="note", limit=NOTE)}
    said = held.outcomes.filter(actor=by, until=None)
    before = said.first()
    if before is not None and {"kind": before.kind, "note": before.note} == told:
        return before
    moment = now()
    said.update(until=moment)
    outcome = TalkOutcome.objects.create(talk=held, actor=by, since=moment, **told)
    record(by, "said_talk_outcome", outcome, audience=Audience.SELF)
    return outcome


def _held(by: Actor, talk: Talk) -> Talk:
    """Locked: picking, declining and cancelling may meet. Not found for anybody else."""
    Talk.objects.select_for_update(no_key=True).get(pk=talk.pk)
    return queries.talk(by, talk.pk)


@dataclass(frozen=True)
class NewTalk:
    proposer: Actor
    invitee: Actor
    purpose: str
    times: Sequence[datetime]
    at: datetime
    location: str = ""
    minutes: int = 30


@transaction.atomic
def propose_many(*, talks: Sequence[NewTalk]) -> None:
    """Talks that wait for their invitees, made for a trial. Nobody is told."""
    rows = Talk.objects.bulk_create(
        Talk(
            proposer=new.proposer,
            invitee=new.invitee,
            purpose=new.purpose,
            location=new.location,
            minutes=new.minutes,
            proposed_at=new.at,
        )
        for new in talks
    )
    ProposedTime.objects.bulk_create(
        ProposedTime(talk=row, starts_at=moment)
        for new, row in zip(talks, rows, strict=True)
        for moment in new.times
    )
    record_many(
        "proposed_talk",
        [(row.proposer, row.pk, row.proposed_at) for row in rows],
        kind=Talk,
        audience=Audience.PARTIES,
    )


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """She leaves the network: proposals are off, without a word. Nobody waits at an empty table."""
    hers = Talk.objects.filter(Q(proposer=actor) | Q(invitee=actor), cancelled_at=None)
    if hers.filter(agreed_at__isnull=False, starts_at__gt=at).exists():
        raise Refused(_("You have a talk to come. Cancel it first: then the other one knows."))
    hers.filter(agreed_at=None).update(cancelled_at=at)


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back: what was called off at the moment of her leaving waits again."""
    hers = Talk.objects.filter(Q(proposer=actor) | Q(invitee=actor), cancelled_at=at)
    hers.update(cancelled_at=None)


@transaction.atomic
def take_over_talks(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one; with herself she need not talk."""
    both = (kept, merged)
    between = Q(proposer__in=both, invitee__in=both)
    Talk.objects.filter(between, declined_at=None, cancelled_at=None).update(cancelled_at=at)
    for column in ("proposer", "invitee"):
        hand_over(Talk.objects.exclude(between), column, kept=kept, merged=merged)
    hand_over(TalkMove.objects.all(), "by", kept=kept, merged=merged)
    said = TalkOutcome.objects.exclude(talk__in=Talk.objects.filter(between))
    hand_over_once(said, "actor", kept=kept, merged=merged, same=["talk_id"], at=at)
