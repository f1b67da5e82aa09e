"""On which terms a way leads through somebody, at this moment."""

from django.utils import timezone

from vaknet.domain.connections import rules
from vaknet.engine.graph import HUB, NEARBY_HUB, Terms, step
from vaknet.kit.moments import microseconds


def terms_now() -> Terms:
    now = timezone.now()
    lately = microseconds(now - rules.LATELY)
    return Terms(step(now), lately, rules.ASKED_LATELY, HUB, NEARBY_HUB)
