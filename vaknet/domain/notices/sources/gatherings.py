"""Where she goes, what is kept for her there, and whom she met.

An event stands on the line the day before and on the day: to have it at hand, not to do anything
with it. What is agreed with one other stands beside the line already.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone, localdate

from vaknet.domain.coffee import queries as coffee
from vaknet.domain.encounters import queries as encounters
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.frozen import Frozen
from vaknet.domain.notices.models import RoundStop
from vaknet.domain.notices.stops import Moment, Stop, source
from vaknet.domain.people.apart import is_apart
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.domain.programme.queries import my_sessions
from vaknet.engine.planning import Act

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Sees(TypedDict):
        sees_others: bool

    Been = WithAnnotations[Registration, _Sees]

FEW = 20
DAY = timedelta(days=1)
# So long after it nobody asks any more: a week without rounds, and then it is over.
ASKED_FOR = timedelta(days=7)
# Long enough to have had it, and not asked for longer than a round of a month lasts.
COFFEE_SINCE, COFFEE_UNTIL = timedelta(days=40), timedelta(days=10)
MOST_NAMED = 3
# A seat goes to the next in line, and a colleague waits for a yes; what is hers alone can wait.
KEPT, COLLEAGUE, AT_HAND, OF_HERS = 1.0, 0.95, 0.85, 0.5


@dataclass(frozen=True)
class Coming:
    """`sessions`: what she chose of its programme, and where she speaks. `is_later`: it does
    not begin today, but tomorrow."""

    event: Event
    registration: Registration
    sessions: list[Session]
    is_later: bool


@dataclass(frozen=True)
class Met:
    """`people`: whom she spoke there and did not keep yet, a few of them."""

    event: Event
    people: list[Encounter]


def events_to_come(moment: Moment) -> list[Stop]:
    before = _midnight(moment.today + 2 * DAY)
    rows = _COMING(viewer=moment.viewer.pk, now=moment.now, before=before)
    # By the date itself: before eight the round is still that of yesterday.
    tomorrow = _midnight(localdate(moment.now) + DAY)
    sessions: defaultdict[int, list[Session]] = defaultdict(list)
    for one in my_sessions(moment.viewer, [row.event_id for row in rows]) if rows else ():
        if one.ends_at > moment.now:
            sessions[one.event_id].append(one)
    return [
        Stop(
            "coming",
            1,
            row.event_id,
            Coming(row.event, row, sessions[row.event_id], row.event.starts_at >= tomorrow),
            row.asked_at,
            waits=True,
            strength=AT_HAND,
        )
        for row in rows
    ]


def seats_offered(moment: Moment) -> list[Stop]:
    rows = _OFFERED(viewer=moment.viewer.pk, now=moment.now)
    return [
        Stop("seat", 1, row.event_id, row, _offered(row), waits=True, strength=KEPT) for row in rows
    ]


def session_seats_offered(moment: Moment) -> list[Stop]:
    rows = _SESSIONS_OFFERED(viewer=moment.viewer.pk, now=moment.now)
    return [
        Stop("session_seat", 1, row.session_id, row, _offered(row), waits=True, strength=KEPT)
        for row in rows
    ]


def coffee_proposed(moment: Moment) -> list[Stop]:
    return [
        Stop(
            "coffee",
            1,
            table.match.pk,
            table,
            table.match.round.drawn_at,
            waits=True,
            strength=COLLEAGUE,
        )
        for table in coffee.to_answer(moment.viewer)
    ]


def coffee_had(moment: Moment) -> list[Stop]:
    since, until = moment.now - COFFEE_SINCE, moment.now - COFFEE_UNTIL
    return [
        Stop(
            "had_coffee",
            1,
            table.match.pk,
            table,
            table.match.round.drawn_at,
            waits=True,
            strength=OF_HERS,
        )
        for table in coffee.to_tell(moment.viewer, since=since, until=until)
    ]


def events_lately(moment: Moment) -> list[Stop]:
    """On one round only: who did not tell whom she met does not want to."""
    today = _midnight(moment.today)
    rows = _LATELY(viewer=moment.viewer.pk, since=today - ASKED_FOR, until=today, day=moment.today)
    said = _said(moment, [row.event_id for row in rows]) if rows else {}
    found = []
    for row in rows:
        people = said.get(row.event_id)
        loose = [one for one in people or () if one.kept_at is None]
        if loose or (people is None and row.sees_others):
            met = Met(row.event, loose[:MOST_NAMED])
            more = len(loose) - len(met.people)
            stop = Stop("met", 1, row.event_id, met, row.event.ends_at, waits=True, more=more)
            found.append(stop)
    return found


def _said(moment: Moment, events: list[int]) -> dict[int, list[Encounter]]:
    said: dict[int, list[Encounter]] = {}
    for one in encounters.encounters(moment.viewer).filter(event__in=events):
        said.setdefault(one.event_id, []).append(one)
    return said


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())


def _offered(row: Registration | SessionSignUp) -> datetime:
    """For what its query found by that it has one."""
    return row.offered_at or row.asked_at


def _held(viewer: int) -> QuerySet[Registration]:
    """Where she comes or waits, of what is on."""
    rows = Registration.objects.filter(person=viewer, cancelled_at=None)
    rows = rows.filter(event__published_at__isnull=False, event__cancelled_at=None)
    return rows.select_related("event__place").order_by("event__starts_at", "event_id")


def _coming(viewer: int, now: datetime, before: datetime) -> QuerySet[Registration]:
    rows = _held(viewer).filter(seated_at__isnull=False)
    return rows.filter(event__ends_at__gt=now, event__starts_at__lt=before)[:FEW]


def _seats(viewer: int, now: datetime) -> QuerySet[Registration]:
    return _held(viewer).filter(seated_at=None, offered_until__gt=now)[:FEW]


def _session_seats(viewer: int, now: datetime) -> QuerySet[SessionSignUp]:
    rows = SessionSignUp.objects.filter(
        registration__person=viewer,
        registration__cancelled_at=None,
        cancelled_at=None,
        seated_at=None,
        offered_until__gt=now,
        session__cancelled_at=None,
        session__event__cancelled_at=None,
    )
    rows = rows.select_related("session__event", "session__room").defer("span")
    return rows.order_by("offered_until", "pk")[:FEW]


def _lately(viewer: int, since: datetime, until: datetime, day: date) -> "QuerySet[Been]":
    """With `sees_others`: she agreed to be seen there, and so did somebody whom she may see."""
    listed = Registration.objects.filter(
        event=OuterRef("event"),
        cancelled_at=None,
        seated_at__isnull=False,
        listed_since__isnull=False,
        person__isnull=False,
    )
    others = listed.exclude(person=viewer).exclude(is_apart(viewer, "person"))
    before = RoundStop.objects.filter(
        round__actor=viewer, round__day__lt=day, kind="met", about=OuterRef("event")
    )
    rows = _held(viewer).filter(
        seated_at__isnull=False, event__ends_at__gte=since, event__ends_at__lt=until
    )
    both = Q(listed_since__isnull=False) & Q(Exists(others))
    sees = ExpressionWrapper(both, output_field=BooleanField())
    return rows.exclude(Exists(before)).annotate(sees_others=sees)[:FEW]


_COMING = Frozen(_coming)
_OFFERED = Frozen(_seats)
_SESSIONS_OFFERED = Frozen(_session_seats)
_LATELY = Frozen(_lately)

SOURCES = (
    source("seat", Act.MEET, ["accepted_seat", "cancelled_registration"], seats_offered),
    source(
        "session_seat",
        Act.MEET,
        ["accepted_session_seat", "left_session", "chose_sessions"],
        session_seats_offered,
    ),
    source("coming", Act.MEET, [], events_to_come),
    source("coffee", Act.MEET, ["said_yes_to_coffee", "said_no_to_coffee"], coffee_proposed),
    source("had_coffee", Act.SHARE, ["said_coffee_outcome"], coffee_had),
    source(
        "met",
        Act.SHARE,
        ["met", "kept_encounter", "wants_to_stay_in_touch", "let_encounter_go"],
        events_lately,
    ),
)
