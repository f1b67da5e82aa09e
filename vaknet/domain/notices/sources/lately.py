"""How it went with whom she met, and what people she knows told lately because they chose to."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import localdate

from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import Introduction, RoleAnnouncement
from vaknet.domain.frozen import Frozen
from vaknet.domain.goals.models import Goal
from vaknet.domain.goals.queries import open_goals
from vaknet.domain.notices.stops import Moment, Stop, source
from vaknet.domain.notices.touching import touched
from vaknet.domain.searching.queries import news_waiting
from vaknet.domain.talks import queries as talks
from vaknet.domain.talks.models import Talk
from vaknet.engine.planning import Act

if TYPE_CHECKING:
    from vaknet.domain.connections.queries.references import HeardOf

LATELY = timedelta(days=14)
# Long enough to have met, and asked for no longer than a week. From the morning after a talk.
MET_SINCE, MET_UNTIL = timedelta(days=14), timedelta(days=7)
TALKED_SINCE, TALKED_UNTIL = timedelta(days=7), timedelta(hours=12)
FEW = 5
# Her own affairs come after people who wait; a role that touches her goal before another.
OF_HERS, OF_A_GOAL, OF_OTHERS = 0.5, 0.8, 0.5


def introductions_lately(moment: Moment) -> list[Stop]:
    since, until = moment.now - MET_SINCE, moment.now - MET_UNTIL
    return [
        Stop("outcome", 1, row.pk, row, row.agreed_at or until, waits=True, strength=OF_HERS)
        for row in _MET(viewer=moment.viewer.pk, since=since, until=until)
    ]


def talks_lately(moment: Moment) -> list[Stop]:
    since, until = moment.now - TALKED_SINCE, moment.now - TALKED_UNTIL
    return [
        Stop("talked", 1, row.pk, row, row.starts_at or until, waits=True, strength=OF_HERS)
        for row in _TALKED(viewer=moment.viewer.pk, since=since, until=until)
    ]


def who_look_for_work(moment: Moment) -> list[Stop]:
    """Who asks her for a reference waits for her; the others chose who may know.

    Who may know hangs on the date itself: before eight the round is still that of yesterday, and
    what she told until yesterday is over.
    """
    today = localdate(moment.now)
    rows = _SEEKING(viewer=moment.viewer.pk, since=moment.now - LATELY, today=today)
    return [
        Stop("looking", 1, row.pk, row, row.since, waits=bool(row.asked_in), strength=1.0)
        for row in rows
    ]


def news_of_searches(moment: Moment) -> list[Stop]:
    rows = _FOUND(viewer=moment.viewer.pk, since=moment.now - LATELY)
    return [Stop("found", 1, row.pk, row, row.until, waits=True, strength=OF_HERS) for row in rows]


def new_roles(moment: Moment) -> list[Stop]:
    today = localdate(moment.now)
    rows = _ANNOUNCED(viewer=moment.viewer.pk, since=moment.now - LATELY, today=today)
    goals = open_goals(moment.viewer) if rows else []
    return [_new_role(row, touched(row, goals)) for row in rows]


def _new_role(row: RoleAnnouncement, touched: list[Goal]) -> Stop:
    return Stop(
        "congratulate",
        1,
        row.pk,
        row,
        row.since,
        topic=touched[0].text if touched else "",
        strength=OF_A_GOAL if touched else OF_OTHERS,
    )


def _met(viewer: int, since: datetime, until: datetime) -> QuerySet[Introduction]:
    return connections.asked_how_it_went(viewer, since, until)[:FEW]


def _talked(viewer: int, since: datetime, until: datetime) -> QuerySet[Talk]:
    return talks.asked_how_it_went(viewer, since, until)[:FEW]


def _announced(viewer: int, since: datetime, today: date) -> QuerySet[RoleAnnouncement]:
    return connections.announced(viewer, since, today)[:FEW]


def _seeking(viewer: int, since: datetime, today: date) -> "QuerySet[HeardOf]":
    return connections.heard_of(viewer, since, today)[:FEW]


_MET = Frozen(_met)
_TALKED = Frozen(_talked)
_ANNOUNCED = Frozen(_announced)
_SEEKING = Frozen(_seeking)
_FOUND = Frozen(news_waiting)

SOURCES = (
    source("outcome", Act.SHARE, ["said_outcome"], introductions_lately),
    source("talked", Act.SHARE, ["said_talk_outcome"], talks_lately),
    source("looking", Act.ANSWER, ["sent_tip", "declined_reference"], who_look_for_work),
    source("found", Act.SHARE, ["saw_news"], news_of_searches),
    source("congratulate", Act.CONGRATULATE, ["congratulated"], new_roles),
)
