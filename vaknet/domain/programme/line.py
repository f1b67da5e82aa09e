"""The programme as a line by time, with what she chose of it and what she can choose."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import line as seats
from vaknet.domain.events import queries as events
from vaknet.domain.events.models import EventGuest, Registration
from vaknet.domain.programme import queries, rules
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.domain.programme.queries import SpeakerSeen

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

# More than these names nobody reads on a card.
MOST_NAMED = 3


@dataclass
class Item:
    """One session. `mine`: what she has of it; `clashing`: what she can choose at another moment
    and that nobody can be at besides this one."""

    session: Session
    speakers: list[SpeakerSeen]
    mine: SessionSignUp | None
    is_to_choose: bool
    clashing: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.session.seats_left == 0

    @property
    def is_seated(self) -> bool:
        return self.mine is not None and self.mine.seated_at is not None

    @property
    def is_offered(self) -> bool:
        return self.mine is not None and seats.is_offered(self.mine, now())

    @property
    def is_waiting(self) -> bool:
        return self.mine is not None and seats.is_waiting(self.mine)

    @property
    def can_be_chosen(self) -> bool:
        """A full one only by who has a seat in it already, or is offered one."""
        return self.is_to_choose and (not self.is_full or self.is_seated or self.is_offered)


@dataclass
class Stop:
    """All that begins at one moment. `name`: what the organisers call it, or nothing."""

    starts_at: datetime
    name: str
    items: list[Item]

    @property
    def key(self) -> str:
        """What this round is called in the form."""
        return f"round_{int(self.starts_at.timestamp())}"

    @property
    def to_choose(self) -> list[Item]:
        return [item for item in self.items if item.is_to_choose]

    @property
    def others(self) -> list[Item]:
        return [item for item in self.items if not item.is_to_choose]

    @property
    def is_chosen(self) -> bool:
        return any(item.is_seated for item in self.to_choose)


@dataclass
class Day:
    starts_at: datetime
    stops: list[Stop]


@dataclass
class Programme:
    """`registration`: hers; `may_choose`: whether she has a seat at the event, and it is not over.
    `chosen`: what she is in or waits for, by time."""

    event: "SeenEvent"
    registration: Registration | None
    may_choose: bool
    days: list[Day]

    @property
    def stops(self) -> list[Stop]:
        return [stop for day in self.days for stop in day.stops]

    @property
    def items(self) -> list[Item]:
        return [item for stop in self.stops for item in stop.items]

    @property
    def chosen(self) -> list[Item]:
        return [item for item in self.items if item.mine is not None]

    @property
    def offered(self) -> list[Item]:
        return [item for item in self.items if item.is_offered]

    @property
    def has_choices(self) -> bool:
        return any(item.is_to_choose for item in self.items)

    @property
    def has_drafts(self) -> bool:
        return any(item.session.published_at is None for item in self.items)


def programme_of(
    viewer: Actor | None, event: "SeenEvent", *, guest: EventGuest | None = None
) -> Programme:
    """As `event` was found by `events.queries`, with the same number of statements for three
    sessions and for three hundred. `guest`: who comes without an account, and looks herself."""
    rows = queries.sessions_of(event)
    if guest is None:
        registration = events.registration(viewer, event)
    else:
        registration = events.registration_of_guest(guest)
    mine = queries.sign_ups(registration)
    speakers = queries.speakers_of(viewer, event)
    at = now()
    items = [
        Item(
            session=one,
            speakers=speakers.get(one.pk, []),
            mine=mine.get(one.pk),
            is_to_choose=event.cancelled_at is None and rules.is_to_choose(one, at),
        )
        for one in _with_event(rows, event)
        if one.cancelled_at is None
    ]
    _note_clashes(items)
    names = queries.round_names(event)
    return Programme(
        event=event,
        registration=registration,
        may_choose=rules.may_choose(event, registration, at),
        days=list(_days(items, names, ZoneInfo(event.zone))),
    )


def _with_event(rows: QuerySet[Session], event: "SeenEvent") -> Iterator[Session]:
    """With its room: there are few, for many sessions. What no line shows stays where it is."""
    rooms = {room.pk: room for room in queries.rooms(event)}
    for one in rows.select_related(None).defer("html"):
        one.event = event
        one.room = rooms.get(one.room_id or 0)
        yield one


def _days(items: list[Item], names: dict[datetime, str], zone: ZoneInfo) -> Iterator[Day]:
    def moment(item: Item) -> datetime:
        return item.session.starts_at

    stops = [
        Stop(starts_at, names.get(starts_at, ""), list(group))
        for starts_at, group in groupby(items, key=moment)
    ]
    for _day, group in groupby(stops, key=lambda stop: stop.starts_at.astimezone(zone).date()):
        of_day = list(group)
        yield Day(of_day[0].starts_at, of_day)


def _note_clashes(items: list[Item]) -> None:
    """Of what begins together one chooses one anyway; what overlaps else is said beforehand."""
    running: list[Item] = []
    for item in (one for one in items if one.is_to_choose):
        running = [one for one in running if one.session.ends_at > item.session.starts_at]
        for other in running:
            if other.session.starts_at != item.session.starts_at:
                for one, title in ((item, other.session.title), (other, item.session.title)):
                    if len(one.clashing) < MOST_NAMED:
                        one.clashing.append(title)
        running.append(item)
