"""When a telephone may make itself heard."""

from datetime import datetime, time

from vaknet.domain.notices.models import Rhythm
from vaknet.domain.notices.rhythm import EIGHT, here, is_off

SIX_IN_THE_EVENING = time(18)


def may_be_told(rhythm: Rhythm, now: datetime) -> bool:
    """From eight until six by her own clock, and not on a day off."""
    at = here(rhythm, now)
    return EIGHT <= at.time() < SIX_IN_THE_EVENING and not is_off(rhythm, at.date())


def seconds_left(rhythm: Rhythm, now: datetime) -> int:
    """Until six. A telephone that is off hears nothing later than that."""
    at = here(rhythm, now)
    evening = at.replace(hour=SIX_IN_THE_EVENING.hour, minute=0, second=0, microsecond=0)
    return max(int((evening - at).total_seconds()), 0)
