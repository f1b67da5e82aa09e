"""One of ours asks who follows her to follow her elsewhere."""

from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.queries.remote import inboxes_of_followers
from vaknet.domain.federation.rules import mark_of
from vaknet.engine.activitypub import own_activities
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.outward import say_anew, when_on

SALT = "vaknet.federation.move"


@when_on
def followers_moved(activity: Activity) -> None:
    """Unless she took it back meanwhile. First her document, in which others look for it."""
    found, moved = queries.known(activity.actor.handle), queries.moved_to(activity.actor)
    inboxes = inboxes_of_followers(activity.actor)
    if found is None or moved is None or moved.pk != activity.object_id or not inboxes:
        return
    say_anew(activity, found)
    address, mark = actor_address(found.federated_id.token), mark_of(SALT, moved.pk)
    deliver(found, own_activities.moved_actor(address, to=moved.uri, mark=mark), inboxes)
