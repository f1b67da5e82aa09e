"""A programme while something happens to it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.actions import held
from vaknet.domain.events.models import Event
from vaknet.domain.programme.models import Session

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


def organised(by: Actor, event: Event) -> "SeenEvent":
    """Raises Event.DoesNotExist for who does not organise it. Its whole programme is held: nobody
    else plans, moves, or takes a seat until the end of the transaction. So what the database would
    refuse can be said in words before."""
    seen = held.organised(by, event)
    hold(Session.objects.filter(event=seen).values_list("pk", flat=True))
    return seen


def organised_session(by: Actor, session: Session) -> Session:
    """As it is now, with its whole programme held. Raises Session.DoesNotExist."""
    try:
        organised(by, session.event)
    except Event.DoesNotExist as missing:
        raise Session.DoesNotExist from missing
    return Session.objects.select_related("room", "event").get(pk=session.pk)


def hold(sessions: Iterable[int]) -> dict[int, Session]:
    """Always in one order, so that two who want the same ones never wait for each other.

    What comes back was read once they were ours: also of their rooms, what was changed meanwhile.
    """
    rows = Session.objects.filter(pk__in=[*sessions])
    ours = list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    fresh = Session.objects.filter(pk__in=ours).select_related("room", "event")
    return {one.pk: one for one in fresh.order_by("pk")}
