"""Somebody elsewhere wants nothing to do with one of ours, or does again."""

from datetime import datetime

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.actions.remote import end_follows
from vaknet.domain.federation.models import BlockElsewhere, RemoteActor


def be_blocked(*, remote: RemoteActor, actor: Actor, at: datetime) -> None:
    """Somebody elsewhere wants nothing to do with one of ours: nobody follows the other, and she
    asks and tells that one nothing any more."""
    BlockElsewhere.objects.get_or_create(by=remote, whom=actor)
    end_follows(remote=remote, at=at, here=actor)


def be_unblocked(*, remote: RemoteActor, actor: Actor) -> None:
    """Belongs inside a transaction. Follows do not come back by it."""
    BlockElsewhere.objects.filter(by=remote, whom=actor).delete()
