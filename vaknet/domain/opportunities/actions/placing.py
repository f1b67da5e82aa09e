"""Places: kept for a while for who got one, and then for the next on the reserve list."""

from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.actions import leave_group
from vaknet.domain.groups.asleep import sleep_of
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions.entering import let_in
from vaknet.domain.opportunities.actions.held import lock
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.refusal import Refused

OPEN = Q(confirmed_at=None, declined_at=None, lapsed_at=None)


@transaction.atomic
def confirm_place(by: Actor, *, opportunity: Opportunity) -> Application:
    """Yes. With it she agrees that organisers and who else takes part see her name, and that she is
    in their group once there is one. Twice is once."""
    held = lock(opportunity.pk)
    row = _hers(by, held)
    if row.confirmed_at is not None and row.declined_at is None:
        return row
    if held.cancelled_at is not None or not rules.is_offered(row, now()):
        raise Refused(_("This place is not kept for you any more. Ask who organises it."))
    row.confirmed_at = now()
    row.save(update_fields=["confirmed_at"])
    record(by, "confirmed_place", row, audience=Audience.PARTIES)
    if held.cohort is not None and sleep_of(held.cohort) is None:
        let_in(held.cohort, by)
    return row


@transaction.atomic
def decline_place(by: Actor, *, opportunity: Opportunity) -> None:
    """The next on the reserve list hears. Twice is once."""
    held = lock(opportunity.pk)
    row = _hers(by, held)
    if row.outcome == Application.Outcome.NO:
        raise Application.DoesNotExist
    let_go(by, held, row)


def _hers(by: Actor, held: Opportunity) -> Application:
    """Raises Application.DoesNotExist as long as she has no reply."""
    return Application.objects.get(opportunity=held, person=by, replied_at__isnull=False)


def let_go(
    by: Actor,
    held: Opportunity,
    row: Application,
    *,
    at: datetime | None = None,
    stays_in_group: bool = False,
) -> None:
    """What she wrote goes with it, and she is not in the group of who take part any more."""
    if row.declined_at is not None:
        return
    had_place = row.offered_until is not None and row.lapsed_at is None
    was_in = row.confirmed_at is not None
    row.declined_at = row.emptied_at = at or now()
    soon = row.declined_at + rules.KEPT
    row.reply, row.erase_at = "", min(row.erase_at or soon, soon)
    row.save(update_fields=["declined_at", "emptied_at", "reply", "erase_at"])
    empty(row)
    record(by, "declined_place", row, audience=Audience.PARTIES)
    if was_in and held.cohort is not None and not stays_in_group:
        leave_group(by, group=held.cohort)
    if had_place:
        offer_places(held, at=row.declined_at)


def empty(row: Application) -> None:
    """Words and scores; that it is there stays, as long as somebody has to count places by it."""
    row.answers.all().delete()
    row.scores.all().delete()
    row.asides.all().delete()


def offer_places(held: Opportunity, *, at: datetime) -> int:
    """What is free goes to the reserve list, in its order. The row of the opportunity is held by
    who calls. It is kept in the name of who gets it: in the log of nobody else stands who
    applied."""
    begins = rules.beginning(held)
    if held.answered_at is None or held.cancelled_at is not None or (begins and begins <= at):
        return 0
    rows = Application.objects.filter(opportunity=held)
    taken = rows.filter(offered_until__isnull=False, declined_at=None, lapsed_at=None).count()
    free = max(0, held.places - taken)
    reserve = rows.filter(
        OPEN, outcome=Application.Outcome.RESERVE, offered_until=None, reserve_ended_at=None
    )
    offered = 0
    for row in reserve.order_by(F("reserve_rank").asc(nulls_last=True), "pk")[:free]:
        row.offered_until = rules.offer_until(held, at)
        row.save(update_fields=["offered_until"])
        record(row.person, "offered_place", row, audience=Audience.SELF, at=at)
        offered += 1
    return offered


def lapse_offers(*, at: datetime) -> int:
    """For the clock: how many places went on because nobody answered, each in its own
    transaction."""
    return sum(chain.from_iterable(iter(lambda: _lapse_next(at), [])))


@transaction.atomic
def _lapse_next(at: datetime) -> list[int]:
    due = Application.objects.filter(OPEN, offered_until__lte=at)
    found = due.order_by("offered_until", "pk").first()
    if found is None:
        return []
    held = lock(found.opportunity_id)
    row = due.filter(pk=found.pk).select_for_update(of=("self",)).first()
    if row is None:  # she answered while we waited for the row
        return [0]
    row.lapsed_at = at
    row.save(update_fields=["lapsed_at"])
    if held.cancelled_at is None:
        record(row.person, "lapsed_place", row, audience=Audience.SELF, at=at)
    offer_places(held, at=at)
    return [1]


def end_reserves(*, at: datetime) -> int:
    """For the clock: who waited and can get no place any more hears that too. It began, or the
    usual term after the reply is over and no place is kept for anybody any more."""
    return sum(chain.from_iterable(iter(lambda: _end_next(at), [])))


@transaction.atomic
def _end_next(at: datetime) -> list[int]:
    kept = Application.objects.filter(OPEN, offered_until__isnull=False)
    is_kept = Exists(kept.filter(opportunity=OuterRef("opportunity")))
    over = Q(~is_kept, replied_at__lte=at - rules.KEPT)
    over |= Q(opportunity__starts_on__lte=localdate(at))
    waits = Application.objects.filter(
        OPEN,
        over,
        outcome=Application.Outcome.RESERVE,
        replied_at__isnull=False,
        offered_until=None,
        reserve_ended_at=None,
        opportunity__cancelled_at=None,
    )
    found = waits.order_by("pk").first()
    if found is None:
        return []
    lock(found.opportunity_id)
    row = waits.filter(pk=found.pk).first()
    if row is None:  # she let go, or was offered a place, while we waited
        return [0]
    row.reserve_ended_at = at
    row.erase_at = max(row.erase_at or at, at + timedelta(days=1))
    row.save(update_fields=["reserve_ended_at", "erase_at"])
    record(row.person, "ended_reserve", row, audience=Audience.SELF, at=at)
    return [1]
