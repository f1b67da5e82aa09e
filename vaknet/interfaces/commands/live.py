"""Keep streams open that say there is something new."""

import os
import sys

import click

from vaknet.configuration import configuration


def server(host: str, port: int) -> list[str]:
    """As a command line. One process: a stream costs no work until something is new."""
    most = configuration.live_streams + 64  # and some that only hear that there is no room
    return [
        *[sys.executable, "-m", "granian", "--interface", "asgi", "--loop", "asyncio"],
        *["--host", host, "--port", str(port), "--no-ws", "--log-level", "error"],
        *["--http", "1", "--workers", "1", "--backpressure", str(most)],
        *["--backlog", str(max(1024, most)), "--workers-kill-timeout", "5"],
        "vaknet.asgi:application",
    ]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
def command(host: str, port: int | None) -> None:
    """Keep streams open only, on VAKNET_LIVE_PORT. `serve` runs one by itself."""
    os.execv(sys.executable, server(host, port or configuration.live_port))  # noqa: S606
