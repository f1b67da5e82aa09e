"""Arrays, SQL and trying everything say the same of any graph."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ways_by_hand as by_hand
from tests.ways_by_hand import Told
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.actions import rebuilding
from vaknet.domain.connections.graph import members, sql, statements
from vaknet.domain.connections.models import (
    Connection,
    GoBetweenConsent,
    GoBetweenExcept,
    Introduction,
    IntroductionStep,
    NetworkChange,
)
from vaknet.domain.people.models import Block
from vaknet.engine import graph
from vaknet.engine.graph import STEPS, YEAR, Network, Terms
from vaknet.kit.moments import microseconds

NUMBERS = st.integers(1, 8)
PAIRS = st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1])
HALF_YEARS = st.integers(0, 5)
NOW = graph.EPOCH + timedelta(days=2_500)


@st.composite
def stories(draw: st.DrawFn) -> Told:
    """Ages in half years. Everybody is a number here; in the database somebody new each time."""
    ties = draw(st.dictionaries(PAIRS, HALF_YEARS, max_size=30))
    if draw(st.booleans()):
        ties |= {(b, a): age for (a, b), age in ties.items()}
    return Told(
        ties=ties,
        go_betweens=draw(st.sets(NUMBERS, min_size=3)),
        barred=draw(st.sets(PAIRS, max_size=4)),
        asked=draw(st.lists(st.tuples(NUMBERS, st.integers(-1, 2)), max_size=6)),
        apart=draw(st.sets(PAIRS, max_size=1)),
    )


@pytest.fixture
def people(db: None) -> list[int]:
    return [
        Actor.objects.create(kind=Actor.Kind.PERSON, handle=f"nummer{n}", name=f"Nummer {n}").pk
        for n in range(11)
    ]


def terms(**bounds: int) -> Terms:
    lately = microseconds(NOW - timedelta(days=14))
    return Terms(step=graph.step(NOW), lately=lately, **bounds)


BOUNDS = st.fixed_dictionaries(
    {"most": st.integers(1, 3), "hub": st.integers(1, 6), "nearby_hub": st.integers(1, 5)}
)


def write(told: Told, people: list[int]) -> Told:
    """Into the database, and told anew with the numbers and the freshness that it gave."""
    Connection.objects.bulk_create(
        Connection(holder_id=people[a], contact_id=people[b], since=_ago(age))
        for (a, b), age in told.ties.items()
    )
    GoBetweenConsent.objects.bulk_create(
        GoBetweenConsent(actor_id=people[one]) for one in told.go_betweens
    )
    GoBetweenExcept.objects.bulk_create(
        GoBetweenExcept(actor_id=people[a], contact_id=people[b]) for a, b in told.barred
    )
    Block.objects.bulk_create(Block(actor_id=people[a], other_id=people[b]) for a, b in told.apart)
    _ask(told, people)
    rows = Connection.objects.filter(until=None).values_list("holder", "contact", "freshness")
    lately = microseconds(NOW - timedelta(days=14))
    return Told(
        ties={(a, b): fresh for a, b, fresh in rows},
        go_betweens={people[one] for one in told.go_betweens},
        barred={(people[a], people[b]) for a, b in told.barred},
        asked=[(people[of], lately + at) for of, at in told.asked],
        apart={(people[a], people[b]) for a, b in told.apart},
    )


def _ago(half_years: int) -> object:
    return NOW - timedelta(seconds=half_years * YEAR / 2)


def _ask(told: Told, people: list[int]) -> None:
    lately = NOW - timedelta(days=14)
    asked = Introduction.objects.create(asker_id=people[9], target_id=people[10])
    IntroductionStep.objects.bulk_create(
        IntroductionStep(
            introduction=asked,
            go_between_id=people[of],
            position=position,
            asked_at=lately + timedelta(microseconds=at),
        )
        for position, (of, at) in enumerate(told.asked)
    )


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=stories(), bounds=BOUNDS, viewer=NUMBERS, without=st.sets(NUMBERS, max_size=1))
def test_sql_says_what_trying_everything_says(people, told, bounds, viewer, without):
    with transaction.atomic():
        story = write(told, people)
        _agrees(story, people, terms(**bounds), people[viewer], {people[one] for one in without})
        transaction.set_rollback(True)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=stories(), more=stories(), bounds=BOUNDS, viewer=NUMBERS)
def test_arrays_of_the_database_say_it_too_also_of_who_changed(people, told, more, bounds, viewer):
    """The arrays are of before; what is written after is read of who changed, as triggers say."""
    lately = NOW - timedelta(days=14)
    with transaction.atomic():
        write(told, people)
        network = Network(rebuilding.read_graph(lately))
        NetworkChange.objects.all().delete()
        _forget(people)
        story = write(more, people)
        changed = NetworkChange.objects.values_list("member", flat=True).distinct()
        network = network.with_changes(members.members(changed, lately))
        apart = story.kept_apart(people[viewer])
        looked = graph.reach(network, people[viewer], people, terms(**bounds), apart=apart)
        for place, pk in enumerate(people):
            seen = tuple(int(one[place]) for one in (looked.degree, looked.via, looked.cost))
            assert seen == by_hand.reach(story, terms(**bounds), people[viewer], pk)
            ways = graph.ways(network, people[viewer], pk, terms(**bounds), apart=apart)
            found = [(way.stops, way.cost) for way in ways]
            assert found == by_hand.routes(story, terms(**bounds), people[viewer], pk)
        transaction.set_rollback(True)


def _forget(people: list[int]) -> None:
    """By all the ways in which rows go: closed, moved on, and erased."""
    now = timezone.now()
    half = people[:5]
    Connection.objects.filter(holder__in=half).update(until=now)
    GoBetweenConsent.objects.filter(actor__in=half).update(until=now)
    Connection.objects.filter(until=None).delete()
    GoBetweenConsent.objects.filter(until=None).delete()
    GoBetweenExcept.objects.update(until=now)
    IntroductionStep.objects.update(asked_at=None)
    Introduction.objects.update(withdrawn_at=now)
    Block.objects.update(until=now)


def _agrees(told: Told, people: list[int], bounds: Terms, viewer: int, without: set[int]) -> None:
    ids = [*people, 10**12]
    found = {one.member: one for one in statements.reached(viewer, ids, bounds)}
    for pk in ids:
        one = found.get(pk)
        seen = (one.degree, one.via or 0, one.cost) if one else (0, 0, 0)
        assert seen == by_hand.reach(told, bounds, viewer, pk)
    for pk in people:
        for most, stops in ((5, 2), (1, 2), (5, 1)):
            wish = statements.Wish(viewer, pk, most, stops, sorted(without))
            ways = [(way.stops, way.cost) for way in statements.ways(wish, bounds)]
            assert ways == by_hand.routes(
                told, bounds, viewer, pk, most=most, stops=stops, without=without
            )


def test_what_a_tie_costs_is_the_same_at_every_age(db):
    ages = range(graph.YOUNGEST - 3, graph.OLDEST + 4)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {sql._cost('fresh')}"  # noqa: S608
            " from unnest(%(all)s::int[]) with ordinality as t (fresh, n) order by n",
            {"all": [-age for age in ages], "step": 0},
        )
        asked = [cost for (cost,) in cursor.fetchall()]
    assert asked == [int(graph.costs(0)[-age]) for age in ages]


def test_a_tie_is_as_fresh_as_the_day_it_began_and_what_the_two_did_since(db, people):
    a, b = people[:2]
    day = graph.EPOCH + timedelta(seconds=3 * YEAR)
    tie = Connection.objects.create(holder_id=a, contact_id=b, since=day)

    def freshness() -> int:
        tie.refresh_from_db()
        return tie.freshness

    assert freshness() == 3 * STEPS
    Connection.objects.filter(pk=tie.pk).update(strengthened=2.0**3)
    assert freshness() == 4 * STEPS  # twice as strong as a new one
    for far, most in ((timezone.datetime.min, -400), (timezone.datetime.max, 400)):
        Connection.objects.filter(pk=tie.pk).update(
            since=far.replace(tzinfo=graph.EPOCH.tzinfo, year=min(max(far.year, 2), 9998)),
            strengthened=0,
        )
        assert freshness() == most * STEPS
