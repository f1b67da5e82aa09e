"""An event to come, as most stories of this room begin."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import now

from tests.people.pictures import a_picture
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.encounters import actions as encounters
from vaknet.domain.events import actions
from vaknet.domain.events.models import Event, Registration
from vaknet.kit.pictures import whole
from vaknet.kit.recurrence import Every, Repeat


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


@contextmanager
def meanwhile(statement: str, change: Callable[[], None]) -> Iterator[None]:
    """As if somebody else was faster: right before the first statement with this in it."""
    done: list[str] = []

    def wait(execute: Any, sql: str, *rest: Any) -> Any:
        if not done and statement in sql:
            done.append(sql)
            change()
        return execute(sql, *rest)

    with connection.execute_wrapper(wait):
        yield
    assert done


def one_of_each(
    world: World, person: Actor, *, hers: str = "Zonder vlees", theirs: str = ""
) -> Event:
    """She organises a series with Marit, with a picture on it, and comes, with an answer; so does a
    guest. Their list is printed."""
    day = a_day(
        world,
        description=theirs,
        questions=["Wat eet je?"],
        readers=Event.Readers.PUBLIC,
        takes_guests=True,
    )
    actions.add_organiser(world.marit, event=day, organiser=person)
    seen = whole(a_picture(size=(900, 600)))
    actions.choose_cover(person, event=day, photo=seen, description=hers)
    actions.ask_print(person, event=day, kind="list", language="nl")
    actions.repeat_event(person, event=day, repeat=Repeat(Every.MONTH_DAY))
    actions.publish_event(world.marit, event=day)
    asked = day.questions.get()
    actions.register(person, event=day, listed=True, answers={asked.pk: hers})
    actions.ask_as_guest(event=day, name="Wil Vonk", email="wil@elders.example", language="nl")
    actions.confirm_guest(guest=day.guests.get())
    actions.register(world.joost, event=day, listed=True)
    encounters.welcome_newcomers(person, event=day)
    Event.objects.filter(pk=day.pk).update(starts_at=now())
    for one, other in ((person, world.joost), (world.joost, person)):
        encounters.say_met(one, event=day, other=other)
    return day
