"""An event while something happens to it."""

from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import queries
from vaknet.domain.events.models import Event, EventOrganiser
from vaknet.domain.frozen import Frozen

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


def organised(by: Actor, event: Event) -> "SeenEvent":
    """Until the end of the transaction nobody else changes it, nor gives or takes a seat. To who
    does not organise it, it does not exist: raises Event.DoesNotExist."""
    lock_seats(event.pk)
    return queries.organised_event(by, event.pk)


def lock_seats(event: int) -> Event:
    """With its row as it is now."""
    return Event.objects.select_for_update(no_key=True).get(pk=event)


def group_of(event: Event) -> Actor | None:
    """The first group that holds it: in the log, it happened there."""
    return next(iter(_FIRST_GROUP(event=event.pk)), None)


def _first_group(event: int) -> QuerySet[Actor]:
    rows = Actor.objects.filter(group__hosted__event=event).order_by("group__hosted__position")
    return rows[:1]


_FIRST_GROUP = Frozen(_first_group)


def speaker_of(event: Event) -> Actor:
    """In whose name the log tells what the clock or a guest did."""
    group = group_of(event)
    if group is not None:
        return group
    named = EventOrganiser.objects.filter(event=event).select_related("actor")
    # Who stopped only where nobody is left.
    return named.order_by(F("until").desc(nulls_first=True), "pk")[0].actor
