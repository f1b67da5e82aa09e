"""What happens by the clock with what other networks read of us.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from procrastinate.contrib.django import app

from vaknet.interfaces.federation import outward

TAKE_BACK = "take_back_elsewhere"


@app.periodic(cron="7 * * * *", periodic_id=TAKE_BACK)
@app.task(name=TAKE_BACK, queueing_lock=TAKE_BACK)
def take_back_elsewhere(timestamp: int) -> None:
    """Every hour: what went here without anybody doing so, as with who left for good."""
    outward.take_back()
