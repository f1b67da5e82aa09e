"""One of ours parted from somebody: following across networks ends too."""

from django.utils import timezone

from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import actions
from vaknet.domain.people.apart import ids_apart
from vaknet.domain.people.models import Block
from vaknet.interfaces.federation.outward import when_on


@when_on
def blocked(activity: Activity) -> None:
    """Also when she took it back meanwhile. And once she takes it back: this network may have had
    no door to others when she did it, and what stood then is not to begin anew. Nor what came in
    while she did it."""
    for row in Block.objects.filter(pk=activity.object_id):
        at = row.until or timezone.now()
        actions.end_follows_between(actor=activity.actor, others=[row.other_id], at=at)


@when_on
def merged(activity: Activity) -> None:
    """What she blocked with either of her accounts."""
    kept = activity.actor
    actions.end_follows_between(actor=kept, others=ids_apart(kept), at=timezone.now())
