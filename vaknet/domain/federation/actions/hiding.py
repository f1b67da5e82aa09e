"""What nobody reads here of what others say: moderators decided so, and their room records it."""

from datetime import datetime

from vaknet.domain.federation.models import HiddenElsewhere


def hide_elsewhere(*, uri: str, at: datetime) -> None:
    """Something that was said there, or somebody there: also what still comes, in groups of ours
    too. What stands in these already stays. Twice is once.

    Inside the transaction of the decision.
    """
    HiddenElsewhere.objects.get_or_create(uri=uri, until=None, defaults={"since": at})


def show_elsewhere(*, uri: str, at: datetime) -> None:
    """Who follows reads it again, as far as it is still kept here."""
    HiddenElsewhere.objects.filter(uri=uri, until=None).update(until=at)
