"""What happens by the clock with questions that were put to somebody, and with what was found.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.learning import actions as learning
from vaknet.domain.routing import actions as routing
from vaknet.interfaces.jobs import finder

WIDEN_ROUTINGS = "widen_routings"
FORGET_LESSONS = "forget_lessons"
READ_SESSIONS = "read_held_sessions"


@app.periodic(cron="6-59/10 * * * *", periodic_id=WIDEN_ROUTINGS)
@app.task(name=WIDEN_ROUTINGS, queueing_lock=WIDEN_ROUTINGS)
def widen_routings(timestamp: int) -> None:
    """Every ten minutes: where nobody answered for a day, more people are asked."""
    routing.widen_routings(now=timezone.now())


@app.periodic(cron="19 * * * *", periodic_id=FORGET_LESSONS)
@app.task(name=FORGET_LESSONS, queueing_lock=FORGET_LESSONS)
def forget_lessons(timestamp: int) -> None:
    """Every hour: whose searches of a month ago were, and what is too old to learn from."""
    learning.forget_searches(now=timezone.now())


@app.periodic(cron="4-59/10 * * * *", periodic_id=READ_SESSIONS)
@app.task(name=READ_SESSIONS, queueing_lock=READ_SESSIONS)
def read_held_sessions(timestamp: int) -> None:
    """Every ten minutes: what was held says from then on what its speakers know."""
    finder.index_held_sessions(timezone.now())
