"""The finder follows what people write."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.activity.models import Activity
from vaknet.domain.finding import actions, queries

REBUILD = "rebuild_finder"


def index_person(activity: Activity) -> None:
    """All that she tells about herself: what she removed has no row to look at any more."""
    actions.index(activity.actor)
    _rebuild_when_outgrown()


def index_object(activity: Activity) -> None:
    if activity.object is not None:
        actions.index(activity.object)
    _rebuild_when_outgrown()


def _rebuild_when_outgrown() -> None:
    if queries.is_outgrown():
        with suppress(AlreadyEnqueued):
            app.configure_task(REBUILD, queueing_lock=REBUILD, allow_unknown=True).defer()
