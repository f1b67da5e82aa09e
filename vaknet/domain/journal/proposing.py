"""What the machine would put in an issue: the week of a group, by what its members found worth it.

Only what every reader of the group may see is weighed, and nobody's name. For the agenda nothing is
proposed: editors write it. Meetings of a group will be one more proposer in `propose`.
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
from vaknet.domain.knowledge.conversations import stands_in
from vaknet.domain.knowledge.models import Answer, BestAnswer, Post, Question

WEEK = timedelta(days=7)
MOST_TALKS = 3
MOST_ARTICLES = 2
WEEKS_IN_FIGURE = 5
ENOUGH = 40  # answers and questions looked at: an issue holds five of them
Kind = IssueItem.Kind


@dataclass(frozen=True)
class Proposal:
    section: Section
    kind: IssueItem.Kind
    question: int | None = None
    answer: int | None = None
    post: int | None = None


@dataclass(frozen=True)
class Lively:
    """A question or a post in which something was said lately: how much, and when it began."""

    said: int
    at: datetime
    kind: IssueItem.Kind
    pk: int


@dataclass(frozen=True)
class Used:
    questions: set[int]
    posts: set[int]

    def holds(self, one: Lively) -> bool:
        return one.pk in (self.questions if one.kind == Kind.QUESTION else self.posts)


def since(group: Group, now: datetime) -> datetime:
    """From when newcomers are new: a week ago, or when a more recent issue came out."""
    issues = Issue.objects.filter(group=group)
    last = issues.aggregate(last=Max("published_at"))["last"]
    return max(last or now - WEEK, now - WEEK)


def propose(group: Group, since: datetime, until: datetime) -> list[Proposal]:
    """In the order of the sections; each thing is in it once, and not in two issues of a week.

    Words are of the last week, also when an issue came out in it; newcomers are `since` then.
    """
    found = [*_worded(group, until), *_newcomers(group, since, until)]
    return sorted(found, key=lambda one: list(Section).index(one.section))


def _used_lately(group: Group, until: datetime) -> Used:
    """What stood in an issue of the last week; a question also by one of its answers."""
    items = IssueItem.objects.filter(
        issue__group=group,
        issue__published_at__gt=until - WEEK,
        issue__published_at__lte=until,
        left_out_at=None,
    )
    rows = list(items.values_list("question", "answer__question", "post"))
    questions = {pk for *pair, _post in rows for pk in pair if pk is not None}
    return Used(questions, {post for *_pair, post in rows if post is not None})


def _worded(group: Group, until: datetime) -> Iterator[Proposal]:
    """The most thanked answer on the cover, the longest exchange as question of the week, what was
    written as an article before what was answered."""
    since, used = until - WEEK, _used_lately(group, until)
    answers = list(_answers(group, since, until)[:ENOUGH])
    questions = list(_questions(group, since, until))

    def answer_for(section: Section) -> Iterator[Proposal]:
        for pk, question in answers:
            if question not in used.questions:
                used.questions.add(question)
                yield Proposal(section, Kind.ANSWER, answer=pk)
                return

    yield from answer_for(Section.COVER)
    of_the_week = [one.pk for one in questions if not used.holds(one)][:1]
    used.questions.update(of_the_week)
    yield from (Proposal(Section.QUESTION, Kind.QUESTION, question=pk) for pk in of_the_week)
    articles = [pk for pk in _articles(group, since, until)[:ENOUGH] if pk not in used.posts]
    for pk in articles[:MOST_ARTICLES]:
        yield Proposal(Section.PRACTICE, Kind.POST, post=pk)
    yield from answer_for(Section.PRACTICE)
    lively = [one for one in (*questions, *_talks(group, since, until)) if not used.holds(one)]
    lively.sort(key=lambda one: (one.said, one.at), reverse=True)
    for one in lively[:MOST_TALKS]:
        yield Proposal(Section.TALK, one.kind, **{one.kind.value: one.pk})


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


def _questions(group: Group, since: datetime, until: datetime) -> Iterator[Lively]:
    """Those that were asked or answered, most answers first."""
    lately = Q(
        answers__answered_at__gt=since,
        answers__answered_at__lte=until,
        answers__withdrawn_at=None,
    )
    rows = Question.objects.filter(group=group, withdrawn_at=None, asked_at__lte=until)
    rows = rows.annotate(lately=Count("answers", filter=lately))
    rows = rows.filter(Q(lately__gt=0) | Q(asked_at__gt=since))
    ordered = rows.order_by("-lately", "-asked_at", "-pk")[:ENOUGH]
    for pk, said, at in ordered.values_list("pk", "lately", "asked_at"):
        yield Lively(said, at, Kind.QUESTION, pk)


def _posts(group: Group) -> QuerySet[Post]:
    """That stand in this group."""
    return Post.objects.filter(stands_in(group), withdrawn_at=None)


def _articles(group: Group, since: datetime, until: datetime) -> "QuerySet[Post, int]":
    rows = _posts(group).filter(
        article__published_at__gt=since, article__published_at__lte=until, article__group=group
    )
    return rows.order_by("-article__published_at", "-pk").values_list("pk", flat=True)


def _talks(group: Group, since: datetime, until: datetime) -> Iterator[Lively]:
    """Conversations in which somebody replied, most replies first."""
    lately = Q(
        replies__replied_at__gt=since,
        replies__replied_at__lte=until,
        replies__withdrawn_at=None,
    )
    rows = _posts(group).filter(article=None).annotate(lately=Count("replies", filter=lately))
    ordered = rows.filter(lately__gt=0).order_by("-lately", "-posted_at", "-pk")[:ENOUGH]
    for pk, said, at in ordered.values_list("pk", "lately", "posted_at"):
        yield Lively(said, at, Kind.POST, pk)


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
