"""What the machine would put in an issue: the week of a group, by what its members found worth it.

Only what every reader of the group may see is weighed, and nobody's name. For the agenda nothing is
proposed yet: what is planned now is between two people. Meetings of a group will be one more
proposer in `propose`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.journal.models import Issue, IssueItem, Section
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question

WEEK = timedelta(days=7)
MOST_TALKS = 3
WEEKS_IN_FIGURE = 5
ENOUGH = 40  # answers and questions looked at: an issue holds five of them
Kind = IssueItem.Kind


@dataclass(frozen=True)
class Proposal:
    section: Section
    kind: IssueItem.Kind
    question: int | None = None
    answer: int | None = None


def since(group: Group, now: datetime) -> datetime:
    """From when newcomers are new: a week ago, or when a more recent issue came out."""
    issues = Issue.objects.filter(group=group)
    last = issues.aggregate(last=Max("published_at"))["last"]
    return max(last or now - WEEK, now - WEEK)


def propose(group: Group, since: datetime, until: datetime) -> list[Proposal]:
    """In the order of the sections; each question is in it once, and not in two issues of a week.

    Words are of the last week, also when an issue came out in it; newcomers are `since` then.
    """
    answers = list(_answers(group, until - WEEK, until)[:ENOUGH])
    questions = list(_questions(group, until - WEEK, until)[:ENOUGH])
    used = _used_lately(group, until)
    return sorted(
        [*_worded(answers, questions, used), *_newcomers(group, since, until)],
        key=lambda one: list(Section).index(one.section),
    )


def _used_lately(group: Group, until: datetime) -> set[int]:
    """Questions that stood in an issue of the last week, themselves or by an answer."""
    items = IssueItem.objects.filter(
        issue__group=group,
        issue__published_at__gt=until - WEEK,
        issue__published_at__lte=until,
        left_out_at=None,
    )
    pairs = items.values_list("question", "answer__question")
    return {pk for pair in pairs for pk in pair if pk is not None}


def _worded(
    answers: list[tuple[int, int]], questions: list[int], used: set[int]
) -> Iterator[Proposal]:
    """The most thanked answer on the cover, the longest conversation as question of the week."""

    def answer_for(section: Section) -> Iterator[Proposal]:
        for pk, question in answers:
            if question not in used:
                used.add(question)
                yield Proposal(section, Kind.ANSWER, answer=pk)
                return

    yield from answer_for(Section.COVER)
    of_the_week = [pk for pk in questions if pk not in used][:1]
    used.update(of_the_week)
    yield from (Proposal(Section.QUESTION, Kind.QUESTION, question=pk) for pk in of_the_week)
    yield from answer_for(Section.PRACTICE)
    talks = [pk for pk in questions if pk not in used][:MOST_TALKS]
    yield from (Proposal(Section.TALK, Kind.QUESTION, question=pk) for pk in talks)


def _answers(group: Group, since: datetime, until: datetime) -> "QuerySet[Answer, tuple[int, int]]":
    """Most thanked first; of equals one that was chosen as the best."""
    rows = _of_group(group).filter(answered_at__gt=since, answered_at__lte=until)
    rows = rows.annotate(
        thanked=Count("thanks"), is_best=Exists(BestAnswer.objects.filter(answer=OuterRef("pk")))
    )
    ordered = rows.order_by("-thanked", "-is_best", "-answered_at", "-pk")
    return ordered.values_list("pk", "question_id")


def _of_group(group: Group) -> QuerySet[Answer]:
    return Answer.objects.filter(
        question__group=group, question__withdrawn_at=None, withdrawn_at=None
    )


def _questions(group: Group, since: datetime, until: datetime) -> "QuerySet[Question, int]":
    """Those that were asked or answered, most answers first."""
    lately = Q(
        answers__answered_at__gt=since,
        answers__answered_at__lte=until,
        answers__withdrawn_at=None,
    )
    rows = Question.objects.filter(group=group, withdrawn_at=None, asked_at__lte=until)
    rows = rows.annotate(lately=Count("answers", filter=lately))
    rows = rows.filter(Q(lately__gt=0) | Q(asked_at__gt=since))
    return rows.order_by("-lately", "-asked_at", "-pk").values_list("pk", flat=True)


def _newcomers(group: Group, since: datetime, until: datetime) -> Iterator[Proposal]:
    joined = GroupMembership.objects.filter(
        group=group, until=None, since__gt=since, since__lte=until
    )
    if joined.exists():
        yield Proposal(Section.NEW, Kind.NEWCOMERS)


@dataclass(frozen=True)
class Counted:
    """How many answers were given in the last week, and in each of some weeks until it."""

    number: int
    weeks: list[tuple[str, Decimal]]


def counted(group: Group, until: datetime) -> Counted | None:
    """None when nobody answered anything: a zero is no news."""
    edges = [until - WEEK * back for back in range(WEEKS_IN_FIGURE, -1, -1)]
    given = _of_group(group).aggregate(
        **{
            f"week_{place}": Count("pk", filter=Q(answered_at__gt=start, answered_at__lte=end))
            for place, (start, end) in enumerate(pairwise(edges))
        }
    )
    weeks = [
        (str(localtime(end).isocalendar().week), Decimal(given[f"week_{place}"]))
        for place, end in enumerate(edges[1:])
    ]
    number = int(weeks[-1][1])
    return Counted(number, weeks) if number else None
