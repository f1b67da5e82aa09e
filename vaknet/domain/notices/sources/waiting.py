"""People who wait for just her, where she is named, and what she promised herself."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import ConnectionRequest, Introduction, IntroductionStep
from vaknet.domain.federation.rules import is_on
from vaknet.domain.frozen import Frozen
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.introducing.queries import waiting_across
from vaknet.domain.networks.queries import treaties_waiting_for
from vaknet.domain.notices.mentioned import unread
from vaknet.domain.notices.rhythm import EIGHT
from vaknet.domain.notices.stops import Moment, Stop, source
from vaknet.domain.people.apart import is_blocked, is_muted
from vaknet.domain.routing.queries import waiting_for
from vaknet.domain.talks.models import Talk
from vaknet.engine.planning import Act

if TYPE_CHECKING:
    from vaknet.domain.networks.queries import WaitingTreaty
    from vaknet.domain.routing.queries import AskedQuestion

STILL_OPEN = timedelta(days=60)
# Enough that some who were skipped or left standing do not hide all others.
FEW = 50
# Who waits for her goes before where she is named, and that before what she promised herself.
PERSON, NAMED, PROMISE = 1.0, 0.9, 0.8


def introductions_to_make(moment: Moment) -> list[Stop]:
    rows = _STEPS(viewer=moment.viewer.pk)
    return [
        Stop("introduce", 1, row.pk, row, _moment(row.asked_at), waits=True, strength=PERSON)
        for row in rows
    ]


def introductions_to_her(moment: Moment) -> list[Stop]:
    rows = _PROPOSED(viewer=moment.viewer.pk)
    return [
        Stop("introduction", 1, row.pk, row, _moment(row.proposed_at), waits=True, strength=PERSON)
        for row in rows
    ]


def introductions_across(moment: Moment) -> list[Stop]:
    """From somebody of a partner network. Nothing is asked where there are none."""
    rows = _ACROSS(viewer=moment.viewer.pk) if is_on() else []
    return [
        Stop("across", 1, row.pk, row, row.asked_at, waits=True, strength=PERSON) for row in rows
    ]


def treaties_to_answer(moment: Moment) -> list[Stop]:
    """For whoever looks after the network. Nothing is asked where there are no others."""
    rows = _TREATIES(viewer=moment.viewer.pk) if is_on() else []
    return [
        Stop("treaty", 2, row.pk, row, row.came_at, waits=True, strength=PERSON) for row in rows
    ]


def talks_proposed(moment: Moment) -> list[Stop]:
    rows = _TALKS(viewer=moment.viewer.pk)
    return [
        Stop("talk", 1, row.pk, row, row.proposed_at, waits=True, strength=PERSON) for row in rows
    ]


def connection_requests(moment: Moment) -> list[Stop]:
    rows = _REQUESTS(viewer=moment.viewer.pk)
    return [
        Stop("request", 1, row.pk, row, row.asked_at, waits=True, strength=PERSON) for row in rows
    ]


def asked_by_name(moment: Moment) -> list[Stop]:
    rows = _REQUESTED(viewer=moment.viewer.pk, since=moment.now - STILL_OPEN)
    return [
        Stop("asked", 2, row.pk, row, row.requested_at, waits=True, strength=PERSON) for row in rows
    ]


def named(moment: Moment) -> list[Stop]:
    found = unread(moment.viewer, since=moment.now - STILL_OPEN)
    return [Stop("named", 1, one.pk, one, one.at, waits=True, strength=NAMED) for one in found]


def next_steps(moment: Moment) -> list[Stop]:
    """What she wrote on her cards for today and before."""
    due = connections.memories_due(moment.viewer, on=moment.today)
    return [
        Stop(
            "next_step",
            1,
            one.about.pk,
            one,
            datetime.combine(one.remind_on or moment.today, EIGHT, moment.now.tzinfo),
            more=len(due) - 1,
            waits=True,
            strength=PROMISE,
        )
        for one in due
    ]


def _moment(at: datetime | None) -> datetime:
    """For what its query found by that it has one."""
    return at or datetime.max.replace(tzinfo=get_current_timezone())


def _steps(viewer: int) -> QuerySet[IntroductionStep]:
    steps, _proposed = connections.introductions_waiting(Actor(pk=viewer))
    return steps.exclude(is_muted(viewer, "introduction__asker"))[:FEW]


def _proposed(viewer: int) -> QuerySet[Introduction]:
    _steps, proposed = connections.introductions_waiting(Actor(pk=viewer))
    return proposed.exclude(is_muted(viewer, "asker"))[:FEW]


def _across(viewer: int) -> QuerySet[IntroductionAcross]:
    return waiting_across(Actor(pk=viewer))[:FEW]


def _treaties(viewer: int) -> "QuerySet[WaitingTreaty]":
    return treaties_waiting_for(Actor(pk=viewer))[:FEW]


def _talks(viewer: int) -> QuerySet[Talk]:
    rows = Talk.objects.filter(invitee=viewer, agreed_at=None, declined_at=None, cancelled_at=None)
    rows = rows.exclude(is_muted(viewer, "proposer") | is_blocked(viewer, "proposer"))
    return rows.select_related("proposer", "invitee").order_by("proposed_at", "pk")[:FEW]


def _requests(viewer: int) -> QuerySet[ConnectionRequest]:
    rows = connections.requests_waiting(Actor(pk=viewer)).prefetch_related(None)
    return rows.exclude(is_muted(viewer, "sender")).order_by("asked_at", "pk")[:FEW]


def _requested(viewer: int, since: datetime) -> "QuerySet[AskedQuestion]":
    """Also where the question was asked long before she was."""
    rows = waiting_for(Actor(pk=viewer)).filter(requested_at__gte=since)
    return rows.exclude(is_muted(viewer, "author"))[:FEW]


_STEPS = Frozen(_steps)
_PROPOSED = Frozen(_proposed)
_ACROSS = Frozen(_across)
_TREATIES = Frozen(_treaties)
_TALKS = Frozen(_talks)
_REQUESTS = Frozen(_requests)
_REQUESTED = Frozen(_requested)

SOURCES = (
    source(
        "introduce",
        Act.MEET,
        ["agreed_to_introduce", "declined_to_introduce", "wrote_to_step"],
        introductions_to_make,
    ),
    source(
        "introduction",
        Act.MEET,
        ["accepted_introduction", "declined_introduction"],
        introductions_to_her,
    ),
    source("across", Act.MEET, ["agreed_across", "declined_across"], introductions_across),
    source(
        "treaty",
        Act.ANSWER,
        ["signed_treaty", "countered_treaty", "ended_treaty"],
        treaties_to_answer,
    ),
    source("talk", Act.MEET, ["picked_time", "declined_talk"], talks_proposed),
    source(
        "request",
        Act.MEET,
        ["accepted_request", "declined_request", "replied_to_request"],
        connection_requests,
    ),
    source("asked", Act.ANSWER, ["answered", "declined_answer"], asked_by_name),
    source("named", Act.ANSWER, ["read_mention", "replied", "answered"], named),
    source("next_step", Act.MEET, ["did_next_step", "kept_memory", "forgot_memory"], next_steps),
)
