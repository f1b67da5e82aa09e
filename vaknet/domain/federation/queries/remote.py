"""Who is on other networks, and where they read what goes to them."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Follower


def inboxes_of_followers(actor: Actor) -> set[str]:
    """Of who follows her with her consent: one for each server that has one for all, each once."""
    rows = Follower.objects.filter(
        followed=actor, since__isnull=False, until=None, follower__gone_at=None
    )
    inboxes = rows.values_list("follower__shared_inbox", "follower__inbox")
    return {shared or own for shared, own in inboxes}
