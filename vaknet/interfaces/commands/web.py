"""Serve pages only: the web server, without database and worker."""

import os
import sys

import click

from vaknet.configuration import configuration
from vaknet.interfaces.commands import _web_server
from vaknet.kit import thread_places


def words(host: str, port: int) -> list[str]:
    """What the web server is told. docs/decisions/0002-web-server.md tells why this one, and why
    its warnings are not heard.
    """
    c = configuration
    threads = c.web_threads + thread_places.READERS + thread_places.WAITERS
    return [
        *["--interface", "wsgi", "--process-name", "vaknet web"],
        *["--host", host, "--port", str(port)],
        *["--no-ws", "--log-level", "error"],
        *["--workers", str(c.web_workers), "--blocking-threads", str(threads)],
        *["--workers-kill-timeout", "10", "--respawn-failed-workers"],
        "vaknet.wsgi:application",
    ]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def command(host: str, port: int) -> None:
    """Serve pages only. The database must run and be up to date (vaknet migrate)."""
    command = [sys.executable, "-m", _web_server.__name__, *words(host, port)]
    os.execv(sys.executable, command)  # noqa: S606  (this process becomes the server)
