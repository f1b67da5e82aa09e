"""What is meant by an address of ours, and what we made of things elsewhere."""

from collections.abc import Iterable

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Follower, RemoteThing
from vaknet.domain.groups.models import Group


def remote_thing(uri: str) -> RemoteThing | None:
    """Also one that its author took away: what comes late does not bring it back."""
    rows = RemoteThing.objects.select_related("author__actor")
    return rows.filter(uri=uri).first()


def follows_one_of(actor: Actor, groups: Iterable[Group]) -> bool:
    """Whether somebody on another network follows one of these groups: so one is in it there."""
    rows = Follower.objects.filter(follower__actor=actor, until=None, since__isnull=False)
    return rows.filter(followed__in=[group.actor_id for group in groups]).exists()
