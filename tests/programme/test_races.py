"""Two hundred at the same moment, with real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now

from tests.connections.test_races import at_once
from tests.programme.a_programme import HOUR, Day, choose, details, published, row_of, taken
from tests.world import build
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Registration
from vaknet.domain.programme import actions
from vaknet.domain.programme.models import SessionSignUp
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 200
SEATS = 20
# As many connections as there can be at once; everybody else comes as soon as one is free.
TOGETHER = 60


@pytest.fixture
def day(transactional_db: None) -> Day:
    return published(build(), seats=SEATS)


def crowd(day: Day, number: int) -> list[Actor]:
    """Members who come to the event; all that a session asks of them is a seat there."""
    people = Actor.objects.bulk_create(
        Actor(kind=Actor.Kind.PERSON, handle=f"lid{one}", domain="", name=f"Lid {one}")
        for one in range(number)
    )
    Registration.objects.bulk_create(
        Registration(event=day.event, person=one, code=f"C{one.pk:07}", seated_at=now())
        for one in people
    )
    return people


def all_together(acts: list[Callable[[], Any]]) -> list[Any]:
    start = Barrier(TOGETHER)

    def run(number: int, act: Callable[[], Any]) -> Any:
        if number < TOGETHER:
            start.wait()
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(run, range(len(acts)), acts))


def seated(session: Any) -> int:
    return SessionSignUp.objects.filter(
        session=session, cancelled_at=None, seated_at__isnull=False
    ).count()


def test_two_hundred_want_twenty_seats(day: Day) -> None:
    """Exactly twenty sit; who wants waits, in the order in which she came; nobody is lost."""
    people = crowd(day, PEOPLE)

    def comes(person: Actor) -> bool:
        if choose(person, day, day.scanning).full:
            choose(person, day, waiting=(day.scanning,))
        return True

    done = all_together([lambda one=one: comes(one) for one in people])
    assert done == [True] * PEOPLE
    assert taken(day.scanning) == seated(day.scanning) == SEATS
    line = SessionSignUp.objects.filter(session=day.scanning, seated_at=None, cancelled_at=None)
    assert line.count() == PEOPLE - SEATS
    assert list(line.order_by("asked_at", "pk")) == list(line.order_by("pk"))
    assert SessionSignUp.objects.values("registration").distinct().count() == PEOPLE


def test_who_leaves_and_who_comes_at_once(day: Day) -> None:
    """Ten give their seats back while others want them: each seat goes to who waited longest."""
    people = crowd(day, 60)
    for one in people[:SEATS]:
        choose(one, day, day.scanning)
    for one in people[SEATS : SEATS + 15]:
        choose(one, day, waiting=(day.scanning,))
    leaving = [
        lambda one=one: actions.leave_session(one, session=day.scanning) for one in people[:10]
    ]
    coming = [lambda one=one: choose(one, day, day.scanning) for one in people[SEATS + 15 :]]
    both = [act for pair in zip(leaving, coming, strict=False) for act in pair]
    at_once(*both, *coming[len(leaving) :])
    assert taken(day.scanning) == SEATS
    assert seated(day.scanning) == SEATS - 10
    offered = SessionSignUp.objects.filter(session=day.scanning, offered_until__isnull=False)
    first = [row.registration.person for row in offered.order_by("pk")]
    assert first == people[SEATS : SEATS + 10]
    at_once(
        *[lambda one=one: actions.accept_session_seat(one, session=day.scanning) for one in first],
        *[lambda: actions.lapse_session_offers(at=now()) for _ in range(3)],
    )
    assert taken(day.scanning) == seated(day.scanning) == SEATS


def test_an_answer_and_the_clock_at_once_is_one_of_the_two(day: Day) -> None:
    people = crowd(day, SEATS + 2)
    for one in people[:SEATS]:
        choose(one, day, day.scanning)
    for one in people[SEATS:]:
        choose(one, day, waiting=(day.scanning,))
    actions.leave_session(people[0], session=day.scanning)
    first = people[SEATS]
    SessionSignUp.objects.filter(pk=row_of(first, day.scanning).pk).update(
        offered_until=now() - HOUR
    )
    at_once(
        *[lambda: actions.lapse_session_offers(at=now()) for _ in range(4)],
        lambda: actions.accept_session_seat(first, session=day.scanning),
    )
    assert row_of(first, day.scanning).cancelled_at is not None
    assert row_of(people[SEATS + 1], day.scanning).offered_until is not None
    assert taken(day.scanning) == SEATS


def test_a_double_click_chooses_once(day: Day) -> None:
    world = day.world
    events.register(world.samira, event=day.event)
    at_once(*[lambda: choose(world.samira, day, day.scanning, day.later) for _ in range(5)])
    assert SessionSignUp.objects.count() == 2
    assert taken(day.scanning) == taken(day.later) == 1


def test_two_browsers_choose_two_at_one_time(day: Day) -> None:
    """One of them is last, and it is hers; never both."""
    world = day.world
    events.register(world.samira, event=day.event)
    at_once(
        *[lambda: choose(world.samira, day, day.scanning) for _ in range(3)],
        *[lambda: choose(world.samira, day, day.asking) for _ in range(3)],
    )
    assert taken(day.scanning) + taken(day.asking) == 1


def test_leaving_the_event_while_she_chooses(day: Day) -> None:
    """Whichever is first: in the end she has no seat, and none is counted for her."""
    world = day.world
    events.register(world.samira, event=day.event)
    at_once(
        lambda: choose(world.samira, day, day.scanning, day.later),
        lambda: events.cancel_registration(world.samira, event=day.event),
    )
    actions.give_back_seats(at=now())
    assert not SessionSignUp.objects.filter(cancelled_at=None).exists()
    assert taken(day.scanning) == taken(day.later) == 0


def test_two_plan_in_one_room_at_once(day: Day) -> None:
    world = day.world
    done = at_once(
        *[
            lambda title=title: actions.plan_session(
                world.marit,
                event=day.event,
                details=details(day.event, title, 3, room=day.small),
            )
            for title in ("Een", "Twee", "Drie")
        ]
    )
    assert sum(isinstance(one, Refused) for one in done) == 2
    assert day.small.sessions.filter(starts_at=day.event.starts_at + 3 * HOUR).count() == 1


def test_a_session_moves_while_people_choose(day: Day) -> None:
    """Onto the time of the other: of who wanted both nobody has two, and every counter is right."""
    people = crowd(day, 12)
    for one in people[:6]:
        choose(one, day, day.scanning, day.later)
    at_once(
        lambda: actions.change_session(
            day.world.marit,
            session=day.later,
            details=details(day.event, day.later.title, 1.5, hours=0.5),
        ),
        *[lambda one=one: choose(one, day, day.scanning, day.later) for one in people[6:]],
    )
    assert taken(day.scanning) + taken(day.later) <= len(people) + 1
    day.later.refresh_from_db()
    live = SessionSignUp.objects.filter(cancelled_at=None)
    starts = {day.scanning.pk: day.scanning.starts_at, day.later.pk: day.later.starts_at}
    assert all(row.span.lower == starts[row.session_id] for row in live)
    assert live.values("registration").distinct().count() == live.count()
