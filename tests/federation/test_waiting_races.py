"""Other pages while one waits for a server elsewhere that says nothing: threads, real sockets."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

from tests.federation.elsewhere import Elsewhere, connect
from tests.world import build
from vaknet.domain.activity.models import Actor
from vaknet.interfaces.reaching import waiting
from vaknet.interfaces.web import asking
from vaknet.kit.thread_places import ThreadPlaces

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a" * 32
PATIENCE = 60.0  # seconds


@pytest.fixture
def world(transactional_db: None) -> Any:
    return build()


@pytest.fixture
def silent(settings: Any, monkeypatch: Any) -> Iterator[str]:
    """The host of a network that takes connections and never says a word."""
    cache.clear()
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        one = Elsewhere(f"http://127.0.0.1:{listener.getsockname()[1]}")
        connect(settings, monkeypatch, one)
        yield one.host


def test_other_pages_are_answered_while_a_guest_waits_for_a_silent_server(
    silent: str, fatma: Actor, settings: Any, monkeypatch: Any
) -> None:
    """With one place to work in all, and a real socket that says nothing."""
    waits, may_end = Event(), Event()
    not_at_work = waiting.not_at_work

    @contextmanager
    def seen() -> Iterator[None]:
        with not_at_work():
            waits.set()
            yield
            assert may_end.wait(PATIENCE)

    monkeypatch.setattr(waiting, "not_at_work", seen)
    monkeypatch.setattr(asking, "SECONDS_OF_GUESTS", 0.3)
    places = ThreadPlaces(get_wsgi_application(), pages=1)
    make = RequestFactory()
    make.cookies[settings.CSRF_COOKIE_NAME] = SECRET
    page = f"/@{fatma.handle}/"

    def answered(request: Any) -> str:
        heads: list[str] = []
        try:
            list(places(request.environ, lambda status, *_headers: heads.append(status)))
        finally:
            connection.close()
        return heads[0]

    with ThreadPoolExecutor(2) as threads:
        sent = {"wie": page, "home": f"@ida@{silent}", "csrfmiddlewaretoken": SECRET}
        slow = threads.submit(answered, make.post("/van-elders/", sent))
        try:
            assert waits.wait(PATIENCE)
            assert threads.submit(answered, make.get(page)).result(PATIENCE) == "200 OK"
        finally:
            may_end.set()
        assert slow.result(PATIENCE).startswith("422")
