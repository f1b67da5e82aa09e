"""Who was told already, where one telling is enough for several deeds."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation.queries.remote import TOLD_AGAIN
from vaknet.domain.notices.models import Notice


def told_already(activity: Activity, *, matter: str, readers: Collection[Actor]) -> set[int]:
    """Which of them need not hear of it: they were told of the matter that day, or lately of what
    the same one did there.

    Not who was told of this very deed: it may be written to her later. One statement.
    """
    told = Notice.objects.filter(reader__in=readers, matter=matter, activity__verb=activity.verb)
    same = Q(activity__actor=activity.actor_id, at__gt=activity.at - TOLD_AGAIN)
    that_day = Q(at__date=localdate(activity.at))
    of_this = Notice.objects.filter(activity=activity).values("reader")
    rows = told.filter(same | that_day).exclude(reader__in=of_this)
    return set(rows.values_list("reader", flat=True))
