"""Who reacts to what: the one list of everything that follows when something happened."""

from collections.abc import Callable

from vaknet.domain.activity.models import Activity

FollowUp = Callable[[Activity], None]

FOLLOW_UPS: dict[str, list[FollowUp]] = {}


def run(activity_id: int) -> None:
    activity = Activity.objects.select_related("actor", "group").get(pk=activity_id)
    for follow_up in FOLLOW_UPS.get(activity.verb, []):
        follow_up(activity)
