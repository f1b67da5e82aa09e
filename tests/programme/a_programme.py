"""An event with a programme, as most stories of this room begin."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime, now

from tests.events.a_day import a_day, comes
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events import line, queries
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.groups.models import Group
from vaknet.domain.programme import actions
from vaknet.domain.programme.models import ProgrammeRoom, Session, SessionSignUp

HOUR = timedelta(hours=1)


@dataclass
class Day:
    """Marit's day: an opening, then two rounds; in the first one scans, or learns to ask."""

    world: World
    event: Event
    hall: ProgrammeRoom
    small: ProgrammeRoom
    opening: Session
    scanning: Session
    asking: Session
    later: Session

    def event_for(self, viewer: Actor | None) -> Any:
        """As she sees it now."""
        return queries.event(viewer, self.event.pk)


def details(event: Event, title: str, after: float = 1, **said: Any) -> actions.SessionDetails:
    """`after`: how many hours after the event begins; one hour long."""
    starts_at = event.starts_at + after * HOUR
    hours = said.pop("hours", 1)
    return actions.SessionDetails(
        title=title, starts_at=starts_at, ends_at=starts_at + hours * HOUR, **said
    )


def plan_by(by: Actor, event: Event, title: str, after: float = 1, **said: Any) -> Session:
    return actions.plan_session(by, event=event, details=details(event, title, after, **said))


def plan(world: World, event: Event, title: str, after: float = 1, **said: Any) -> Session:
    return plan_by(world.marit, event, title, after, **said)


def a_programme(world: World, *, seats: int | None = 20, **said: Any) -> Day:
    """Still a draft, both the event and its programme."""
    morning = localtime(now() + timedelta(days=14)).replace(hour=9, minute=30, second=0)
    event = a_day(world, starts_at=morning.replace(microsecond=0), hours=7, **said)
    hall = actions.keep_room(world.marit, event=event, name="Grote zaal")
    small = actions.keep_room(world.marit, event=event, name="Zaal 1", capacity=seats)
    return Day(
        world=world,
        event=event,
        hall=hall,
        small=small,
        opening=plan(world, event, "Welkom", 0, kind="plenary", room=hall),
        scanning=plan(world, event, "Van papier naar scherm", 1, room=small),
        asking=plan(world, event, "Durf te vragen", 1, room=hall, capacity=30),
        later=plan(world, event, "Toezicht in de wijk", 2, room=small),
    )


def published(world: World, **said: Any) -> Day:
    """Everybody who may know of the event can choose."""
    day = a_programme(world, **said)
    actions.publish_programme(world.marit, event=day.event)
    events.publish_event(world.marit, event=day.event)
    return day


def sits(person: Actor, day: Day, *sessions: Session, **said: Any) -> Registration:
    """She comes, and chooses these."""
    row = comes(person, day.event, **said)
    choose(person, day, *sessions)
    return row


def choose(
    person: Actor, day: Day, *sessions: Session, waiting: tuple[Session, ...] = ()
) -> actions.Chosen:
    return actions.choose_sessions(
        person,
        event=day.event,
        sessions=[one.pk for one in sessions],
        waiting=[one.pk for one in waiting],
    )


def row_of(person: Actor, session: Session) -> SessionSignUp:
    """The last one of hers."""
    return SessionSignUp.objects.filter(registration__person=person, session=session).latest("pk")


def taken(session: Session) -> int:
    """As counted along, which is what the rows say too."""
    session.refresh_from_db()
    rows = SessionSignUp.objects.filter(session=session)
    assert session.seats_taken == sum(line.holds_seat(row) for row in rows)
    return session.seats_taken


def secret_programme(noor: Actor, group: Group) -> dict[str, object]:
    """Of an event for one group alone: its numbers, as they stand in addresses."""
    starts_at = now() + timedelta(days=20)
    said = events.EventDetails(
        name="Dag van de kaderleden",
        venue="Buurthuis De Sluis",
        readers="group",
        starts_at=starts_at,
        ends_at=starts_at + 7 * HOUR,
    )
    event = events.plan_event(noor, details=said, groups_that_hold=[group])
    room = actions.keep_room(noor, event=event, name="Zolder")
    session = plan_by(noor, event, "Hoe staken we?", room=room)
    actions.publish_programme(noor, event=event)
    events.publish_event(noor, event=event)
    actions.open_call(noor, event=event, open_until=now() + timedelta(days=5))
    proposal = actions.keep_proposal(noor, event=event, title="Posten bij regen")
    return {
        "pk": event.pk,
        "session": session.pk,
        "room": room.pk,
        "proposal": proposal.pk,
    }


def one_of_each_programme(
    world: World, person: Actor, *, hers: str = "", theirs: str = ""
) -> Event:
    """She chose a session, speaks in one that stays, and proposed one; she judged that of Fatma."""
    day = a_programme(world, readers="public")
    actions.publish_programme(world.marit, event=day.event)
    events.publish_event(world.marit, event=day.event)
    sits(person, day, day.scanning)
    actions.name_round(
        world.marit, event=day.event, starts_at=day.scanning.starts_at, name="Eerste ronde"
    )
    told = details(day.event, theirs or "Zo scan je", 3, abstract=theirs)
    given = actions.plan_session(world.marit, event=day.event, details=told)
    actions.ask_speaker(world.marit, session=given, handle=person.handle)
    actions.agree_to_speak(person, session=given)
    actions.open_call(world.marit, event=day.event, open_until=now() + timedelta(days=5))
    kept = actions.keep_proposal(
        person, event=day.event, title=f"Ook dit {hers}", abstract=hers or "Zo."
    )
    actions.send_proposal(person, proposal=kept)
    events.add_organiser(world.marit, event=day.event, organiser=person)
    other = actions.keep_proposal(world.fatma, event=day.event, title="Vuur", abstract="Samen.")
    actions.send_proposal(world.fatma, proposal=other)
    actions.review_proposal(person, proposal=other, score=4, note=hers)
    return day.event
