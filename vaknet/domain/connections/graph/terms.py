"""On which terms a way leads through somebody, at this moment."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from vaknet.domain.connections import rules
from vaknet.engine.graph import HUB, NEARBY_HUB, Terms, step

ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def terms_now() -> Terms:
    now = timezone.now()
    lately = microseconds(now - rules.LATELY)
    return Terms(step(now), lately, rules.ASKED_LATELY, HUB, NEARBY_HUB)


def microseconds(at: datetime) -> int:
    return (at - ZERO) // timedelta(microseconds=1)


def moment(at: int) -> datetime:
    return ZERO + timedelta(microseconds=at)
