"""What networking brought somebody in a year: in people and words, for her own eyes."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import (
    Connection,
    Introduction,
    IntroductionOutcome,
    IntroductionStep,
)
from vaknet.domain.goals.models import Goal, GoalEnd
from vaknet.domain.knowledge.models import Answer, Question, Thanks
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.people.apart import is_apart
from vaknet.domain.talks.models import Talk, TalkOutcome

MOST = 100


@dataclass(frozen=True)
class Brought:
    """Everything of one year, at most MOST of each."""

    year: int
    met: list[Actor]
    answered: list[Question]
    helped: list[Answer]
    introduced: list[Introduction]
    outcomes: list[Introduction]
    talked: list[Talk]
    reached: list[Goal]

    def __bool__(self) -> bool:
        parts = (self.met, self.answered, self.helped, self.introduced)
        return any(chain(parts, (self.outcomes, self.talked, self.reached)))


def years(viewer: Actor) -> list[int]:
    """Since she came, the latest first. People met before that count from then on."""
    return list(
        range(timezone.localdate().year, timezone.localdate(viewer.created_at).year - 1, -1)
    )


def brought(viewer: Actor, year: int) -> Brought:
    zone = timezone.get_current_timezone()
    span = (datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
    return Brought(
        year=year,
        met=list(_met(viewer, span)[:MOST]),
        answered=list(_answered(viewer, span)[:MOST]),
        helped=list(_helped(viewer, span)[:MOST]),
        introduced=list(_introduced(viewer, span)[:MOST]),
        outcomes=list(_outcomes(viewer, span)[:MOST]),
        talked=list(_talked(viewer, span)[:MOST]),
        reached=list(_reached(viewer, span)[:MOST]),
    )


type Span = tuple[datetime, datetime]


def _within(name: str, span: Span) -> Q:
    return Q(**{f"{name}__gte": span[0], f"{name}__lt": span[1]})


def _met(viewer: Actor, span: Span) -> QuerySet[Actor]:
    """Also whom she is no longer connected to: they did meet."""
    ties = Connection.objects.filter(_within("since", span), holder=viewer, contact=OuterRef("pk"))
    return Actor.objects.filter(Exists(ties)).exclude(is_apart(viewer.pk)).order_by("name", "pk")


def _answered(viewer: Actor, span: Span) -> QuerySet[Question]:
    """Her questions that somebody else answered then."""
    answers = Answer.objects.filter(
        _within("answered_at", span), question=OuterRef("pk"), withdrawn_at=None
    ).exclude(Q(author=viewer) | is_apart(viewer.pk, "author"))
    rows = visible_questions(viewer).filter(Exists(answers), author=viewer)
    return rows.order_by("asked_at", "pk")


def _helped(viewer: Actor, span: Span) -> QuerySet[Answer]:
    """Answers of hers that somebody thanked for or called the best, then."""
    thanks = Thanks.objects.filter(_within("at", span), answer=OuterRef("pk"))
    thanks = thanks.exclude(actor=viewer)
    best = _within("best_for__at", span) & ~Q(best_for__chosen_by=viewer)
    rows = visible_answers(viewer).filter(Exists(thanks) | best, author=viewer)
    return rows.select_related("question").order_by("answered_at", "pk")


def _introduced(viewer: Actor, span: Span) -> QuerySet[Introduction]:
    """Those who met through her: not by a way that came to a stop, of that she was not told."""
    unsaid = IntroductionStep.objects.filter(
        introduction=OuterRef("introduction"), attempt=OuterRef("attempt"), agreed_at=None
    )
    carried = IntroductionStep.objects.filter(
        ~Exists(unsaid), introduction=OuterRef("pk"), go_between=viewer
    )
    rows = Introduction.objects.filter(_within("agreed_at", span), Exists(carried))
    rows = rows.exclude(is_apart(viewer.pk, "asker") | is_apart(viewer.pk, "target"))
    return rows.select_related("asker", "target").order_by("agreed_at", "pk")


def _outcomes(viewer: Actor, span: Span) -> QuerySet[Introduction]:
    helped = IntroductionOutcome.objects.filter(
        _within("since", span),
        introduction=OuterRef("pk"),
        actor=viewer,
        kind=IntroductionOutcome.Kind.HELPED,
        until=None,
    )
    rows = Introduction.objects.filter(Exists(helped))
    rows = rows.exclude(is_apart(viewer.pk, "asker") | is_apart(viewer.pk, "target"))
    return rows.select_related("asker", "target").order_by("agreed_at", "pk")


def _talked(viewer: Actor, span: Span) -> QuerySet[Talk]:
    """Talks of then that helped her."""
    helped = TalkOutcome.objects.filter(
        talk=OuterRef("pk"), actor=viewer, kind=TalkOutcome.Kind.HELPED, until=None
    )
    rows = Talk.objects.filter(_within("starts_at", span), Exists(helped))
    rows = rows.exclude(is_apart(viewer.pk, "proposer") | is_apart(viewer.pk, "invitee"))
    return rows.select_related("proposer", "invitee").order_by("starts_at", "pk")


def _reached(viewer: Actor, span: Span) -> QuerySet[Goal]:
    ends = GoalEnd.objects.filter(
        _within("since", span), goal=OuterRef("pk"), kind=GoalEnd.Kind.REACHED, until=None
    )
    return Goal.objects.filter(Exists(ends), owner=viewer).order_by("set_at", "pk")
