"""What the worker does with letters that wait: it sends them, into Django's outbox for tests."""

from collections.abc import Callable

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.domain.groups.actions.mail import GATHER_GROUP
from vaknet.domain.journal.actions.mailing import MAIL_ISSUE, MAIL_ISSUE_LETTER
from vaknet.domain.people.actions.incoming_mail import RECEIVE_MAIL
from vaknet.interfaces.jobs import groups, inbox, letters
from vaknet.interfaces.mail.post import SEND_LETTER

JOBS: dict[str, Callable[..., None]] = {
    RECEIVE_MAIL: inbox.receive,
    GATHER_GROUP: groups.gather,
    MAIL_ISSUE: groups.mail_issue,
    MAIL_ISSUE_LETTER: groups.mail_issue_letter,
    SEND_LETTER: letters.send_letter,
}


def empty() -> int:
    """Send every letter that waits, oldest first, also those that are only written now. How many
    there were.
    """
    return sum(_do(name) for name in JOBS)


def _do(name: str) -> int:
    waiting = ProcrastinateJob.objects.filter(task_name=name, status="todo").order_by("pk")
    done = 0
    while job := waiting.values_list("pk", "args").first():
        pk, args = job
        JOBS[name](**args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [pk])
        done += 1
    return done
