"""What happens by the clock around what comes in from other networks.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.federation import actions

FORGET = "forget_from_elsewhere"
LOOKS_KEPT = timedelta(days=2)


@app.periodic(cron="41 4 * * *", periodic_id=FORGET)
@app.task(name=FORGET, queueing_lock=FORGET)
def forget_from_elsewhere(timestamp: int) -> None:
    """Every night: what was done long ago, and for whom we looked elsewhere."""
    now = timezone.now()
    actions.forget_received(now=now)
    actions.forget_looks(before=now - LOOKS_KEPT)
