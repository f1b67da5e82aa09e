"""What strengthened ties: what two contacts did for each other, where all members may know of it.

Each source gives rows of two members and a weight that fades by half in a year (`Grown`). Weights
are those of the finder's formula (engine.graph.strength). Closed groups, roles that are kept from
members, questions without a name and what somebody said for her own eyes strengthen nothing: the
order of routes must not tell of them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value

from vaknet.domain.connections.models import Connection
from vaknet.domain.connections.models.ties import Grown
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Answer, PostPlacement, Reply, Thanks
from vaknet.domain.people.models import Role
from vaknet.domain.people.visibility import is_narrowed
from vaknet.domain.talks.models import Talk
from vaknet.engine.graph import COLLEAGUES, MET, REPLIED, THANKED

# A reply counts half a year, in which it has faded by a third; what else the two did until there
# is an eighth left of it.
REPLIES_COUNT = timedelta(days=180)
ELSE_COUNTS = timedelta(days=3 * 365)
CLOSED = Group.Readers.GROUP

Rows = QuerySet[Any, Any]


def touches(now: datetime) -> Iterator[Rows]:
    """Rows of (member, another, weight)."""
    yield _answers(now - REPLIES_COUNT)
    yield _replies(now - REPLIES_COUNT)
    yield _thanks(now - ELSE_COUNTS)
    yield _talks(now - ELSE_COUNTS, now)
    yield _colleagues(now)


def _answers(since: datetime) -> Rows:
    rows = Answer.objects.filter(answered_at__gte=since, withdrawn_at=None)
    rows = rows.filter(question__withdrawn_at=None).exclude(question__group__readers=CLOSED)
    return _weighed(rows, "author", "question__author", "answered_at", REPLIED)


def _replies(since: datetime) -> Rows:
    open_places = PostPlacement.objects.filter(post=OuterRef("post"), until=None)
    open_places = open_places.exclude(group__readers=CLOSED)
    rows = Reply.objects.filter(replied_at__gte=since, withdrawn_at=None, post__withdrawn_at=None)
    rows = rows.filter(Exists(open_places))
    return _weighed(rows, "author", "post__author", "replied_at", REPLIED)


def _thanks(since: datetime) -> Rows:
    rows = Thanks.objects.filter(at__gte=since, answer__withdrawn_at=None)
    rows = rows.exclude(answer__question__group__readers=CLOSED)
    return _weighed(rows, "actor", "answer__author", "at", THANKED)


def _talks(since: datetime, now: datetime) -> Rows:
    """They met: the two agreed on a time, and it is past."""
    rows = Talk.objects.filter(starts_at__gte=since, starts_at__lt=now, agreed_at__isnull=False)
    return _weighed(rows.filter(cancelled_at=None), "proposer", "invitee", "starts_at", MET)


def _colleagues(now: datetime) -> Rows:
    """Who work at one place today. As of the beginning of the quarter, so that not every tie of
    colleagues is written anew each night."""
    today = now.date()
    quarter = datetime(today.year, today.month - (today.month - 1) % 3, 1, tzinfo=now.tzinfo)
    theirs = works_on(today).filter(
        actor=OuterRef(OuterRef("contact")), organisation=OuterRef("organisation")
    )
    hers = works_on(today).filter(Exists(theirs), actor=OuterRef("holder"))
    rows = Connection.objects.filter(Exists(hers), until=None, holder__lt=F("contact"))
    return rows.values_list("holder", "contact", Value(COLLEAGUES) * Grown(Value(quarter)))


def works_on(day: date) -> QuerySet[Role]:
    """Who works where on that day, as far as all members may know."""
    rows = Role.objects.filter(kind=Role.Kind.WORK, organisation__isnull=False)
    rows = rows.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))
    return rows.exclude(is_narrowed(Role.Kind.WORK))


def _weighed(rows: QuerySet[Any], one: str, other: str, at: str, weight: float) -> Rows:
    rows = rows.exclude(Q(**{one: F(other)})).order_by()
    found: Rows = rows.values_list(one, other).annotate(weight=Sum(Grown(at)) * Value(weight))
    return found
