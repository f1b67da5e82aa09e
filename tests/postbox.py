"""What the worker does with letters that wait: it sends them, into Django's outbox for tests."""

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.interfaces.jobs import letters
from vaknet.interfaces.mail.post import SEND_LETTER


def empty() -> int:
    """Send every letter that waits, oldest first. How many there were."""
    waiting = ProcrastinateJob.objects.filter(task_name=SEND_LETTER, status="todo").order_by("pk")
    jobs = list(waiting.values_list("pk", "args"))
    for _pk, args in jobs:
        letters.send_letter(**args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [SEND_LETTER])
    return len(jobs)
