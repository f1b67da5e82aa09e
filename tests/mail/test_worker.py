"""A worker as it runs: what its jobs defer is there when what they wrote is, and not before."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate import JobContext
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.journal.story import a_week, published
from tests.world import build
from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.journal.actions.mailing import MAIL_ISSUE
from vaknet.domain.journal.models import IssueLetter
from vaknet.interfaces.commands import worker
from vaknet.interfaces.jobs import clock
from vaknet.interfaces.mail.post import SEND_LETTER, Letter, send

JOBS = 2
PATIENCE = 120  # seconds


async def _work_until_done() -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(JOBS))
    async with asyncio.timeout(PATIENCE), app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(concurrency=JOBS, install_signal_handlers=False)
        )
        while await loop.run_in_executor(None, _to_do):
            await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.wait([working])
    each = Barrier(JOBS)
    await asyncio.gather(*[loop.run_in_executor(None, _hang_up, each) for _ in range(JOBS)])


def _to_do() -> bool:
    wanted = ProcrastinateJob.objects.filter(task_name__in=[FOLLOW_UP, MAIL_ISSUE])
    return wanted.filter(status__in=["todo", "doing"]).exists()


def _hang_up(each: Barrier) -> None:
    """In every thread: each has a connection of its own."""
    each.wait()
    connections.close_all()


def work(what: Callable[[], Coroutine[Any, Any, None]] = _work_until_done) -> None:
    """In a thread of its own: a browser that an earlier test opened has its loop in this one."""
    with (
        app.replace_connector(worker.Connector(kwargs=connector_params())),
        ThreadPoolExecutor(1) as thread,
    ):
        thread.submit(lambda: asyncio.run(what())).result()


# The transaction that writes letters takes a while after it made the job that sends them.
SLOWLY = """
CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slowly AFTER INSERT ON journal_issueletter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly();
"""
THIS_ALONE = """
DELETE FROM procrastinate_jobs
WHERE NOT (task_name = %s AND (args ->> 'activity_id')::bigint = %s)
"""
AS_BEFORE = "DROP TRIGGER slowly ON journal_issueletter; DROP FUNCTION slowly"


@pytest.mark.django_db(transaction=True)
def test_what_a_job_defers_waits_for_its_transaction(transactional_db: None) -> None:
    world = build()
    a_week(world)
    published(world)
    [told] = Activity.objects.filter(verb="published_issue")
    with connection.cursor() as cursor:
        cursor.execute(THIS_ALONE, [FOLLOW_UP, told.pk])
        cursor.execute(SLOWLY)
        try:
            work()
        finally:
            cursor.execute(AS_BEFORE)
    readers = GroupMembership.objects.filter(group=world.group, until=None).count()
    assert IssueLetter.objects.exclude(sent_at=None).count() == readers


FAILED = "UPDATE procrastinate_jobs SET status = 'failed'"
DAYS_AGO = "UPDATE procrastinate_events SET at = at - %s * interval '1 day'"


async def _forget() -> None:
    async with app.open_async():
        context = JobContext(app=app, start_timestamp=0, job=None, abort_reason=lambda: None)
        await clock.forget_failed_jobs(context, 0)


@pytest.mark.django_db(transaction=True)
def test_letters_that_did_not_go_lie_here_for_a_day_and_other_failures_for_a_month(
    transactional_db: None,
) -> None:
    world = build()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        send(Letter(world.samira.account, "Vraag", "connections", {"said": {}}))
        app.configure_task(FOLLOW_UP, allow_unknown=True).defer(activity_id=1)
        cursor.execute(FAILED)
        for days, left in ((0, [FOLLOW_UP, SEND_LETTER]), (2, [FOLLOW_UP]), (31, [])):
            cursor.execute(DAYS_AGO, [days])
            work(_forget)
            rows = ProcrastinateJob.objects.values_list("task_name", flat=True)
            assert sorted(rows) == sorted(left)
