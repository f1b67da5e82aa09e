"""By the clock: an issue without editors, a week that is skipped, and always only once."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import get_current_timezone

from tests.journal.story import DAY, HOUR, a_week, journal_of, tomorrow_at_five
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.calendar import last_due, next_day, week_of
from vaknet.domain.journal.models import Issue, SkippedWeek
from vaknet.domain.journal.reading import issue_view
from vaknet.domain.knowledge.actions.archive import OldAnswer, OldQuestion, keep_archive
from vaknet.interfaces.jobs import clock

WEEK = timedelta(days=7)


@pytest.fixture
def due() -> datetime:
    return tomorrow_at_five()


@pytest.fixture
def week(world: World, due: datetime):
    journal_of(world, weekday=due.isoweekday())
    return a_week(world)


def tick(moment: datetime) -> None:
    with time_machine.travel(moment):
        clock.publish_issues(0)


def test_on_the_day_itself_it_comes_out_without_editors(world: World, week, due) -> None:
    tick(due - timedelta(minutes=1))
    assert not Issue.objects.exists()
    for later in (timedelta(minutes=4), HOUR, 3 * DAY):
        tick(due + later)
    issue = Issue.objects.get()
    assert (issue.number, issue.year, issue.week) == (1, *due.isocalendar()[:2])
    assert (issue.published_at, issue.published_by) == (due, None)
    view = issue_view(world.samira, world.group, 1)
    assert view.is_automatic
    assert view.editors == []
    assert view.headline == "Hoe breng je een nee?"
    [told] = Activity.objects.filter(verb="published_issue")
    assert (told.actor, told.group) == (world.group.actor, world.group.actor)


def test_late_it_is_still_the_issue_of_that_day(world: World, week, due) -> None:
    tick(due + 4 * DAY)
    assert Issue.objects.get().published_at == due


def test_when_editors_published_the_clock_does_nothing(world: World, week, due) -> None:
    with time_machine.travel(due - HOUR):
        draft = actions.begin_issue(world.joost, group=world.group)
        actions.publish_issue(world.joost, issue=draft)
    tick(due + HOUR)
    assert Issue.objects.get().published_by == world.joost


def test_what_editors_are_still_making_stays_theirs(world: World, week, due) -> None:
    with time_machine.travel(due - HOUR):
        draft = actions.begin_issue(world.joost, group=world.group)
        actions.say_of_cover(world.joost, issue=draft, headline="Nog niet af", lead="")
    tick(due + HOUR)
    assert Issue.objects.get(number=1).headline == ""
    assert queries.draft(world.joost, world.group).headline == "Nog niet af"


def test_after_an_outage_no_older_issue_comes_after_a_newer_one(world: World, week, due) -> None:
    """Down on the day itself; later an editor is earlier than the clock."""
    with time_machine.travel(due + 3 * DAY):
        draft = actions.begin_issue(world.joost, group=world.group)
        actions.publish_issue(world.joost, issue=draft)
    tick(due + 3 * DAY + HOUR)
    assert Issue.objects.get().published_by == world.joost


def test_a_thin_week_is_skipped_and_said(world: World, due) -> None:
    """One piece, and two more that came too late for it."""
    journal_of(world, weekday=due.isoweekday())
    GroupMembership.objects.update(since=due - 2 * WEEK)
    for at in (due + HOUR, due + 2 * HOUR):
        old = OldQuestion(world.noor, "Wie is er?", at, answers=[OldAnswer(world.joost, "Ik", at)])
        keep_archive(group=world.group, questions=[old])
    for _ in range(2):
        tick(due + HOUR)
    assert not Issue.objects.exists()
    skipped = SkippedWeek.objects.get()
    assert (skipped.year, skipped.week, skipped.items) == (*due.isocalendar()[:2], 1)
    assert queries.front(world.samira, world.group).skipped == skipped
    keep_archive(group=world.group, questions=[OldQuestion(world.noor, "En nu?", due + DAY)])
    tick(due + WEEK + HOUR)
    front = queries.front(world.samira, world.group)
    assert (front.last, front.skipped) == (1, None)


def test_a_journal_that_stopped_or_just_began_is_left_alone(world: World, due) -> None:
    a_week(world)
    with time_machine.travel(due + timedelta(minutes=1)):
        journal_of(world, weekday=due.isoweekday())
    tick(due + HOUR)
    actions.stop_journal(world.marit, group=world.group)
    tick(due + WEEK + HOUR)
    assert not Issue.objects.exists()
    assert not SkippedWeek.objects.exists()


def test_days_are_those_of_the_network() -> None:
    zone = get_current_timezone()
    assert week_of(datetime(2027, 1, 1, 12, tzinfo=zone)) == (2026, 53)
    morning = datetime(2026, 11, 27, 9, tzinfo=zone)
    assert last_due(5, morning) == datetime(2026, 11, 20, 17, tzinfo=zone)
    assert last_due(4, morning) == datetime(2026, 11, 26, 17, tzinfo=zone)
    assert last_due(5, morning.replace(hour=17)) == datetime(2026, 11, 27, 17, tzinfo=zone)
    assert next_day(5, None, morning) == date(2026, 11, 27)
    assert next_day(4, None, morning) == date(2026, 12, 3)
    assert next_day(5, morning, morning) == date(2026, 12, 4)
    assert next_day(5, morning - timedelta(days=7), morning) == date(2026, 11, 27)
