"""The one verb of the spine."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from procrastinate.contrib.django import app

from vaknet.domain.activity.models import Activity, Actor, Audience

FOLLOW_UP = "follow_up"


def record(
    by: Actor,
    verb: str,
    thing: models.Model,
    *,
    audience: Audience,
    group: Actor | None = None,
    at: datetime | None = None,
    quietly: bool = False,
) -> Activity:
    """Append what happened and enqueue its follow-ups, in the caller's transaction.

    `quietly` records history that was made elsewhere (an import): nobody is told.
    Must run inside `transaction.atomic`, so that the row and its activity stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("activity.record belongs inside the transaction of its action")
    stamp = {} if at is None else {"at": at}
    activity = Activity.objects.create(
        actor=by,
        verb=verb,
        object_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        audience=audience,
        group=group,
        **stamp,
    )
    if not quietly:
        _follow_up_later(activity)
    return activity


def _follow_up_later(activity: Activity) -> None:
    app.configure_task(FOLLOW_UP, allow_unknown=True).defer(activity_id=activity.pk)
