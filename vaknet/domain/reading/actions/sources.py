"""Following a journal elsewhere as a group, and stopping."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.reading import queries
from vaknet.domain.reading.actions.looking import note_visit
from vaknet.domain.reading.choosing import check_may_follow
from vaknet.domain.reading.models import Source, Subscription
from vaknet.domain.refusal import Refused
from vaknet.kit.feed_visits import Visit


@transaction.atomic
def follow_source(
    by: Actor, *, group: Group, visit: Visit, since: datetime | None = None
) -> Subscription:
    """`visit`: what was found there just now. Twice is once, and lets go on
    what was given up.

    `since`: for a trial, then nobody is told, and nobody is visited later.
    """
    one_at_a_time(group.actor)
    standing = queries.sources(by, group).filter(source__address=visit.address).first()
    if standing is not None and queries.may_choose(by, group):
        note_visit(source=standing.source, visit=visit, at=since or timezone.now())
        return standing
    check_may_follow(by, group=group)
    at = since or timezone.now()
    source, _is_new = Source.objects.get_or_create(
        address=visit.address, defaults={"title": visit.address[:300]}
    )
    subscription = Subscription.objects.create(group=group, source=source, by=by, since=at)
    note_visit(source=source, visit=visit, at=at)
    if since is not None:
        Source.objects.filter(pk=source.pk).update(next_look_at=None)
    record(
        by,
        "followed_source",
        subscription,
        audience=audience_of(group),
        group=group.actor,
        at=since,
        quietly=since is not None,
    )
    return subscription


@transaction.atomic
def stop_following(by: Actor, *, group: Group, subscription: Subscription) -> None:
    """Its items are gone from the list at once. Twice is once."""
    one_at_a_time(group.actor)
    if not queries.may_choose(by, group):
        raise Refused(_("Only a steward or an editor of the group can do this."))
    held = Subscription.objects.select_for_update().get(pk=subscription.pk, group=group)
    if held.until is not None:
        return
    held.until = timezone.now()
    held.save(update_fields=["until"])
    if not Subscription.objects.filter(source=held.source_id, until=None).exists():
        Source.objects.filter(pk=held.source_id).update(next_look_at=None)
    record(by, "stopped_following", held, audience=audience_of(group), group=group.actor)
