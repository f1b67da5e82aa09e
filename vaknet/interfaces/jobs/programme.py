"""What follows in the programme when something happened to an event."""

from django.utils import timezone

from vaknet.domain.activity.models import Activity
from vaknet.domain.programme import actions


def give_back_seats(activity: Activity) -> None:
    """Who does not come after all has no seats in its sessions either."""
    actions.give_back_seats(at=timezone.now(), registration=activity.object_id)
