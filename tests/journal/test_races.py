"""Two editors at the same moment, with a real connection each."""

from typing import Any

import pytest

from tests.connections.test_races import at_once
from tests.journal.story import DAY, HOUR, a_week, item_about, journal_of, tomorrow_at_five
from tests.world import build
from vaknet.domain.activity.models import Activity
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue, Journal, SkippedWeek
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Any:
    return build()


def test_two_editors_publish_at_once_and_one_of_them_is_told(world):
    a_week(world)
    journal_of(world)
    draft = actions.begin_issue(world.joost, group=world.group)
    done = at_once(
        lambda: actions.publish_issue(world.joost, issue=draft),
        lambda: actions.publish_issue(world.marit, issue=draft),
    )
    issue = Issue.objects.get()
    assert issue.number == 1
    [refused] = [one for one in done if isinstance(one, Refused)]
    assert "1" in str(refused.message)
    assert Activity.objects.filter(verb="published_issue").count() == 1


def test_a_double_click_begins_and_publishes_one(world):
    a_week(world)
    journal_of(world)
    begin = [lambda: actions.begin_issue(world.joost, group=world.group) for _ in range(3)]
    [draft] = set(at_once(*begin))
    published = at_once(*[lambda: actions.publish_issue(world.joost, issue=draft)] * 3)
    assert [one.number for one in published] == [1, 1, 1]
    assert draft.items.filter(section="cover").count() == 1


def test_two_start_a_journal_at_once(world):
    at_once(*[lambda: actions.start_journal(world.marit, group=world.group, weekday=5)] * 3)
    assert Journal.objects.count() == 1


def test_two_move_the_same_pieces(world):
    week = a_week(world)
    journal_of(world)
    more = knowledge.ask(world.noor, group=world.group, title="En nu?")
    draft = actions.begin_issue(world.joost, group=world.group)
    item = item_about(draft, more)
    at_once(
        lambda: actions.move(world.joost, item=item, up=False),
        lambda: actions.move(world.marit, item=item, up=False),
    )
    places = list(draft.items.filter(section="talk").values_list("position", flat=True))
    assert places == sorted(set(places))
    assert {week.open.pk, more.pk} == set(
        draft.items.filter(section="talk").values_list("question", flat=True)
    )


def test_the_clock_ticks_twice_while_an_editor_publishes(world):
    a_week(world)
    due = tomorrow_at_five()
    journal_of(world, weekday=due.isoweekday())
    later = due + HOUR
    at_once(*[lambda: actions.publish_due(now=later) for _ in range(3)])
    assert Issue.objects.count() == 1
    at_once(*[lambda: actions.publish_due(now=later + 7 * DAY) for _ in range(3)])
    assert SkippedWeek.objects.count() == 1
