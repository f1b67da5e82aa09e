"""Her feed and her own calendar, for herself; and whose feed an address is."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.models import Feed, OwnCalendar
from vaknet.domain.calendars.secrets import digest


def feed_of(viewer: Actor) -> Feed | None:
    return Feed.objects.filter(actor=viewer).first()


def own_calendar(viewer: Actor) -> OwnCalendar | None:
    return OwnCalendar.objects.filter(actor=viewer).first()


def reader_of(token: str) -> Actor:
    """Raises Feed.DoesNotExist, also for who stopped or left. Found by a digest: a word that is
    almost right takes no longer than any other.
    """
    found = Feed.objects.select_related("actor").filter(actor__account__is_active=True)
    feed = found.get(digest=digest(token))
    if feed.actor.is_former:
        raise Feed.DoesNotExist
    return feed.actor
