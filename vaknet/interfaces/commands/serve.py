"""Serve the network: database, web server, worker and live streams, which end with this one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from vaknet.configuration import configuration, read
from vaknet.interfaces.commands import _stamp
from vaknet.interfaces.commands import live as streams
from vaknet.interfaces.commands._say import say
from vaknet.kit import lifeline, postgres
from vaknet.kit.postgres_programs import PostgresError
from vaknet.kit.shared_server import SharedServer, hold
from vaknet.kit.supervisor import Child, Stopped, Supervisor

START_SECONDS = 90
OF_ALL = 40  # seconds: more than what each of those that part from it gets to stop


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@click.option("--link-for", metavar="HANDLE", help="Print a sign-in link for HANDLE when ready.")
def command(host: str, port: int, link_for: str | None) -> None:
    """Serve the network: database, web server and worker. Ctrl-C stops all of it."""
    began = time.monotonic()
    os.environ["TZ"] = configuration.time_zone
    time.tzset()
    lock = hold(configuration.data / "locks" / "serve")
    if lock is None:
        raise click.ClickException(f"Vaknet is already serving {configuration.data}.")
    _refuse_used_port(host, port)
    house = Supervisor(say)
    try:
        with _database(house):
            _prepare(house)
            _open_doors(house, host, port, began)
            if link_for:
                say(f"sign in as {link_for} with this link, once, within 15 minutes:")
                house.run_to_end(_launch(sys.executable, "-m", "vaknet", "login-link", link_for))
            house.keep()
            say("stopping")
    except Stopped:
        say("stopping")
    except PostgresError as error:
        raise click.ClickException(str(error)) from error
    say("stopped")


def _refuse_used_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.ClickException(
                f"Vaknet cannot listen on {host}:{port} ({reason}). "
                "Choose another with --host and --port, or stop the program that uses it."
            ) from error


@contextmanager
def _database(house: Supervisor) -> Iterator[None]:
    """Our own PostgreSQL for the block, or nothing to do with DATABASE_URL."""
    c = configuration
    if not c.own_database:
        try:
            yield
        finally:
            house.stop()
        return
    keeper = SharedServer(
        c.data / "locks",
        start=lambda: _start_database(house),
        stop=lambda: _stop_all(house),
    )
    with keeper.kept():
        try:
            postgres.create_database(c.socket, c.database["NAME"], c.postgres_programs)
            yield
        finally:
            # The worker lets go of the database's lock, so it goes before that lock is taken.
            house.stop(but="database")


def _start_database(house: Supervisor) -> None:
    c = configuration
    if postgres.running(c.cluster) is not None:
        say("the database is already running; used as it is")
        return
    if not (c.cluster / "PG_VERSION").exists():
        say("making the database")
    postgres.make(c.cluster, c.postgres_programs)
    child = Child("database", _launch_database, farewell=signal.SIGINT, patience=20)
    house.start(child)

    def ready() -> bool:
        if child.fell():
            raise PostgresError(
                f"PostgreSQL did not start. It said:\n{postgres.last_words(c.cluster)}"
            )
        return postgres.ready(c.cluster)

    if not house.wait_until(ready, seconds=START_SECONDS, step=0.02):
        raise PostgresError(f"PostgreSQL did not start within {START_SECONDS} s.")


def _launch_database() -> subprocess.Popen[bytes]:
    c = configuration
    # Its own process group: Ctrl-C must not reach it before the pages and jobs that use it.
    return postgres.start_child(
        c.cluster,
        c.socket,
        c.postgres_options,
        given=c.postgres_programs,
        before=lifeline.tied(signal.SIGINT),
    )


def _stop_all(house: Supervisor) -> None:
    house.stop()
    postgres.stop(configuration.cluster)


def _launch(*command: str) -> subprocess.Popen[bytes]:
    """Each in a process group of its own: Ctrl-C is heard here, and only here. Who hears it and is
    asked to stop as well breaks off what it would have finished."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=lifeline.tied(),  # noqa: PLW1509  (this process has one thread)
    )


def _prepare(house: Supervisor) -> None:
    """In a program of its own: Django's memory is given back when it ends."""
    if _stamp.is_current():
        return
    if house.run_to_end(_launch(sys.executable, "-m", "vaknet", "migrate")) != 0:
        raise PostgresError("The database could not be brought up to date; the reason is above.")
    _stamp.renew()


def _open_doors(house: Supervisor, host: str, port: int, began: float) -> None:
    address = _address(host, port)
    configuration.served_at.write_text(address, encoding="utf-8")
    loaded = [sys.executable, "-m", "vaknet.interfaces.commands._loaded", host, str(port)]
    house.start(Child("web and worker", lambda: _launch(*loaded), patience=OF_ALL))
    _open_streams(house, host)
    if house.wait_until(lambda: _answers(host, port), seconds=START_SECONDS, step=0.1):
        say(f"ready at {address} after {time.monotonic() - began:.1f} s; Ctrl-C stops it")
    else:
        say(f"no page was answered at {address} within {START_SECONDS} s; still trying")


def _open_streams(house: Supervisor, host: str) -> None:
    """A network does without them: what stands in their way is said, and stops nothing."""
    port = read(os.environ).live_port  # after the port that was noted just now
    if not configuration.live_streams:
        return
    try:
        _refuse_used_port(host, port)
    except click.ClickException:
        say(f"port {port} is in use, so pages do not hear of something new (VAKNET_LIVE_PORT)")
        return
    house.start(Child("live", lambda: _launch(*streams.server(host, port)), patience=7))


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown and '[' not in shown else shown}:{port}"


def _answers(host: str, port: int) -> bool:
    """Whether a page comes back, without the weight of an HTTP library."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    question = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
    try:
        with socket.create_connection((asked, port), timeout=1) as connection:
            connection.sendall(question)
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False
