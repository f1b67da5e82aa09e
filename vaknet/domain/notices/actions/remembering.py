"""What happened while nobody was told of it: history that was brought along, and what happened
before there were notices. It comes on the page of notices, and no further.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.actions.mail import BEHIND
from vaknet.domain.notices.kinds import KINDS
from vaknet.domain.notices.models import Kind, Notice

REMEMBER = "remember_happened"
AT_ONCE = 200  # of the log in one job


def remember_later(*, after: int = 0) -> None:
    """A job that goes on behind this number of the log; one that waits already is enough."""
    waits = ProcrastinateJob.objects.filter(task_name=REMEMBER, status="todo")
    if not waits.exists():
        job = app.configure_task(REMEMBER, allow_unknown=True, priority=BEHIND)
        job.defer(after=after)


def untold(*, since: datetime, after: int) -> list[Activity]:
    """Of what happened since then, the next of which nobody has a notice.

    Without what still waits for its letters: that is told as ever.
    """
    waiting = ProcrastinateJob.objects.filter(task_name=FOLLOW_UP, status__in=("todo", "doing"))
    pending = [args["activity_id"] for args in waiting.values_list("args", flat=True)]
    rows = Activity.objects.filter(verb__in=KINDS, at__gte=since, pk__gt=after)
    rows = rows.exclude(Exists(Notice.objects.filter(activity=OuterRef("pk"))))
    rows = rows.exclude(pk__in=pending).select_related("actor", "group")
    return list(rows.order_by("pk")[:AT_ONCE])


def remember(activity: Activity, *, reader: Actor, matter: str) -> None:
    """She could have known: it is read, and never mailed. Who waits for her waits still."""
    kind = KINDS[activity.verb]
    Notice.objects.get_or_create(
        reader=reader,
        activity=activity,
        defaults={
            "kind": kind,
            "matter": matter,
            "at": activity.at,
            "read_at": None if kind == Kind.ASKED else timezone.now(),
        },
    )
