"""What happens when its time has come: nobody who applied is forgotten, and nothing is kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.opportunities import queries, rules
from vaknet.domain.opportunities.actions.held import group_of, speaker_of
from vaknet.domain.opportunities.actions.moving import call_off
from vaknet.domain.opportunities.actions.placing import empty
from vaknet.domain.opportunities.models import Application, Opportunity

AGAIN = timedelta(days=7)
# A panel that is silent for so long does not come back: then who applied hears that.
GIVEN_UP = timedelta(weeks=13)
NO_PERIOD = timedelta(days=365)


def tell_in_time(*, now: datetime) -> int:
    """For the clock: panels hear that they can read, that the day comes near and that it passed;
    who applied hears that it is late. How many were told, each in its own transaction."""
    told = 0
    for due, tell in (
        (_closed(now), _tell_closed),
        (_unread(now), _ask_reader),
        (_nearing(now), _tell_nearing),
        (_given_up(now), _give_up),
        (_late(now), _tell_late),
    ):
        told += sum(chain.from_iterable(iter(partial(_next, due, tell, now), [])))
    return told


@transaction.atomic
def _next(
    due: QuerySet[Opportunity], tell: Callable[[Opportunity, datetime], None], now: datetime
) -> list[int]:
    rows = due.select_for_update(of=("self",), skip_locked=True, no_key=True)
    held = rows.order_by("closes_at", "pk").first()
    if held is None:
        return []
    tell(held, now)
    return [1]


def _running(now: datetime) -> QuerySet[Opportunity]:
    rows = Opportunity.objects.filter(published_at__isnull=False, cancelled_at=None)
    return rows.filter(answered_at=None, closes_at__lte=now)


def _closed(now: datetime) -> QuerySet[Opportunity]:
    return _running(now).filter(closed_at=None)


def _unread(now: datetime) -> QuerySet[Opportunity]:
    again = Q(reader_asked_at=None) | Q(reader_asked_at__lte=now - AGAIN)
    rows = _running(now).filter(again)
    return rows.filter(pk__in=[one.pk for one in rows if queries.lacks_a_reader(one)])


def _nearing(now: datetime) -> QuerySet[Opportunity]:
    today = localdate(now)
    return _running(now).filter(nearing_at=None, answer_by__range=(today, today + rules.NEARS))


def _late(now: datetime) -> QuerySet[Opportunity]:
    again = Q(late_at=None) | Q(late_at__lte=now - AGAIN)
    return _running(now).filter(again, answer_by__lt=localdate(now))


def _given_up(now: datetime) -> QuerySet[Opportunity]:
    return _running(now).filter(answer_by__lt=localdate(now) - GIVEN_UP)


def _record(held: Opportunity, verb: str, now: datetime) -> None:
    by = speaker_of(held)
    record(by, verb, held, audience=Audience.PARTIES, group=group_of(held), at=now)


def _tell_closed(held: Opportunity, now: datetime) -> None:
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    _record(held, "closed_opportunity", now)


def _ask_reader(held: Opportunity, now: datetime) -> None:
    held.reader_asked_at = now
    held.save(update_fields=["reader_asked_at"])
    _record(held, "reader_is_missing", now)


def _tell_nearing(held: Opportunity, now: datetime) -> None:
    held.nearing_at = now
    held.save(update_fields=["nearing_at"])
    _record(held, "reply_comes_near", now)


def _tell_late(held: Opportunity, now: datetime) -> None:
    """Who applied hears it once for each promise, the panel every week."""
    verb = "reply_is_late" if held.late_at is None else "panel_is_late"
    held.late_at = now
    held.save(update_fields=["late_at"])
    _record(held, verb, now)


def _give_up(held: Opportunity, now: datetime) -> None:
    """Why is said when it is read, in the language of who reads."""
    call_off(speaker_of(held), held, "", now)


def erase_applications(*, now: datetime) -> int:
    """For the clock: what people wrote, and what was thought of it, once its term is over. Of who
    takes part only that she does stays, until it is over. Who still may get a place is waited for.
    How many are gone."""
    takes_part = Q(confirmed_at__isnull=False, declined_at=None, opportunity__cancelled_at=None)
    over = Q(opportunity__ends_on__lt=localdate(now) - rules.KEPT)
    begins = Q(opportunity__starts_on=None)
    begins |= Q(opportunity__starts_on__lt=localdate(now) - rules.KEPT)
    over |= Q(begins, opportunity__ends_on=None, replied_at__lt=now - NO_PERIOD)
    nothing = Q(confirmed_at=None, declined_at=None, lapsed_at=None, opportunity__cancelled_at=None)
    waits = Q(nothing, offered_until__gt=now)
    waits |= Q(
        nothing,
        outcome=Application.Outcome.RESERVE,
        offered_until=None,
        reserve_ended_at=None,
    )
    due = Application.objects.filter(erase_at__lte=now).exclude(waits)
    unsent = Application.objects.filter(sent_at=None, opportunity__closes_at__lte=now - rules.KEPT)
    gone = 0
    for row in due.filter(takes_part, emptied_at=None).order_by("pk"):
        gone += _empty(row, now)
    for rows in (due.exclude(takes_part), due.filter(takes_part & over), unsent):
        gone += sum(_delete(row) for row in rows.order_by("pk"))
    return gone


@transaction.atomic
def _empty(row: Application, now: datetime) -> int:
    empty(row)
    row.emptied_at, row.reply = now, ""
    row.save(update_fields=["emptied_at", "reply"])
    record(row.person, "emptied_application", row, audience=Audience.SELF, at=now)
    return 1


@transaction.atomic
def _delete(row: Application) -> int:
    record(row.person, "erased_application", row, audience=Audience.SELF)
    row.delete()
    return 1
