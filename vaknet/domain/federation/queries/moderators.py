"""Who moderates our groups from elsewhere. An asking is worth nothing as soon as what it hangs on
is over: she stopped following, is gone, or follows a group that guests cannot read any more."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Follower, ModeratorElsewhere
from vaknet.domain.federation.queries.things import groups_known
from vaknet.domain.groups.models import Group

MONTH = timedelta(days=30)  # so long a link in a letter works


def moderators_asked(group: Group) -> QuerySet[ModeratorElsewhere]:
    """For its stewards: also who did not say yes yet, and was asked less than a month ago. Of these
    nothing depends on whether she follows, or is there at all: that is not theirs to find out."""
    waits = Q(since=None, until=None, asked_at__gt=now() - MONTH)
    rows = ModeratorElsewhere.objects.filter(waits | Q(pk__in=moderators_of(group)), group=group)
    return rows.select_related("moderator__actor", "moderator__host", "group__actor").order_by("pk")


def moderators_of(group: Group) -> QuerySet[ModeratorElsewhere]:
    return _standing().filter(group=group, since__isnull=False).order_by("pk")


def asked_to_moderate(person: Actor, pk: int) -> ModeratorElsewhere | None:
    """For herself."""
    return _standing().filter(moderator=person.pk, pk=pk).first()


def groups_moderated(person: Actor) -> QuerySet[ModeratorElsewhere, int]:
    """The ids of groups that she moderates from elsewhere."""
    rows = _standing().filter(moderator=person.pk, since__isnull=False)
    return rows.values_list("group", flat=True)


def without_follow() -> QuerySet[ModeratorElsewhere]:
    """Who moderated and does not follow any more, as long as nothing says that it ended."""
    rows = ModeratorElsewhere.objects.filter(~_follows(), until=None, since__isnull=False)
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
