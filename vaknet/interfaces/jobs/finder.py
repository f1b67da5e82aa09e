"""The finder follows what people write."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.activity.models import Activity
from vaknet.domain.finding import actions, queries
from vaknet.domain.knowledge.models import Answer

REBUILD = "rebuild_finder"
TEND = "tend_finder"


def index_person(activity: Activity) -> None:
    """All that she tells about herself: what she removed has no row to look at any more."""
    actions.index(activity.actor)
    rebuild_when_outgrown()


def index_object(activity: Activity) -> None:
    if activity.object is not None:
        actions.index(activity.object)
    rebuild_when_outgrown()


def index_question_of(activity: Activity) -> None:
    """Another best answer makes the one before an answer like the others."""
    answer = activity.object
    if isinstance(answer, Answer):
        actions.index(answer.question)
    rebuild_when_outgrown()


def rebuild_when_outgrown() -> None:
    """By a job of its own: it may take a minute, and only one at a time makes sense."""
    if queries.is_outgrown():
        with suppress(AlreadyEnqueued):
            app.configure_task(REBUILD, queueing_lock=REBUILD, allow_unknown=True).defer()
