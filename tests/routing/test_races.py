"""Two at the same moment."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.connections.test_races import at_once
from tests.routing import story
from tests.routing.story import Told, route
from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import AnswerRequest
from vaknet.domain.routing import actions
from vaknet.domain.routing.models import RoutedRequest, Routing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(transactional_db: None) -> Told:
    return story.tell()


def test_a_double_click_asks_once(told: Told) -> None:
    at_once(*[lambda: route(told, told.world.marit, told.ilse) for _ in range(4)])
    assert Routing.objects.count() == 1
    assert AnswerRequest.objects.count() == RoutedRequest.objects.count() == 2
    assert Activity.objects.filter(verb="requested_answer").count() == 2


def test_two_workers_widen_once(told: Told) -> None:
    route(told)
    later = timezone.now() + timedelta(hours=25)
    at_once(*[lambda: actions.widen_routings(now=later) for _ in range(4)])
    assert AnswerRequest.objects.count() == 5
    assert Activity.objects.filter(verb="widened_routing").count() == 1


def test_stopping_while_it_widens_is_either_and_never_both(told: Told) -> None:
    route(told)
    later = timezone.now() + timedelta(hours=25)
    at_once(
        lambda: actions.widen_routings(now=later),
        lambda: actions.stop_routing(told.asker, question=told.question),
    )
    routing = Routing.objects.get()
    is_stopped = routing.stopped_at is not None
    assert AnswerRequest.objects.count() == (3 if is_stopped else 5)
    assert is_stopped == (routing.widened_at is None)


BREAKS = """
create function break_it() returns trigger language plpgsql as
    $$ begin raise exception 'broken'; end $$
"""
ON_ROUTING = """
create trigger break_it before update on routing_routing
    for each row when (old.id = %d) execute function break_it()
"""


def test_one_that_fails_keeps_no_other_waiting(told: Told) -> None:
    route(told)
    other = knowledge.ask(told.asker, group=told.world.group, title="Hoe scan je bouwdossiers?")
    actions.route_question(told.asker, question=other, people=[told.world.noor])
    broken = Routing.objects.earliest("pk")
    try:
        with connection.cursor() as cursor:
            cursor.execute(BREAKS)
            cursor.execute(ON_ROUTING % broken.pk)
        with pytest.raises(ExceptionGroup, match="could not be widened"):
            actions.widen_routings(now=timezone.now() + timedelta(hours=25))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop function break_it cascade")
    widened = Routing.objects.filter(widened_at__isnull=False)
    assert [one.question for one in widened] == [other]
