"""Today: a handful of things that wait for you, and then the end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import Congratulation
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.knowledge.models import Answer, Question, Thanks
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.notices.rhythm import here, is_off, next_round, rhythm_of, round_day
from vaknet.domain.notices.rounds import laid_out, planned
from vaknet.domain.notices.sources.answering import questions_in_groups
from vaknet.domain.notices.stops import Moment, Stop
from vaknet.domain.people.apart import is_apart, is_blocked, is_muted
from vaknet.domain.talks.models import Talk
from vaknet.engine.planning import MOST_STOPS as STOPS

if TYPE_CHECKING:
    from vaknet.domain.notices.sources.answering import OpenQuestion

__all__ = ["STOPS", "Stop", "Today", "thanks_for", "today"]

LATELY = timedelta(days=14)
FEW = 3


@dataclass(frozen=True)
class Today:
    """`day`: of the round, which before eight is that of yesterday. `line`: its stops, also those
    that she did or skipped. `is_new`: nothing was laid out for that day, and it is what may be.
    `is_off`: on this day she wants no round. `next_on`: the day of the next one; None for who
    wants none. `now`: by her own clock.
    """

    now: datetime
    day: date
    line: list[Stop]
    is_new: bool
    is_off: bool
    next_on: date | None
    answers: list[Answer]
    thanks: list[Thanks]
    congratulations: list[Congratulation]
    group_questions: "list[OpenQuestion]"
    talks: list[Talk]

    @property
    def stops(self) -> list[Stop]:
        """What is still to be done."""
        return [stop for stop in self.line if stop.is_open]

    @property
    def comes_today(self) -> bool:
        """The round of today is still to come: it is not yet eight."""
        return self.next_on == self.now.date()

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)


def today(viewer: Actor, *, now: datetime | None = None, anyway: bool = False) -> Today:
    """All of one start page. Number of queries does not depend on how much there is of a kind.

    `anyway`: a round also on a day off. What somebody does whom she muted is not brought here; it
    stands on the pages where it belongs.
    """
    now = now or timezone.now()
    rhythm = rhythm_of(viewer)
    moment = Moment(viewer, now, round_day(rhythm, now))
    rests = is_off(rhythm, moment.today)
    laid = laid_out(moment)
    line = laid
    if line is None:
        line = [] if rests and not anyway else planned(moment)
    shown = {stop.number for stop in line if isinstance(stop.about, Question)}
    questions = [one for one in questions_in_groups(moment) if one.pk not in shown]
    since = now - LATELY
    return Today(
        now=here(rhythm, now),
        day=moment.today,
        line=line,
        is_new=laid is None,
        is_off=rests,
        next_on=next_round(rhythm, now),
        answers=_ANSWERS(viewer=viewer.pk, since=since),
        thanks=_THANKS(viewer=viewer.pk, since=since),
        congratulations=_CONGRATULATIONS(viewer=viewer.pk, since=since),
        group_questions=questions[:FEW],
        talks=_TALKS(viewer=viewer.pk, now=now),
    )


def day_of_round(viewer: Actor) -> date:
    """The day whose round is hers at this moment."""
    return round_day(rhythm_of(viewer), timezone.now())


def _coming_talks(viewer: int, now: datetime) -> QuerySet[Talk]:
    hers = Q(proposer=viewer) | Q(invitee=viewer)
    rows = Talk.objects.filter(hers, starts_at__gte=now, agreed_at__isnull=False)
    rows = rows.filter(declined_at=None, cancelled_at=None)
    rows = rows.exclude(is_blocked(viewer, "proposer") | is_blocked(viewer, "invitee"))
    return rows.select_related("proposer", "invitee").order_by("starts_at", "pk")[:FEW]


def _answers_to(viewer: int, since: datetime) -> QuerySet[Answer]:
    rows = Answer.objects.filter(
        question__author__in=names_of(viewer),
        question__group__in=readable_groups(Actor(pk=viewer)),
        question__withdrawn_at=None,
        withdrawn_at=None,
        answered_at__gte=since,
    ).exclude(author__in=names_of(viewer))
    rows = rows.exclude(is_apart(viewer, "author") | is_muted(viewer, "author"))
    return rows.select_related("author", "question").order_by("-answered_at")[:FEW]


def thanks_for(viewer: int, since: datetime) -> QuerySet[Thanks]:
    """For her answers, the latest first; without whom she is kept apart from."""
    rows = Thanks.objects.filter(
        answer__author__in=names_of(viewer),
        answer__question__group__in=readable_groups(Actor(pk=viewer)),
        answer__withdrawn_at=None,
        at__gte=since,
    )
    rows = rows.exclude(is_apart(viewer, "actor") | is_muted(viewer, "actor"))
    return rows.select_related("actor", "answer__question").order_by("-at")


def _three_thanks(viewer: int, since: datetime) -> QuerySet[Thanks]:
    return thanks_for(viewer, since)[:FEW]


def _congratulations(viewer: int, since: datetime) -> QuerySet[Congratulation]:
    return connections.congratulations_for(viewer, since)[:FEW]


# Everybody opens this page every day.
_TALKS = Frozen(_coming_talks)
_ANSWERS = Frozen(_answers_to)
_THANKS = Frozen(_three_thanks)
_CONGRATULATIONS = Frozen(_congratulations)
