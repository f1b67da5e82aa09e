"""The round of a day: what is planned for somebody, and what became of what was laid out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from vaknet.domain.activity.models import Activity
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.notices.models import RoundStop
from vaknet.domain.notices.sources import SOURCES
from vaknet.domain.notices.stops import SKIPPED, Moment, Stop, done
from vaknet.engine.planning import MOST_STOPS, Act, Candidate, Shown, plan, resting

type Key = tuple[str, int]

REMEMBERED = timedelta(days=180)
A_WEEK = timedelta(days=7)


def planned(moment: Moment) -> list[Stop]:
    """What is best for her on this day, given what she saw before. Keeps nothing."""
    since = moment.today - REMEMBERED
    before = _BEFORE(viewer=moment.viewer.pk, since=since, day=moment.today)
    history = [_shown(row) for row in before]
    hers = {stop.key: stop for stop in _hers(moment)}
    rest = resting(history, on=moment.today)
    rest |= _not_needed(plan(_weighed(moment, hers), history, on=moment.today).stops)
    stops = hers | {stop.key: stop for stop in _shared(moment, before, rest)}
    chosen = plan(_weighed(moment, stops), history, on=moment.today).stops
    return [stops[one.kind, one.about] for one in chosen]


def _not_needed(line: Sequence[Candidate]) -> set[Act]:
    """Acts that nothing is suggested of, since somebody waits for one: nobody has to look for it,
    which costs more than all else."""
    waiting = [one.act for one in line if one.waits]
    return set(Act) if len(waiting) == MOST_STOPS else set(waiting)


def _weighed(moment: Moment, stops: Mapping[Key, Stop]) -> list[Candidate]:
    asked = _others_asked(moment, stops)
    return [
        stop.candidate(SOURCES[stop.kind].act, asked=asked.get(key, 0))
        for key, stop in stops.items()
    ]


def laid_out(moment: Moment) -> list[Stop] | None:
    """The stops of today's round as they are now; None when it was not laid out yet.

    Each is open, skipped or done. What is over without her is left out.
    """
    rows = _LAID(viewer=moment.viewer.pk, day=moment.today)
    if not rows:
        return None
    left = {stop.key: stop for stop in _left(moment, rows)}
    is_all_open = all(row.key in left for row in rows)
    did = set() if is_all_open else _deeds(moment, rows[0].round.laid_at)
    return [*_as_they_are(rows, left, did)]


def _as_they_are(
    rows: Iterable[RoundStop], left: Mapping[Key, Stop], did: Collection[str]
) -> Iterable[Stop]:
    for row in rows:
        stop = left.get(row.key)
        if stop is not None:
            yield replace(stop, state=SKIPPED) if row.skipped_at else stop
        elif not SOURCES[row.kind].deeds.isdisjoint(did):
            yield done(row)


def _hers(moment: Moment) -> Iterable[Stop]:
    """What only she is offered."""
    for source in SOURCES.values():
        if not source.shared:
            yield from source.find(moment)


def _shared(moment: Moment, before: Sequence[RoundStop], rest: set[Act]) -> Iterable[Stop]:
    """Where an act rests nothing new is looked for, only what she left standing."""
    offered = _by_kind(before)
    for kind, source in SOURCES.items():
        if source.shared and source.act not in rest:
            yield from source.find(moment)
        elif source.shared and offered[kind]:
            yield from source.again(moment, offered[kind])


def _left(moment: Moment, rows: Sequence[RoundStop]) -> Iterable[Stop]:
    for kind, offered in _by_kind(rows).items():
        yield from SOURCES[kind].again(moment, offered)


def _by_kind(rows: Iterable[RoundStop]) -> defaultdict[str, list[RoundStop]]:
    found = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return found


def _shown(row: RoundStop) -> Shown:
    return Shown(
        kind=row.kind,
        about=row.about,
        act=SOURCES[row.kind].act,
        on=row.round.day,
        waits=row.waits,
        skipped=row.skipped_at is not None,
        unexpected=row.unexpected,
    )


def _others_asked(moment: Moment, keys: Iterable[Key]) -> dict[Key, int]:
    """Of how many others each was asked this week, where others can be asked too."""
    numbers = defaultdict(list)
    for kind, number in keys:
        if SOURCES[kind].shared:
            numbers[kind].append(number)
    since = moment.today - A_WEEK
    return {
        (kind, number): times
        for kind, ids in numbers.items()
        for number, times in _ASKED(
            viewer=moment.viewer.pk, kind=kind, ids=ids, since=since, day=moment.today
        )
    }


def _deeds(moment: Moment, since: datetime) -> set[str]:
    return {verb for (verb,) in _DEEDS(viewer=moment.viewer.pk, since=since)}


def _before(viewer: int, since: date, day: date) -> QuerySet[RoundStop]:
    rows = RoundStop.objects.filter(
        round__actor=viewer, round__day__gte=since, round__day__lt=day, kind__in=[*SOURCES]
    )
    return rows.select_related("round").order_by("round__day", "position")


def _laid(viewer: int, day: date) -> QuerySet[RoundStop]:
    rows = RoundStop.objects.filter(round__actor=viewer, round__day=day, kind__in=[*SOURCES])
    return rows.select_related("round").order_by("position")


def _asked(
    viewer: int, kind: str, ids: list[int], since: date, day: date
) -> QuerySet[RoundStop, tuple[int, int]]:
    rows = RoundStop.objects.filter(
        kind=kind, about__any_of=ids, round__day__gt=since, round__day__lte=day
    )
    others = rows.exclude(round__actor=viewer).values("about").order_by("about")
    return others.annotate(times=Count("round__actor", distinct=True)).values_list("about", "times")


def _what_she_did(viewer: int, since: datetime) -> QuerySet[Activity, tuple[str]]:
    """Without her name counts too: only she sees it."""
    rows = Activity.objects.filter(actor__in=names_of(viewer), at__gte=since)
    return rows.values_list("verb").distinct()


_BEFORE = Frozen(_before)
_LAID = Frozen(_laid)
_ASKED = Frozen(_asked)
_DEEDS = Frozen(_what_she_did)
