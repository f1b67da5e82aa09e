"""Which texts fit, by the index: a bounded number, the best or the newest of them.

Nothing is read here that can be shown: only numbers, in an order. What the viewer may read is in
each statement, and looked up once more before anything is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log

from django.db.models import BooleanField, Case, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people.apart import ids_apart
from vaknet.domain.searching.models import Findable, Kind
from vaknet.domain.searching.queries.asking import KINDS, MOST_PAGES, PER_PAGE, Filters
from vaknet.domain.searching.queries.statistics import stock
from vaknet.engine.text import Wish, topic_key

# So many of the newest that fit are weighed against one another.
WEIGHED = 500
# More than this are not all looked up: then only those of the last time are.
MANY = 1_000
# To read a text costs PostgreSQL as much as to read so many entries of the index.
READING = 60
FOUND = MOST_PAGES * PER_PAGE
# In a title a word weighs as much as this many elsewhere; as part of another word less than alone.
IN_TITLE, IN_PART_OF_TITLE, IN_PART = 3.0, 2.0, 0.6
BEST = 0.5  # what somebody chose as the best answer
COMMON = 0.02  # a word in more texts than that says little when not all words can be found


@dataclass(frozen=True)
class Candidate:
    kind: Kind
    source: int
    thread: int


@dataclass(frozen=True)
class Reader:
    """Who looks, the groups she may read, and from whom she is kept apart."""

    viewer: Actor | None
    groups: list[int]
    apart: list[int]

    @classmethod
    def of(cls, viewer: Actor | None) -> "Reader":
        if viewer is None:
            readable = groups.readable_groups(None).values_list("pk", flat=True)
            return cls(None, list(readable), [])
        return cls(viewer, _READABLE(viewer=viewer.pk), sorted(ids_apart(viewer)))

    def may_find(self) -> Q:
        """Groups, texts and people of which a guest may not know are not there for her."""
        within = Q(group__any_of=self.groups)
        return within if self.viewer is None else within | Q(group=None)


def _readable(viewer: int) -> QuerySet[Group, int]:
    return groups.readable_groups(Actor(pk=viewer)).values_list("pk", flat=True)


_READABLE = Frozen(_readable)


class Has(Func):
    """Whether an array has one of these keys, which are written into the statement.

    A statement that differs each time is planned each time, by how common these keys are. One that
    PostgreSQL has seen before it would plan for any keys, and then walk through all texts.
    """

    template = "%(expressions)s && '{%(keys)s}'::integer[]"
    output_field = BooleanField()

    def __init__(self, column: str, keys: Sequence[int]) -> None:
        super().__init__(F(column), keys=",".join(map(str, keys)))


class HasAll(Has):
    template = "%(expressions)s @> '{%(keys)s}'::integer[]"


class HasWhenRead(Has):
    """Has, by reading the texts: of few of them, where the index has many with these keys."""

    template = "coalesce(%(expressions)s, '{}') && '{%(keys)s}'::integer[]"


class HasAllWhenRead(Has):
    template = "coalesce(%(expressions)s, '{}') @> '{%(keys)s}'::integer[]"


@dataclass(frozen=True)
class _Needed:
    """One of these keys, or all words of one of these names."""

    keys: Sequence[int]
    together: Sequence[Sequence[int]]

    @classmethod
    def of(cls, *wishes: Wish) -> "_Needed":
        keys = [key for wish in wishes for key in wish.keys]
        return cls(keys, list(dict.fromkeys(name for wish in wishes for name in wish.together)))

    def in_rows(self, rows: QuerySet[Findable], *, is_read: bool) -> QuerySet[Findable]:
        has, has_all = (HasWhenRead, HasAllWhenRead) if is_read else (Has, HasAll)
        found = Q(has("keys", self.keys))
        for name in self.together:
            found |= Q(has_all("keys", name))
        return rows.filter(found)


@dataclass(frozen=True)
class Search:
    """One question to the index."""

    reader: Reader
    filters: Filters
    without: Sequence[Wish]
    by_date: bool

    def with_all(self, wishes: Sequence[Wish]) -> list[Candidate]:
        """Texts that have each of the words."""
        expected = stock().expected(wishes)
        needed = [_Needed.of(wish) for wish in wishes]
        return self._weighed(needed, expected, wishes, [1.0] * len(wishes))

    def with_some(self, wishes: Sequence[Wish]) -> list[Candidate]:
        """Texts that have at least one of the words that say most."""
        known = stock()
        shares = [known.share(wish.keys) for wish in wishes]
        telling = [wish for wish, share in zip(wishes, shares, strict=True) if share <= COMMON]
        if not telling:
            return []
        needed = _Needed.of(*telling)
        expected = known.texts * known.share(needed.keys)
        return self._weighed([needed], expected, wishes, [log(1 / share) for share in shares])

    def _weighed(
        self,
        needed: Sequence[_Needed],
        expected: float,
        wishes: Sequence[Wish],
        weights: Sequence[float],
    ) -> list[Candidate]:
        """The best of those that have a key of each. When more are expected than can be looked up:
        of the last time, unless that does not fill a page."""
        rows, known = self._rows(), stock()
        if expected > MANY and (since := known.newest(MANY / expected)) is not None:
            entries = known.texts * sum(known.share(one.keys) for one in needed)
            is_read = READING * known.texts * MANY / expected <= entries
            newest = _with(needed, rows.filter(at__gte=since), is_read=is_read)
            found = self._ranked(newest, wishes, weights)
            if len(found) >= PER_PAGE:
                return found
        return self._ranked(_with(needed, rows), wishes, weights)

    def _rows(self) -> QuerySet[Findable]:
        wanted, rows = self.filters, Findable.objects.filter(self.reader.may_find())
        if self.reader.apart:
            rows = rows.exclude(author__any_of=self.reader.apart)
        if wanted.kind:
            rows = rows.filter(kind__in=KINDS[wanted.kind])
        if wanted.group is not None:
            rows = rows.filter(group=wanted.group)
        if wanted.topic:
            rows = rows.filter(keys__contains=[topic_key(wanted.topic)])
        if wanted.year is not None:
            rows = rows.filter(at__gte=datetime(wanted.year, 1, 1, tzinfo=UTC))
        if wanted.authors is not None:
            rows = rows.filter(author__any_of=[*wanted.authors])
        if wanted.after is not None:
            rows = rows.filter(at__gt=wanted.after)
        if wanted.until is not None:
            rows = rows.filter(at__lte=wanted.until)
        for wish in self.without:
            rows = rows.exclude(Has("keys", wish.keys))
        return rows

    def _ranked(
        self, rows: QuerySet[Findable], wishes: Sequence[Wish], weights: Sequence[float]
    ) -> list[Candidate]:
        """Of each question or conversation the text that fits best, the best of all first."""
        newest = rows.order_by("-at", "-pk").annotate(
            score=_score(wishes, weights) + _extra() + _freshness()
        )
        found = list(newest.values_list("score", "kind", "source", "thread")[:WEIGHED])
        if not self.by_date:
            found.sort(key=lambda row: row[0], reverse=True)
        once: dict[tuple[str, int], Candidate] = {}
        for _score_of_it, kind, source, thread in found:
            once.setdefault((_family(kind), thread), Candidate(Kind(kind), source, thread))
        return list(once.values())[:FOUND]


def _with(
    needed: Sequence[_Needed], rows: QuerySet[Findable], *, is_read: bool = False
) -> QuerySet[Findable]:
    for one in needed:
        rows = one.in_rows(rows, is_read=is_read)
    return rows


def _family(kind: int) -> str:
    """Whose threads have numbers of their own."""
    if kind in (Kind.QUESTION, Kind.ANSWER, Kind.BEST_ANSWER):
        return "question"
    return "post" if kind in (Kind.POST, Kind.REPLY) else Kind(kind).name


def _score(wishes: Sequence[Wish], weights: Sequence[float]) -> Combinable:
    total: Combinable = Value(0.0)
    for wish, weight in zip(wishes, weights, strict=True):
        places = [("title", wish.exact, IN_TITLE), ("title", wish.loose, IN_PART_OF_TITLE)]
        places += [("keys", wish.exact, 1.0), ("keys", wish.loose, IN_PART)]
        fits = [(Has(column, keys), worth) for column, keys, worth in places if keys]
        fits += [(HasAll("keys", name), IN_PART) for name in wish.together]
        total += Case(
            *(When(has, then=Value(weight * worth)) for has, worth in fits),
            default=Value(0.0),
            output_field=FloatField(),
        )
    return total


def _extra() -> Combinable:
    return Case(
        When(kind=Kind.BEST_ANSWER, then=Value(BEST)),
        default=Value(0.0),
        output_field=FloatField(),
    )


def _freshness() -> Combinable:
    """1 for what was written today, a half for what is a year old."""
    return Func(
        F("at"),
        template="(1 / (1 + extract(epoch from now() - %(expressions)s) / 31557600))",
        output_field=FloatField(),
    )
