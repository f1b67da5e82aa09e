"""Do the jobs that follow from what happened, until stopped."""

import asyncio
import logging
import sys

import click
from procrastinate import App
from procrastinate.contrib.django import app

from vaknet.configuration import configuration
from vaknet.interfaces.commands import _failures


async def _work(worker: App) -> None:
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=configuration.worker_jobs,
            shutdown_graceful_timeout=8,
            delete_jobs="successful",
            task_middleware=[_failures.remember],
            fetch_job_polling_interval=5,
        )


@click.command()
def command() -> None:
    """Do the jobs that follow from what happened, until stopped. `serve` runs one by itself."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="worker: %(message)s")
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        asyncio.run(_work(worker))
