"""An event to come, as most stories of this room begin."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions
from vaknet.domain.events.models import Event, Registration


def a_day(world: World, *, days: int = 14, hours: int = 6, **said: Any) -> Event:
    """Marit, steward of Vergunningen & Toezicht, plans a day for it. A draft."""
    starts_at: datetime = said.pop("starts_at", now() + timedelta(days=days))
    questions = said.pop("questions", ())
    said.setdefault("name", "Dag van de vergunning")
    said.setdefault("venue", "Buurthuis De Sluis")
    said.setdefault("ends_at", starts_at + timedelta(hours=hours))
    details = actions.EventDetails(starts_at=starts_at, **said)
    return actions.plan_event(
        world.marit, details=details, groups_that_hold=[world.group], questions=questions
    )


def open_day(world: World, **said: Any) -> Event:
    """Published: everybody who may know of it can come."""
    return actions.publish_event(world.marit, event=a_day(world, **said))


def comes(person: Actor, event: Event, **said: Any) -> Registration:
    row = actions.register(person, event=event, **said)
    row.refresh_from_db()
    return row
