"""Who moderates our groups from elsewhere. An asking stands nowhere as soon as what it hangs on is
over: she stopped following, is gone, or follows a group that guests cannot read any more."""

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Follower, ModeratorElsewhere, RemoteActor
from vaknet.domain.federation.queries.things import groups_known
from vaknet.domain.groups.models import Group


def moderators_asked(group: Group) -> QuerySet[ModeratorElsewhere]:
    """Also who did not say yes yet."""
    return _standing().filter(group=group).order_by("pk")


def moderators_of(group: Group) -> QuerySet[ModeratorElsewhere]:
    return moderators_asked(group).filter(since__isnull=False)


def asked_to_moderate(person: Actor, pk: int) -> ModeratorElsewhere | None:
    """For herself."""
    return _standing().filter(moderator=person.pk, pk=pk).first()


def groups_moderated(person: Actor) -> QuerySet[ModeratorElsewhere, int]:
    """The ids of groups that she moderates from elsewhere."""
    rows = _standing().filter(moderator=person.pk, since__isnull=False)
    return rows.values_list("group", flat=True)


def follower_at(group: Actor, uri: str) -> RemoteActor | None:
    """Who follows it from elsewhere and is exactly that one. Not by name or page: these are what
    anybody there can say of herself."""
    follows = Follower.objects.filter(followed=group, until=None, since__isnull=False)
    rows = RemoteActor.objects.filter(gone_at=None, pk__in=follows.values("follower"))
    return rows.filter(uri=uri).first()


def without_follow() -> QuerySet[ModeratorElsewhere]:
    """Who was asked and does not follow any more, as long as nothing says that it ended."""
    rows = ModeratorElsewhere.objects.filter(~_follows(), until=None)
    return rows.select_related("group__actor").order_by("pk")


def _standing() -> QuerySet[ModeratorElsewhere]:
    rows = ModeratorElsewhere.objects.filter(
        _follows(), until=None, moderator__gone_at=None, group__in=groups_known()
    )
    return rows.select_related("moderator__actor", "moderator__host", "group__actor")


def _follows() -> Exists:
    """Without a break since she was asked."""
    rows = Follower.objects.filter(
        follower=OuterRef("moderator"),
        followed=OuterRef("group__actor"),
        until=None,
        since__lte=OuterRef("asked_at"),
    )
    return Exists(rows)
