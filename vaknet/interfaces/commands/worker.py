"""Do the jobs that follow from what happened, until stopped."""

import asyncio
import logging
import os
import signal
import sys
import traceback

import click
from procrastinate import App, PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from vaknet.configuration import configuration
from vaknet.interfaces.commands import _failures

# Jobs get this long to finish once we are asked to stop; then they are begun again another time.
GRACE = 4
LAST_MOMENT = 6
SILENCE = 30
LOOK_AROUND = 10
GOING = 1  # seconds for the last word to a database that may be gone
# In one statement: of several workers that begin at once each job is taken up by one.
ABANDONED = """
    WITH abandoned AS (
        SELECT job.id FROM procrastinate_jobs job
        LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
        WHERE job.status = 'doing' AND (
            worker.id IS NULL
            OR worker.last_heartbeat < now() - %(silence)s * interval '1 second'
        )
        FOR UPDATE OF job SKIP LOCKED
    )
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM abandoned
"""
POLITENESS = 5  # who waits for a page goes before a job that nobody waits for


class Discreet(logging.Formatter):
    """One line for each event, with the place in the code for a job that failed for good.

    Never what a job was given or what an error repeats: that may be a sign-in code or an address.
    """

    def format(self, record: logging.LogRecord) -> str:
        job, error = getattr(record, "job", None), record.exc_info and record.exc_info[0]
        if not job or not error:
            return f"worker: {record.getMessage().strip().partition(chr(10))[0]}"
        later = getattr(record, "action", "") == "job_error_retry"
        line = f"worker: {job['task_name']} {job['id']} failed: {error.__name__}"
        if later or record.exc_info is None:
            return f"{line}; it is tried again"
        return f"{line}\n{''.join(traceback.format_tb(record.exc_info[2]))}".rstrip()


class Connector(PsycopgConnector):
    """Waits for jobs by itself. What a job defers goes by the connection of that job: it stands or
    falls with what the job wrote, and nobody takes it up before.
    """

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


async def _work(jobs: App) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    worker = Worker(
        jobs,
        concurrency=configuration.worker_jobs,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
        install_signal_handlers=False,
        task_middleware=[_failures.remember],
    )
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, _stop, loop, task, worker)
    async with jobs.open_async():
        jobs.perform_import_paths()  # type: ignore[no-untyped-call]
        rescue = asyncio.create_task(_take_up_abandoned(jobs))
        try:
            await worker.run()  # type: ignore[no-untyped-call]
        finally:
            rescue.cancel()


def _stop(
    loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None] | None", worker: Worker
) -> None:
    if task is not None:
        task.cancel()
    loop.call_later(LAST_MOMENT, lambda: loop.create_task(_leave(worker)))


async def _leave(worker: Worker) -> None:
    """In the middle of a job. Who comes next takes it up at once, and all that waits behind it,
    instead of when we were silent for long. The database may be gone too: then we just go."""
    try:
        if worker.worker_id is not None:
            manager = worker.app.job_manager
            await asyncio.wait_for(manager.unregister_worker(worker.worker_id), GOING)
    finally:
        os._exit(0)


async def _take_up_abandoned(jobs: App) -> None:
    """A job whose worker was killed half way is done again: they are made to bear that. A database
    that is away for a moment does not end this."""
    while True:
        try:
            await jobs.connector.execute_query_all_async(ABANDONED, silence=SILENCE)
        except ConnectorException:
            logging.getLogger(__name__).warning("nobody looked for abandoned jobs: no database")
        await asyncio.sleep(LOOK_AROUND)


def _log() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)


@click.command()
def command() -> None:
    """Do the jobs that follow from what happened, until stopped. `serve` runs one by itself."""
    os.nice(POLITENESS)
    _log()
    with app.replace_connector(Connector(kwargs=connector_params())) as jobs:
        try:
            asyncio.run(_work(jobs))
        except asyncio.CancelledError:
            return
        except ConnectorException:
            raise click.ClickException("The worker lost the database.") from None
