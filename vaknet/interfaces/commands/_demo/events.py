"""Events of the demo: a day with a programme, an evening, an hour online, and one that was."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from vaknet.domain.activity.actions import as_history
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event
from vaknet.domain.groups.models import Group
from vaknet.domain.people.suggestions import place_named
from vaknet.interfaces.commands._demo import desks, programme
from vaknet.kit.recurrence import moment_at

type Row = Mapping[str, Any]
ZONE = "Europe/Amsterdam"
SATURDAY = 5
SAME = ("name", "summary", "description", "form", "venue", "address", "price", "access_note")
FACTS = ("step_free", "ring_loop", "quiet_room")


def hold(
    row: Row, groups: Mapping[str, Group], people: Mapping[str, Actor], *, now: datetime
) -> Event:
    """`days`: from today, or before it; in a weekend it is the Monday after."""
    day = timezone.localdate(now) + timedelta(days=row["days"])
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    starts_at = moment_at(day, time.fromisoformat(row["at"]), ZONE)
    details = EventDetails(
        **{name: row[name] for name in (*SAME, *FACTS) if name in row},
        readers=row.get("readers", Event.Readers.MEMBERS),
        takes_guests=row.get("takes_guests", False),
        place=place_named(row["place"]) if "place" in row else None,
        capacity=row.get("capacity"),
        most_companions=row.get("most_companions", 0),
        online_address=row.get("online_address", ""),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=row["minutes"]),
    )
    by = people[row["by"]]
    event = actions.lay_out_event(
        by,
        details=details,
        groups_that_hold=[groups[name] for name in row["groups"]],
        coming=[people[handle] for handle in row["coming"]],
        at=now - timedelta(days=row["days_ago"]),
    )
    if "speakers" in row:
        comers = [people[handle] for handle in row["coming"]]
        speakers = [people[handle] for handle in row["speakers"]]
        experts = [people[handle] for handle in row["experts"]]
        with as_history():
            programme.make_programme(event, by=by, speakers=speakers, comers=comers)
            desks.open_desks(by, event=event, experts=experts, visitors=comers[-3:])
    return event
