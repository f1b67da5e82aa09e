"""A talk as an invitation, for one of the two, and in the calendar that she subscribed to.

Where mail comes in, the organiser is an address at which her calendar's answer reaches us, and
whose it is (docs/decisions/0050). Elsewhere it is the other one: the two see each other's address
in the file anyhow, once they agreed, and never before.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.entries import Entry
from vaknet.domain.people.answering import Matter, address_for, is_open
from vaknet.domain.people.models import Account
from vaknet.domain.talks import queries
from vaknet.domain.talks.models import Talk, TalkMove
from vaknet.kit.calendar import Meeting, Method, Party
from vaknet.kit.calendar import invitation as build

LOOKS_BACK = timedelta(days=90)
MOST = 500


def invitation(talk: Talk, *, reader: Actor, base_url: str, method: Method = "REQUEST") -> bytes:
    """The file for one of the two. `talk` has a time: it is agreed, or was before it was
    cancelled, or it is a proposal of one time that her calendar may answer.
    """
    starts_at = talk.starts_at or only_time(talk)
    if starts_at is None:
        raise ValueError("a talk without a time is in nobody's calendar")
    other = talk.invitee if reader.pk == talk.proposer_id else talk.proposer
    people = Account.objects.filter(actor__in=[reader, other]).select_related("actor")
    accounts = {account.actor_id or 0: account for account in people}
    move = queries.last_move(talk)
    return build(
        Meeting(
            uid=f"{talk.uid}@{urlsplit(base_url).hostname}",
            sequence=talk.sequence,
            summary=talk.purpose,
            location=talk.location,
            page=f"{base_url}{page(talk)}",
            starts_at=starts_at,
            minutes=talk.minutes,
            organiser=_organiser(talk, reader, other, accounts),
            attendees=_attendees(talk, reader, other, accounts),
            stamp=_changed_at(talk, move),
            is_sure=talk.agreed_at is not None,
        ),
        method,
    )


def page(talk: Talk) -> str:
    return f"/ik/afspraken/{talk.pk}/"


def only_time(talk: Talk) -> datetime | None:
    """A proposal of one time is an invitation to it; of three, a calendar cannot ask."""
    times = list(talk.proposed_times.all())
    return times[0].starts_at if len(times) == 1 else None


def asks_by_calendar(talk: Talk) -> bool:
    """Whether the invitee has it in her calendar, not agreed on yet."""
    return is_open() and talk.agreed_at is None and only_time(talk) is not None


def waits_for(reader: Actor, talk: Talk) -> bool:
    """For her yes to the time at which it is now."""
    if talk.agreed_at is None:
        return reader.pk == talk.invitee_id
    move = queries.last_move(talk)
    return move is not None and move.by_id != reader.pk and move.accepted_at is None


def calendar_entries(viewer: Actor) -> Iterable[Entry]:
    """What she agreed on, from three months back."""
    moves = {move.talk_id: move for move in queries.last_moves(viewer)}
    agreed = queries.agreed_since(viewer, now() - LOOKS_BACK)[:MOST]
    for talk, starts_at in ((talk, talk.starts_at) for talk in agreed if talk.starts_at):
        move = moves.get(talk.pk)
        waits = move is not None and move.accepted_at is None
        asked = move is not None and move.by_id != viewer.pk
        yield Entry(
            uid=str(talk.uid),
            sequence=talk.sequence,
            summary=talk.purpose,
            location=talk.location,
            path=page(talk),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=talk.minutes),
            changed_at=_changed_at(talk, move),
            is_sure=not waits,
            said="NEEDS-ACTION" if waits and asked else "ACCEPTED",
        )


def _changed_at(talk: Talk, move: TalkMove | None) -> datetime:
    moved = (move.moved_at, move.accepted_at) if move else ()
    moments = (talk.proposed_at, talk.agreed_at, talk.cancelled_at, *moved)
    changed: datetime = max(moment for moment in moments if moment is not None)
    return changed


def _organiser(talk: Talk, reader: Actor, other: Actor, accounts: dict[int, Account]) -> Party:
    if is_open() and reader.pk in accounts:
        return Party(other.name, address_for(accounts[reader.pk], Matter.TALK, talk.pk))
    return _party(other, accounts)


def _attendees(
    talk: Talk, reader: Actor, other: Actor, accounts: dict[int, Account]
) -> tuple[Party, ...]:
    said = "NEEDS-ACTION" if waits_for(reader, talk) else "ACCEPTED"
    hers = _party(reader, accounts, said=said, asked=is_open())
    if talk.agreed_at is None:
        return (hers,)
    theirs = "NEEDS-ACTION" if waits_for(other, talk) else "ACCEPTED"
    return (hers, _party(other, accounts, said=theirs))


def _party(
    actor: Actor, accounts: dict[int, Account], *, said: str = "ACCEPTED", asked: bool = False
) -> Party:
    account = accounts.get(actor.pk)
    email = account.email if account else f"{actor.handle}@invalid"
    return Party(actor.name, email, said, asked)
