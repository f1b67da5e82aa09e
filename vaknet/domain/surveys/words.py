"""What is said of polls at more than one door."""

from django.utils.translation import gettext as _

from vaknet.domain.surveys.models import Poll


def who_votes(poll: Poll) -> str:
    """Of one that is open."""
    if poll.takes_elsewhere:
        return _(
            "Members of the group vote, and people who follow it from another network. The figures"
            " come when the poll is closed."
        )
    return _("Members of the group vote. The figures come when the poll is closed.")
