"""Others who wait for an answer from elsewhere, as many as may."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from vaknet.interfaces.reaching.waiting import Places


@contextmanager
def all_taken(places: Places) -> Iterator[None]:
    with ExitStack() as others:
        for _page in range(places.most):
            others.enter_context(places.one())
        yield
