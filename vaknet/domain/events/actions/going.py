"""A member comes to an event on another network: asking, what is answered, and what changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import elsewhere
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.federation import queries as federation
from vaknet.domain.federation.actions.delivery import check_sent, deliver
from vaknet.domain.federation.actions.partings import PARTED, STEPPED_BACK
from vaknet.domain.federation.actions.taking_part import check_hears
from vaknet.domain.federation.models import RemoteActor
from vaknet.domain.federation.rules import chance, id_of
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.own_follows import join, leave

MOST_GOING = 200
BETWEEN = timedelta(days=1)  # two letters about changes of one event
AT_ONCE = 500  # letters about changes that waited
Answer = GoingElsewhere.Answer


@dataclass(frozen=True)
class EventThere:
    """As its own network tells of it now. `organiser` is the id of who is asked; `answerers` are
    the others who may answer. `takes_joins`: one can come by saying so."""

    uri: str
    page: str
    name: str
    starts_at: datetime
    ends_at: datetime | None
    zone: str
    place: str
    organiser: str
    answerers: tuple[str, ...]
    takes_joins: bool
    is_off: bool


@transaction.atomic
def go_elsewhere(by: Actor, *, there: EventThere, organiser: RemoteActor) -> GoingElsewhere:
    """She asks to come, in her own name. Twice is once. Raises as `check_hears` does."""
    one_at_a_time(by)
    if not federation.is_known(by):
        raise Refused(_("First let people on other networks find you."))
    check_hears(organiser, of=by)
    if there.is_off:
        raise Refused(_("This event is cancelled."))
    if (there.ends_at or there.starts_at) <= now():
        raise Refused(_("This event has been."))
    if not there.takes_joins:
        raise Refused(_("You register on the page of this event."))
    standing = GoingElsewhere.objects.filter(person=by, until=None)
    found = standing.filter(uri=there.uri).first()
    if found is not None:
        return found
    if standing.filter(starts_at__gt=now()).count() >= MOST_GOING:
        raise Refused(_("You go to very many events elsewhere. Take one back first."))
    row = GoingElsewhere(person=by, organiser=organiser, token=chance(), uri=there.uri)
    _take_over(row, there)
    row.save()
    mine = id_of(federation.token_of(by))
    told = join(mine, name=f"join-{row.token}", event=there.uri)
    check_sent(deliver(by, told, [organiser.inbox]))
    record(by, "asked_to_come_elsewhere", row, audience=Audience.SELF)
    return row


@transaction.atomic
def stay_away_elsewhere(by: Actor, *, pk: int) -> None:
    """She does not come after all. Twice is once, and of others there is none."""
    one_at_a_time(by)
    rows = GoingElsewhere.objects.filter(person=by, until=None)
    row = rows.select_related("organiser").filter(pk=pk).first()
    if row is not None:
        _leave(row, now())
        record(by, "took_back_coming_elsewhere", row, audience=Audience.SELF)


def be_answered_elsewhere(*, going: GoingElsewhere, answer: str, at: datetime) -> None:
    """Who organises it said yes, no, or not yet; no may come long after yes. The same again is
    nothing new, and after a yes there is no waiting. Belongs inside a transaction."""
    row = GoingElsewhere.objects.select_for_update(of=("self",), no_key=True).get(pk=going.pk)
    is_step_back = row.answer == Answer.YES and answer == Answer.WAITING
    if row.until is not None or row.answer == answer or is_step_back:
        return
    row.answer, row.answered_at = answer, at
    row.until = at if answer == Answer.NO else None
    row.save(update_fields=["answer", "answered_at", "until"])
    _tell(row, "was_answered_elsewhere")


def change_elsewhere(*, there: EventThere, at: datetime) -> None:
    """The event is other than it was: who goes there hears of another moment, that it is off, and
    that it goes on after all. Belongs inside a transaction."""
    for row in _locked(there.uri):
        moved = (row.starts_at, row.ends_at) != (there.starts_at, there.ends_at)
        was_off = row.cancelled_at is not None
        _take_over(row, there)
        row.cancelled_at = (row.cancelled_at or at) if there.is_off else None
        row.save()
        if was_off != there.is_off or (moved and not there.is_off):
            _changed(row, at)


def take_away_elsewhere(*, uri: str, at: datetime) -> None:
    """The event is not there any more. Belongs inside a transaction."""
    for row in _locked(uri):
        if row.cancelled_at is None:
            row.cancelled_at = at
            row.save(update_fields=["cancelled_at"])
            _changed(row, at)


@transaction.atomic
def tell_changes_elsewhere(*, at: datetime) -> None:
    """For the clock: what changed since the last letter, when that is a day ago. Of what has begun
    there is no use in a letter."""
    waiting = GoingElsewhere.objects.filter(until=None, untold_since__isnull=False)
    rows = waiting.filter(told_at__lte=at - BETWEEN, starts_at__gt=at)
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    for row in held.select_related("organiser__actor").order_by("pk")[:AT_ONCE]:
        _changed(row, at)


def _locked(uri: str) -> list[GoingElsewhere]:
    rows = elsewhere.who_goes_to(uri).select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("pk"))


def _take_over(row: GoingElsewhere, there: EventThere) -> None:
    row.page, row.name, row.place, row.zone = there.page, there.name, there.place, there.zone
    row.starts_at, row.ends_at = there.starts_at, there.ends_at
    row.answerers = [there.organiser, *there.answerers]


def _changed(row: GoingElsewhere, at: datetime) -> None:
    """One letter a day, however often it changes there; what it does not say waits for the next.

    That it is off goes at once: nobody travels for nothing. Who was told so last is not told again.
    """
    is_off = row.cancelled_at is not None
    knows = is_off and row.told_off
    may_tell = not knows and (is_off or row.told_at is None or row.told_at <= at - BETWEEN)
    if may_tell:
        row.told_at, row.told_off = at, is_off
    row.untold_since = None if may_tell or knows else row.untold_since or at
    row.save(update_fields=["told_at", "told_off", "untold_since"])
    if may_tell:
        _tell(row, "called_off_elsewhere" if is_off else "moved_elsewhere")


def _tell(row: GoingElsewhere, verb: str) -> None:
    record(row.organiser.actor, verb, row, audience=Audience.PARTIES)


def _leave(row: GoingElsewhere, at: datetime) -> None:
    row.until = at
    row.save(update_fields=["until"])
    mine = id_of(federation.token_of(row.person))
    told = leave(mine, name=f"leave-{row.token}", event=row.uri)
    deliver(row.person, told, [row.organiser.inbox])


def _end(actors: Collection[int], at: datetime) -> None:
    """Who organises is gone, or her network is closed: nobody there knows of ours any more."""
    GoingElsewhere.objects.filter(organiser__in=actors, until=None).update(until=at)


def _step_back(actor: Actor, at: datetime) -> None:
    """She is not known elsewhere any more: while her keys are there."""
    rows = GoingElsewhere.objects.filter(person=actor, until=None, starts_at__gt=at)
    if federation.tokens_of([actor.pk]):
        for row in rows.select_related("organiser", "person").order_by("pk"):
            _leave(row, at)
    GoingElsewhere.objects.filter(person=actor, until=None).update(until=at)


PARTED.append(_end)
STEPPED_BACK.append(_step_back)
