"""Following somebody, and coming back to that from either side. Nobody is told of any of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import rules
from vaknet.domain.connections.actions.ties import lock, lock_to_meet
from vaknet.domain.connections.models import Follow
from vaknet.domain.refusal import Refused


@transaction.atomic
def follow(by: Actor, *, person: Actor) -> Follow:
    """Twice is once. Raises Actor.DoesNotExist when the two are kept apart."""
    if not rules.may_follow(by, person):
        raise Refused(_("You cannot follow yourself. Choose a fellow professional."))
    lock_to_meet(by, person)
    row = Follow.objects.filter(follower=by, followed=person, until=None).first()
    if row is None:
        row = Follow.objects.create(follower=by, followed=person)
        record(by, "followed", row, audience=Audience.SELF)
    return row


@transaction.atomic
def stop_following(by: Actor, *, person: Actor) -> None:
    """Twice is once."""
    lock(by.pk, person.pk)
    row = Follow.objects.filter(follower=by, followed=person, until=None).first()
    if row is not None:
        _end(row)
        record(by, "stopped_following", row, audience=Audience.SELF)


@transaction.atomic
def remove_follower(by: Actor, *, follower: Actor) -> None:
    """Silently. She may follow again: who wants her to stay away blocks her."""
    lock(by.pk, follower.pk)
    row = Follow.objects.filter(follower=follower, followed=by, until=None).first()
    if row is not None:
        _end(row)
        record(by, "removed_follower", row, audience=Audience.SELF)


def _end(row: Follow) -> None:
    row.until = timezone.now()
    row.save(update_fields=["until"])
