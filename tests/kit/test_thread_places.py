"""Whoever sends slowly holds places of her own, and not those of who reads a page."""

import io
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest

from vaknet.kit.thread_places import ThreadPlaces, not_at_work

SECONDS = 60.0
PAGE = "/page"  # reads nothing


class Slow(io.BytesIO):
    """What comes in only once it may. `begun` says that somebody waits for it."""

    def __init__(self, content: bytes, begun: Semaphore, may_come: Event) -> None:
        super().__init__(content)
        self._begun, self._may_come = begun, may_come

    def read(self, size: int | None = -1) -> bytes:
        self._begun.release()
        assert self._may_come.wait(SECONDS)
        return super().read(size)


class Closed(list[bytes]):
    """An answer that notes that it was let go of."""

    is_closed = False

    def close(self) -> None:
        Closed.is_closed = True


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says what was sent; whoever cannot be read makes it answer as Django does."""
    if environ["PATH_INFO"] == PAGE:
        start_response("200 OK", [])
        return [b"page"]
    try:
        sent = environ["wsgi.input"].read()
    except OSError:
        start_response("500 Internal Server Error", [])
        return Closed([b"trouble"])
    start_response("200 OK", [])
    return [sent]


def asked(
    places: ThreadPlaces, sent: io.BytesIO, path: str = "/"
) -> tuple[str, dict[str, str], bytes]:
    heads: list[tuple[str, list[tuple[str, str]]]] = []
    answer = places({"wsgi.input": sent, "PATH_INFO": path}, lambda *head: heads.append(head))
    [(status, headers)] = heads
    return status, dict(headers), b"".join(answer)


@pytest.fixture
def threads() -> Iterable[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as executor:
        yield executor


def test_pages_are_answered_while_as_many_send_slowly_as_may(threads: ThreadPoolExecutor) -> None:
    places, begun, may_come = ThreadPlaces(application, pages=1, readers=2), Semaphore(0), Event()
    slow: list[Future[Any]] = [
        threads.submit(asked, places, Slow(b"slow", begun, may_come)) for _ in range(2)
    ]
    assert all(begun.acquire(timeout=SECONDS) for _ in slow)
    assert asked(places, io.BytesIO(), path=PAGE) == ("200 OK", {}, b"page")

    status, headers, words = asked(places, io.BytesIO(b"one more"))
    assert (status, headers["Retry-After"]) == ("503 Service Unavailable", "60")
    assert len(words) == int(headers["Content-Length"])
    assert b"try again" in words
    assert Closed.is_closed

    may_come.set()
    assert [one.result(SECONDS)[0::2] for one in slow] == [("200 OK", b"slow")] * 2
    assert asked(places, io.BytesIO(b"now")) == ("200 OK", {}, b"now")


def test_no_more_are_at_work_than_may(threads: ThreadPoolExecutor) -> None:
    at_work, most = [0], [0]

    def working(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        Event().wait(0.01)
        at_work[0] -= 1
        start_response("200 OK", [])
        return []

    places = ThreadPlaces(working, pages=2)
    done = [threads.submit(asked, places, io.BytesIO()) for _ in range(12)]
    assert {one.result(SECONDS)[0] for one in done} == {"200 OK"}
    assert most[0] <= 2


def test_lines_are_read_too_and_what_went_wrong_gives_the_place_back() -> None:
    def lines(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].readline(), environ["wsgi.input"].read(2)]

    places = ThreadPlaces(lines, pages=1, readers=1)
    assert asked(places, io.BytesIO(b"a\nbcd"))[2] == b"a\nbc"

    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise ConnectionResetError("gone")

    broken = ThreadPlaces(application, pages=1, readers=1)
    for _ in range(3):  # this is not that too many send: the application answers
        assert asked(broken, Broken())[0] == "500 Internal Server Error"


def test_who_sent_all_of_it_and_waits_for_a_place_to_work_is_no_sender_any_more(
    threads: ThreadPoolExecutor,
) -> None:
    may_go = Event()

    def working(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PAGE:
            assert may_go.wait(SECONDS)
        return application(environ, start_response)

    places, begun, may_come = ThreadPlaces(working, pages=1, readers=1), Semaphore(0), Event()
    sending = threads.submit(asked, places, Slow(b"all", begun, may_come))
    assert begun.acquire(timeout=SECONDS)
    page = threads.submit(asked, places, io.BytesIO(), PAGE)
    may_come.set()
    assert places._readers.acquire(timeout=SECONDS)  # free, while the page has the place to work
    assert not sending.done()
    may_go.set()
    assert [one.result(SECONDS)[0::2] for one in (page, sending)] == [
        ("200 OK", b"page"),
        ("200 OK", b"all"),
    ]


def test_who_waits_elsewhere_holds_no_page_up_and_goes_on_in_a_place_of_its_own(
    threads: ThreadPoolExecutor,
) -> None:
    waits, may_go, works, may_end = Event(), Event(), Event(), Event()

    def asking(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PAGE:
            works.set()
            assert may_end.wait(SECONDS)
            return application(environ, start_response)
        with not_at_work():
            waits.set()
            assert may_go.wait(SECONDS)
        return application(environ, start_response)

    places = ThreadPlaces(asking, pages=1)
    elsewhere = threads.submit(asked, places, io.BytesIO(b"told"))
    assert waits.wait(SECONDS)
    page = threads.submit(asked, places, io.BytesIO(), PAGE)
    assert works.wait(SECONDS)
    may_go.set()
    assert not elsewhere.done()  # the page has the only place
    may_end.set()
    assert [one.result(SECONDS)[2] for one in (page, elsewhere)] == [b"page", b"told"]


def test_outside_a_request_and_after_a_mistake_no_place_is_given_away() -> None:
    with not_at_work():
        pass

    def broken(_environ: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
        with not_at_work():
            raise ValueError("wrong")

    places = ThreadPlaces(broken, pages=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="wrong"):
            asked(places, io.BytesIO())
    with not_at_work():
        assert places._pages.acquire(blocking=False)
        assert not places._pages.acquire(blocking=False)
        places._pages.release()
