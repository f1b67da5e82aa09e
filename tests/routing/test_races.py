"""Two at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.connections.test_races import at_once
from tests.routing import story
from tests.routing.story import Told, route
from vaknet.domain.activity.models import Activity
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
