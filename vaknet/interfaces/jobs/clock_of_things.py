"""What happens by the clock with what other networks read of us.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from contextlib import ExitStack

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.federation import actions
from vaknet.interfaces.federation import organisations, outward

TAKE_BACK = "take_back_elsewhere"


@app.periodic(cron="7 * * * *", periodic_id=TAKE_BACK)
@app.task(name=TAKE_BACK, queueing_lock=TAKE_BACK)
def take_back_elsewhere(timestamp: int) -> None:
    """Every hour: what went here without anybody doing so, as with who left for good, and with an
    organisation that merged into another. And the keys of accounts that became part of another,
    once nothing waits for them. One step that fails does not keep the others from it."""
    with ExitStack() as steps:  # the last one first
        steps.callback(actions.seal_off_merged, now=timezone.now())
        steps.callback(outward.take_back)
        steps.callback(organisations.take_back_organisations)
