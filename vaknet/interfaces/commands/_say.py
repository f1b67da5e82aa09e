"""One line for one event, with the time before it."""

import contextlib
import time

import click


def say(event: str) -> None:
    """Nobody may be listening any more; that is no reason to fall over."""
    with contextlib.suppress(OSError):
        click.echo(f"{time.strftime('%H:%M:%S')} {event}")
