"""Whether anything may be learned here, and for how long it may be known of whom it is."""

from datetime import timedelta

from django.conf import settings

# A link on a page of results says who was chosen as long as somebody may still have it open.
LINK_WORKS = timedelta(days=1)
# An introduction takes its time, and two weeks later we ask whether it helped.
SAYS_WHO = timedelta(days=30)

# A week that so many searches came to the same in tells of none of them what it came to.
ENOUGH = 20


def is_on() -> bool:
    """Off unless whoever runs the network turned it on."""
    on: bool = settings.VAKNET_LEARNING
    return on


def kept() -> timedelta:
    return timedelta(days=settings.VAKNET_LEARNING_DAYS)
