"""Coming from another network: a Join is all that she says, and yes or no all that she hears."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import elsewhere, queries, rules
from vaknet.domain.events.actions.held import group_of, lock_seats, speaker_of
from vaknet.domain.events.actions.registering import (
    enrol,
    refuse_registration,
    seat_or_wait,
    withdraw,
)
from vaknet.domain.events.models import Event, EventPrint, Registration
from vaknet.domain.federation.actions.partings import PARTED
from vaknet.domain.federation.models import RemoteActor
from vaknet.domain.federation.queries import is_hidden_elsewhere
from vaknet.domain.federation.queries.limits import limits
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.origins import domain

# Of one domain for one event: whoever has it can make as many people and servers as she likes.
JOINS_AN_HOUR = 30
MOST_AN_HOUR = 200  # of all others together


@transaction.atomic
def join_from_elsewhere(by: RemoteActor, *, event: Event, asked_as: str) -> Registration:
    """A seat, or a place in the line. Twice is once: then the last asking is the one that counts.

    Raises Refused, and Event.DoesNotExist for what guests may not know of.
    """
    rows = queries.visible_events(None).annotate(asks=elsewhere.needs_answers())
    seen = rows.get(pk=event.pk)
    one_at_a_time(by.actor)
    standing = elsewhere.of_actor(by.actor, seen.pk)
    if standing is not None and seen.cancelled_at is None:
        standing.asked_as = asked_as
        standing.save(update_fields=["asked_as"])
        return standing
    refuse_registration(seen)
    lock_seats(seen.pk)  # those who come at once are counted one after another
    _refuse_from_elsewhere(by, seen, needs_answers=seen.asks)
    row = enrol(seen, person=by.actor, companions=0, asked_as=asked_as)
    record(by.actor, "registered", row, audience=Audience.PARTIES, group=group_of(seen))
    seat_or_wait(seen, row)
    return row


@transaction.atomic
def leave_from_elsewhere(by: RemoteActor, *, registration: Registration) -> None:
    """She does not come after all, or does not wait any more. Twice is once."""
    held = lock_seats(registration.event_id)
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=registration.pk, cancelled_at=None).first()
    if row is None:
        return
    if row.checked_in_at is not None:
        raise Refused(_("You are there already. Enjoy the day."))
    withdraw(by.actor, held, row)


def _refuse_from_elsewhere(by: RemoteActor, event: Event, *, needs_answers: bool) -> None:
    if not rules.takes_joins(event, needs_answers=needs_answers):
        raise Refused(_("You register on the page of this event."))
    is_unwanted = limits(by.host.name) or is_hidden_elsewhere(by.uri)
    if by.actor.kind != Actor.Kind.PERSON or is_unwanted:
        raise Refused(_("You register on the page of this event."))
    hosts = _came_lately(event)
    near = [one for one in hosts if domain(one) == domain(by.host.name)]
    if len(near) >= JOINS_AN_HOUR or len(hosts) >= MOST_AN_HOUR:
        raise Refused(_("Very many people register at this moment. Try it in an hour."))


def _came_lately(event: Event) -> list[str]:
    """The servers of who asked in the last hour, one for each asking, also of who left again."""
    lately = Registration.objects.filter(event=event, asked_at__gt=now() - timedelta(hours=1))
    names = lately.exclude(asked_as="").values_list("person__remote__host__name", flat=True)
    return list(names[:MOST_AN_HOUR])


def _forget(actors: Collection[int], at: datetime) -> None:
    """They are gone, or their network is closed: seats go to who waits, and nothing is kept."""
    hers = Registration.objects.filter(person__in=actors).exclude(asked_as="")
    coming = hers.filter(cancelled_at=None, event__ends_at__gt=at).order_by("event", "pk")
    for event in sorted(set(coming.values_list("event", flat=True))):
        held = lock_seats(event)
        while (row := coming.filter(event=event).first()) is not None:
            withdraw(speaker_of(held), held, row)
    EventPrint.objects.filter(event__in=hers.values("event")).delete()
    # Not one that came in at this very moment: its seat is counted.
    hers.filter(Q(cancelled_at__isnull=False) | Q(event__ends_at__lte=at)).delete()


PARTED.append(_forget)
