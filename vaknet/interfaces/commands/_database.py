"""The database for one command: started when it does not run, stopped when nobody uses it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

import click

from vaknet.configuration import configuration
from vaknet.kit import postgres
from vaknet.kit.postgres_programs import PostgresError
from vaknet.kit.shared_server import SharedServer


def shared() -> SharedServer:
    c = configuration
    return SharedServer(
        c.data / "locks",
        start=lambda: postgres.start(
            c.cluster, c.socket, c.postgres_options, given=c.postgres_programs
        ),
        stop=lambda: postgres.stop(c.cluster),
    )


@contextmanager
def running() -> Iterator[None]:
    """Our own database runs and exists for the block; with DATABASE_URL there is nothing to do."""
    c = configuration
    if not c.own_database:
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(shared().used(lambda: postgres.running(c.cluster) is not None))
            postgres.create_database(c.socket, c.database["NAME"], c.postgres_programs)
        except PostgresError as error:
            raise click.ClickException(str(error)) from error
        previous = signal.signal(signal.SIGTERM, _leave)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, previous)


def _leave(number: int, frame: FrameType | None) -> None:
    """An end by SIGTERM is an orderly one too: it leaves the block above."""
    sys.exit(128 + number)
