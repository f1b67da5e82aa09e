"""Threads that whoever sends slowly cannot all hold: a wrapper around a WSGI application.

The web server gives each request a thread, and a thread that reads what is sent waits for it as
long as that takes. So there are places of two kinds, and a thread for each of all of them: `pages`
threads work, `readers` threads wait for what is sent. While one waits, another works in its place.
When as many wait as may, whoever sends hears at once to try again; pages are answered all the
while. A proxy that collects what is sent slowly spares everybody this.

Who waits for a server elsewhere gives up its place in the same way: `not_at_work`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local
from typing import Any

READERS = 6
WAITERS = 5
BUSY = b"Too many people are sending something at this moment. Please try again in a minute.\n"
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(BUSY))),
    ("Retry-After", "60"),
]
_here = local()
type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ThreadPlaces:
    """`application` with at most `pages` requests at work, and `readers` that are waited for.

    It needs as many threads as both together, and as wait elsewhere: `WAITERS`.
    """

    def __init__(self, application: Application, *, pages: int, readers: int = READERS) -> None:
        self._application = application
        self._pages = BoundedSemaphore(pages)
        self._readers = BoundedSemaphore(readers)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        sent = environ["wsgi.input"] = _Sent(environ["wsgi.input"], self._pages, self._readers)
        heads: list[tuple[Any, ...]] = []
        with self._pages:
            _here.pages = self._pages
            try:
                answer = self._application(environ, lambda *head: heads.append(head))
            finally:
                del _here.pages
        if not sent.was_refused:
            start_response(*heads[-1])
            return answer
        if hasattr(answer, "close"):
            answer.close()
        start_response("503 Service Unavailable", HEADERS)
        return [BUSY]


@contextmanager
def not_at_work() -> Iterator[None]:
    """While this thread waits for somebody elsewhere, another works in its place. Only for who
    counts how many do: all together no more than WAITERS, which have a thread. Not within itself,
    and outside a request it changes nothing."""
    pages: BoundedSemaphore | None = getattr(_here, "pages", None)
    if pages is None:
        yield
        return
    pages.release()
    try:
        yield
    finally:
        pages.acquire()


class _Sent:
    """What is sent, as the server hands it out. OSError when too many are waited for."""

    def __init__(self, given: Any, pages: BoundedSemaphore, readers: BoundedSemaphore) -> None:
        self._given = given
        self._pages = pages
        self._readers = readers
        self.was_refused = False

    def read(self, size: int = -1) -> bytes:
        return self._waited_for(self._given.read, size)

    def readline(self, size: int = -1) -> bytes:
        return self._waited_for(self._given.readline, size)

    def _waited_for(self, read: Callable[[int], bytes], size: int) -> bytes:
        if not self._readers.acquire(blocking=False):
            self.was_refused = True
            raise OSError("too many are sending")
        self._pages.release()
        try:
            return read(size)
        finally:
            # In this order: whoever has all of it and waits for a place to work is waited for no
            # more. Else a crowd that sends little, and at once, would be too many.
            self._readers.release()
            self._pages.acquire()
