"""A page of the finder waits for nobody who writes."""

import threading
import time

import pytest
from django.db import connection, transaction

from tests.learning import story
from tests.learning.story import look
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.learning.models import Search

pytestmark = pytest.mark.django_db(transaction=True)
HELD = 60.0  # seconds, if nobody lets go before


@pytest.fixture
def told(transactional_db: None, settings) -> World:
    settings.VAKNET_LEARNING = True
    return story.tell()


def _hold(person: Actor, is_held: threading.Event, is_done: threading.Event) -> None:
    try:
        with transaction.atomic():
            Actor.objects.select_for_update().get(pk=person.pk)
            is_held.set()
            is_done.wait(HELD)
    finally:
        connection.close()


def test_a_page_is_shown_at_once_while_somebody_writes_about_who_asks(told: World) -> None:
    look(told.samira)
    Search.objects.all().delete()
    is_held, is_done = threading.Event(), threading.Event()
    writer = threading.Thread(target=_hold, args=(told.samira, is_held, is_done))
    writer.start()
    try:
        assert is_held.wait(HELD)
        began = time.monotonic()
        shown = look(told.samira)
        took = time.monotonic() - began
    finally:
        is_done.set()
        writer.join()
    assert told.marit in shown
    assert took < HELD / 2
    assert not Search.objects.exists(), "and so it is not kept"
    look(told.samira)
    assert Search.objects.count() == 1
