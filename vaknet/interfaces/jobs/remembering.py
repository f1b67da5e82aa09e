"""History on the page of notices: some of the log at a time, so that nobody waits for it."""

import logging

from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import now

from vaknet.domain.notices import actions
from vaknet.domain.notices.happened import LATELY
from vaknet.interfaces.jobs import followups

logger = logging.getLogger(__name__)


def go_on(after: int) -> None:
    """The next of what that page shows; another job goes on with the rest."""
    last = _remember(after)
    if last:
        actions.remember_later(after=last)


def remember_all() -> None:
    """At once, for a small network."""
    last = _remember(0)
    while last:
        last = _remember(last)


def _remember(after: int) -> int:
    """The number of the log up to where it came; 0 at the end. One that fails keeps no other."""
    found = actions.untold(since=now() - LATELY, after=after)
    for activity in found:
        try:
            followups.remember(activity)
        except ObjectDoesNotExist:
            continue  # it went with what it was about
        except Exception:
            logger.exception("Activity %s could not be remembered", activity.pk)
    return found[-1].pk if found else 0
