"""What somebody elsewhere said before anybody here followed: looked up once, by a job."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from vaknet.domain.federation.actions.announced import taken_back_since
from vaknet.domain.federation.actions.posts import KEPT, keep_post
from vaknet.domain.federation.models import RemoteActor
from vaknet.engine.activitypub import Post

READ_EARLIER = "read_earlier_elsewhere"
BEHIND = -5  # what members do goes before
EARLIER_AGAIN = timedelta(days=1)
MOST_EARLIER = 20


@dataclass(frozen=True)
class Earlier:
    """Something that was said or passed on before. `at`: when, as its own server says, and never
    later than now. `activity`: what the passing on is called there."""

    written: Post
    author: RemoteActor
    at: datetime
    activity: str


def want_earlier(*, of: int, at: datetime) -> None:
    """A job asks for it, once a day, whoever follows. Belongs inside a transaction.

    One at a time: a slow server holds up what was said before, and nothing else of the worker.
    """
    long_ago = Q(earlier_asked_at=None) | Q(earlier_asked_at__lt=at - EARLIER_AGAIN)
    if RemoteActor.objects.filter(long_ago, pk=of).update(earlier_asked_at=at):
        job = app.configure_task(
            READ_EARLIER, lock=READ_EARLIER, priority=BEHIND, allow_unknown=True
        )
        job.defer(actor_id=of)


@transaction.atomic
def keep_earlier(*, by: RemoteActor, found: Collection[Earlier], at: datetime) -> None:
    """The last of it, each at the time when it was said: so it stands below what came since, and
    goes when it is a month old. Nothing of it where nobody here follows any more, nor what `by`
    passed on and took back since it was asked for."""
    held = RemoteActor.objects.select_for_update(no_key=True).get(pk=by.pk)
    things, names = taken_back_since(by=by, at=held.earlier_asked_at or at)
    young = [one for one in found if one.at > at - KEPT]
    for one in sorted(young, key=lambda one: one.at)[-MOST_EARLIER:]:
        is_taken_back = one.written.id in things or one.activity in names
        if is_taken_back and one.author.pk != by.pk:
            continue
        keep_post(one.written, author=one.author, by=by, activity=one.activity, at=one.at)
    RemoteActor.objects.filter(pk=by.pk).update(earlier_read_at=at)


@transaction.atomic
def ask_nothing_earlier(*, by: RemoteActor) -> None:
    """Nobody asked there after all: whoever follows next, today still, may have it asked."""
    RemoteActor.objects.filter(pk=by.pk).update(earlier_asked_at=None)
