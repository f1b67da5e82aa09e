"""Take in mail of members from your mail server, until stopped. `serve` runs one by itself."""

import asyncio
import signal

import click

from vaknet.configuration import configuration
from vaknet.interfaces.mail.listener import listen


async def _listen(address: str) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, lambda: task and task.cancel())
    await listen(address)


@click.command()
def command() -> None:
    """Take in mail of members from your mail server, until stopped. `serve` runs one by itself."""
    address = configuration.mail_in.listener
    if not address:
        raise click.ClickException("Say where to listen: set VAKNET_MAIL_IN.")
    try:
        asyncio.run(_listen(address))
    except asyncio.CancelledError:
        return
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"Vaknet cannot listen on {address} ({reason}).") from error
