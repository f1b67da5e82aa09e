"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.models import Feed, OwnCalendar
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    """Without the addresses: who finds the file would read her calendar."""
    feeds = Feed.objects.filter(actor=viewer).order_by("pk")
    own = OwnCalendar.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "calendar_feed",
            _("Your calendar reads along here"),
            {"since": _("Since")},
            streamed(feeds.values_list("since")),
            ("calendars.Feed.actor",),
        ),
        Part(
            "own_calendar",
            _("Where your own calendar is"),
            {"host": _("At which server"), "since": _("Since")},
            streamed(own.values_list("host", "since")),
            ("calendars.OwnCalendar.actor",),
        ),
    ]
