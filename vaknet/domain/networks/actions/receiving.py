"""What another network tells of a treaty. Each may come twice, late, or cross what we told it.

Whatever came, the answer is how the treaty stands here. Where two texts of one number cross, the
one with the smaller digest stands: both sides see the same two, so both keep the same one.
"""

from datetime import datetime, timedelta

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.networks.actions import errands
from vaknet.domain.networks.actions.ending import end_now, lock
from vaknet.domain.networks.actions.line import TooMuch
from vaknet.domain.networks.actions.ourselves import this_network
from vaknet.domain.networks.actions.treaties import enter_into_force
from vaknet.domain.networks.models import Network, Side, Terms, Treaty
from vaknet.domain.networks.queries import current_terms, waiting_proposals
from vaknet.domain.networks.terms import MOST_NOTICE, Signed
from vaknet.engine.activitypub.keys import as_text
from vaknet.kit.plain import plain

MOST_WAITING = 20  # proposals of others that nobody here answered yet
MOST_PROPOSALS = 5  # of one network in a day, also those that it took back
MOST_TEXTS = 10  # of one network in a day, in all its proposals
DAY = timedelta(days=1)
UNKNOWN: dict[str, object] = {"state": "unknown"}
CROSSED: dict[str, object] = {"state": "crossed"}

type State = dict[str, object]


@transaction.atomic
def receive_proposal(*, network: Network, signed: Signed, now: datetime) -> State:
    """Raises TooMuch when others wait already, more than anybody reads, or this one came often."""
    lock(network)
    known = Treaty.objects.filter(token=signed.text.token).first()
    if known is not None:
        return state(known) if known.network_id == network.pk else UNKNOWN
    if signed.text.number != 1:
        return UNKNOWN
    _check_calm(network, now)
    ours = Treaty.objects.filter(network=network, ended_at=None).first()
    if ours is not None:
        if not _gives_way(ours, signed):
            return CROSSED
        errands.drop(ours, now=now)
        end_now(ours, by=Side.HERE, why="", at=now)
    elif waiting_proposals().count() >= MOST_WAITING:
        raise TooMuch
    treaty = Treaty.objects.create(
        network=network, token=signed.text.token, proposed_by=Side.THERE, proposed_at=now
    )
    _keep(treaty, signed, now)
    record(this_network(), "received_proposal", treaty, audience=Audience.PARTIES)
    return state(treaty)


@transaction.atomic
def receive_counter(*, network: Network, signed: Signed, now: datetime) -> State:
    """Raises TooMuch when they sent many texts today."""
    treaty = _treaty(network, signed.text.token)
    if treaty is None:
        return UNKNOWN
    standing = current_terms(treaty)
    settled = treaty.ended_at is not None or treaty.in_force_from is not None
    if settled or treaty.versions.filter(digest=signed.digest).exists():
        return state(treaty)
    _check_calm(network, now)
    if signed.text.number == standing.number and standing.by == Side.HERE:
        if signed.digest > standing.digest:
            return CROSSED
        standing.set_aside_at = now
        standing.save(update_fields=["set_aside_at"])
        errands.drop(treaty, now=now)
    elif signed.text.number != standing.number + 1:
        return CROSSED
    _keep(treaty, signed, now)
    record(this_network(), "received_counter", treaty, audience=Audience.PARTIES)
    return state(treaty)


@transaction.atomic
def receive_signature(*, network: Network, digest: str, signed: Signed, now: datetime) -> State:
    """Nothing unless we signed that very text: theirs alone binds nobody. In force then, also when
    we meanwhile proposed another one, since they signed what we stood for until they heard of
    that."""
    treaty = _treaty(network, signed.text.token)
    if treaty is None:
        return UNKNOWN
    terms = treaty.versions.filter(digest=digest, set_aside_at=None).first()
    is_open = treaty.ended_at is None and treaty.in_force_from is None
    if is_open and terms is not None and terms.signed_here and signed.digest == digest:
        _sign_there(terms, signed, now)
        enter_into_force(treaty, terms, now)
        errands.drop(treaty, now=now)
        record(this_network(), "treaty_signed_there", treaty, audience=Audience.PARTIES)
    return state(treaty)


@transaction.atomic
def receive_end(
    *, network: Network, token: str, at: datetime | None, why: str, now: datetime
) -> State:
    """Declined or withdrawn, ended now, or from the day that they name. What came goes then.

    Managers hear of notice once, not of each earlier day after that.
    """
    treaty = _treaty(network, token)
    if treaty is None:
        return UNKNOWN
    if treaty.ended_at is not None:
        return state(treaty)
    why, was_said = plain(why, 300), treaty.notice_by == Side.THERE
    at = at and min(at, now + timedelta(days=MOST_NOTICE))
    if treaty.in_force_from is None or at is None or at <= now:
        errands.drop(treaty, now=now)
        end_now(treaty, by=Side.THERE, why=why, at=now)
    elif treaty.in_force_until is None or at < treaty.in_force_until:
        treaty.in_force_until, treaty.notice_by, treaty.why = at, Side.THERE, why
        treaty.save(update_fields=["in_force_until", "notice_by", "why"])
        if was_said:
            return state(treaty)
    else:
        return state(treaty)
    record(this_network(), "treaty_ended_there", treaty, audience=Audience.PARTIES)
    return state(treaty)


@transaction.atomic
def hear_state(*, treaty: Treaty, said: str, signed: Signed | None, now: datetime) -> None:
    """What they answered to what we told: how it stands there. Where the two differ, that which
    cannot be undone counts: signed by both, and ended."""
    lock(treaty.network)
    treaty = Treaty.objects.get(pk=treaty.pk)
    if treaty.ended_at is not None:
        return
    if said == "in_force" and signed is not None and treaty.in_force_from is None:
        receive_signature(network=treaty.network, digest=signed.digest, signed=signed, now=now)
    elif said == "crossed" and treaty.in_force_from is None:
        _give_way(treaty, now)
    elif said in {"ended", "unknown"}:
        errands.drop(treaty, now=now)
        end_now(treaty, by=Side.THERE, why="", at=now)
        record(this_network(), "treaty_ended_there", treaty, audience=Audience.PARTIES)


def state(treaty: Treaty) -> State:
    """How it stands here, with our signature where it is in force."""
    terms = current_terms(treaty)
    told: State = {"version": terms.number, "digest": terms.digest}
    if treaty.ended_at is not None:
        return told | {"state": "ended"}
    if treaty.in_force_from is None:
        return told | {"state": "open"}
    return told | {"state": "in_force", "signed": terms.signed_here}


def _treaty(network: Network, token: str) -> Treaty | None:
    lock(network)
    return Treaty.objects.filter(network=network, token=token).first()


def _check_calm(network: Network, now: datetime) -> None:
    """Each text is a letter to every manager, and rows that stay."""
    came = Terms.objects.filter(treaty__network=network, by=Side.THERE)
    proposals = Treaty.objects.filter(network=network, proposed_by=Side.THERE)
    if (
        proposals.filter(proposed_at__gt=now - DAY).count() >= MOST_PROPOSALS
        or came.filter(signed_there_at__gt=now - DAY).count() >= MOST_TEXTS
    ):
        raise TooMuch


def _keep(treaty: Treaty, signed: Signed, now: datetime) -> None:
    Terms.objects.create(
        treaty=treaty,
        number=signed.text.number,
        content=signed.content,
        digest=signed.digest,
        by=Side.THERE,
        signed_there=signed.document,
        signed_there_at=now,
        key_there=as_text(signed.key.key),
    )


def _sign_there(terms: Terms, signed: Signed, now: datetime) -> None:
    terms.signed_there, terms.signed_there_at = signed.document, now
    terms.key_there = as_text(signed.key.key)
    terms.save(update_fields=["signed_there", "signed_there_at", "key_there"])


def _gives_way(ours: Treaty, signed: Signed) -> bool:
    """Only a first proposal of ours that crossed theirs, and only when theirs has the smaller
    digest."""
    standing = current_terms(ours)
    untouched = ours.in_force_from is None and standing.number == 1 and standing.by == Side.HERE
    return untouched and signed.digest < standing.digest


def _give_way(treaty: Treaty, now: datetime) -> None:
    """Theirs stands there; it comes, or came already."""
    errands.drop(treaty, now=now)
    standing = current_terms(treaty)
    if standing.number == 1:
        end_now(treaty, by=Side.HERE, why="", at=now)
    elif standing.by == Side.HERE:
        standing.set_aside_at = now
        standing.save(update_fields=["set_aside_at"])
