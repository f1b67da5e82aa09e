"""Who may propose a talk, and what may still be done with one."""

from datetime import datetime

from vaknet.domain.activity.models import Actor
from vaknet.domain.talks.models import Talk, TalkMove


def may_propose(person: Actor, invitee: Actor, *, are_acquainted: bool) -> bool:
    """`are_acquainted`: connected, introduced and agreed, in one group, or both for coffee."""
    return person.pk != invitee.pk and are_acquainted


def is_waiting(talk: Talk) -> bool:
    return talk.agreed_at is None and talk.declined_at is None and talk.cancelled_at is None


def may_pick_time(person: Actor, talk: Talk) -> bool:
    return talk.invitee_id == person.pk and is_waiting(talk)


def may_decline(person: Actor, talk: Talk) -> bool:
    return may_pick_time(person, talk)


def may_cancel(person: Actor, talk: Talk) -> bool:
    """The proposer at any time, also of one that was silently declined; both once agreed."""
    if talk.cancelled_at is not None:
        return False
    return talk.proposer_id == person.pk or (
        talk.invitee_id == person.pk and talk.agreed_at is not None
    )


def may_move(person: Actor, talk: Talk, *, now: datetime) -> bool:
    """Either of the two, of a talk that is agreed on and did not begin."""
    stands = talk.starts_at is not None and talk.starts_at > now and talk.cancelled_at is None
    return stands and person.pk in (talk.proposer_id, talk.invitee_id)


def may_accept_move(person: Actor, talk: Talk, move: TalkMove | None, *, now: datetime) -> bool:
    """Whoever did not move it, as long as she said nothing of it."""
    waits = move is not None and move.by_id != person.pk and move.accepted_at is None
    return waits and may_move(person, talk, now=now)


def was_move_accepted(person: Actor, move: TalkMove | None) -> bool:
    """Whether she moved it, and the other said that this suits."""
    return move is not None and move.by_id == person.pk and move.accepted_at is not None


def may_say_outcome(person: Actor, talk: Talk, *, now: datetime) -> bool:
    """Of a talk that was agreed on and has begun, for the two of it."""
    was = talk.starts_at is not None and talk.starts_at <= now and talk.cancelled_at is None
    return was and person.pk in (talk.proposer_id, talk.invitee_id)
