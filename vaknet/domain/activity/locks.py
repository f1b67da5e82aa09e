"""Waiting for each other, inside the transaction of an action."""

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen


def one_at_a_time(by: Actor) -> None:
    """Whatever else she does that asks the same waits for the end of this transaction."""
    _LOCK(pk=by.pk)


def _lock(pk: int) -> QuerySet[Actor, int]:
    rows = Actor.objects.select_for_update(no_key=True).filter(pk=pk)
    return rows.values_list("pk", flat=True)


_LOCK = Frozen(_lock)
