"""An event that begins at another moment takes its programme along."""

from datetime import timedelta

import pytest

from tests.programme.a_programme import HOUR, Day, choose, details, plan, published, row_of, sits
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions as events
from vaknet.domain.events.actions.details import EventDetails
from vaknet.domain.programme import actions
from vaknet.domain.programme.models import Round, Session, SessionSignUp, Speaker
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return published(world, seats=1)


def move_event(day: Day, by: timedelta, *, hours: float = 7) -> None:
    starts_at = day.event.starts_at + by
    said = EventDetails(
        name=day.event.name,
        venue=day.event.venue,
        readers=day.event.readers,
        starts_at=starts_at,
        ends_at=starts_at + hours * HOUR,
    )
    day.event = events.change_event(day.world.marit, event=day.event, details=said)


def begins(*sessions: Session) -> list[timedelta]:
    found = Session.objects.in_bulk([one.pk for one in sessions])
    return [found[one.pk].starts_at - one.starts_at for one in sessions]


@pytest.mark.parametrize("by", [HOUR / 2, -HOUR / 2, timedelta(days=7)])
def test_all_that_is_held_moves_along(day: Day, by: timedelta) -> None:
    """In one room, for one who sits and one who speaks, what follows at once clashes nowhere."""
    world = day.world
    after = plan(world, day.event, "Nog een concept", 3, room=day.small)
    gone = plan(world, day.event, "Gaat niet door", 4, room=day.small)
    actions.publish_programme(world.marit, event=day.event)
    draft = plan(world, day.event, "Concept", 5, room=day.small)
    actions.cancel_session(world.marit, session=gone)
    for session in (day.scanning, day.later):
        actions.ask_speaker(world.marit, session=session, handle="joost.van.der.meer")
        named = f"Om {session.starts_at:%H}"
        at = session.starts_at
        actions.name_round(world.marit, event=day.event, starts_at=at, name=named)
    sits(world.samira, day, day.scanning, day.later, after)
    names = dict(Round.objects.values_list("name", "starts_at"))
    told = Activity.objects.filter(verb="moved_session").count()
    move_event(day, by)
    assert begins(day.opening, day.scanning, day.later, after, draft) == [by] * 5
    assert begins(gone) == [timedelta()]
    for session in (day.scanning, day.later, after):
        session.refresh_from_db()
        assert (session.sequence, session.ends_at - session.starts_at) == (1, HOUR)
        span = row_of(world.samira, session).span
        assert (span.lower, span.upper) == (session.starts_at, session.ends_at)
    draft.refresh_from_db()
    assert draft.sequence == 0
    spans = {row.session_id: row.span.lower for row in Speaker.objects.all()}
    starts = {one.pk: one.starts_at for one in (day.scanning, day.later)}
    assert spans == starts
    moved = dict(Round.objects.values_list("name", "starts_at"))
    assert moved == {name: at + by for name, at in names.items()}
    assert Activity.objects.filter(verb="moved_session").count() == told


def test_what_she_gave_back_stays_as_it_was(day: Day) -> None:
    sits(day.world.samira, day, day.scanning)
    choose(day.world.samira, day)
    move_event(day, HOUR)
    assert SessionSignUp.objects.get().span.lower == day.scanning.starts_at


def test_in_an_event_that_became_shorter_all_but_the_time_can_be_changed(day: Day) -> None:
    late = plan(day.world, day.event, "Borrel", 6, kind="break")
    move_event(day, timedelta(), hours=6)
    said = details(day.event, "Borrel met muziek", 6, kind="break")
    actions.change_session(day.world.marit, session=late, details=said)
    late.refresh_from_db()
    assert late.title == "Borrel met muziek"
    said = details(day.event, "Borrel met muziek", 6.5, kind="break")
    with pytest.raises(Refused) as refused:
        actions.change_session(day.world.marit, session=late, details=said)
    assert refused.value.field == "ends_at"
