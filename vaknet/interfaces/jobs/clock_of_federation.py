"""What happens by the clock between this network and others."""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.federation import actions
from vaknet.interfaces.federation import sending

SEND_WHERE_DUE = "send_where_due"
FORGET_SENT = "forget_sent"


@app.periodic(cron="* * * * *", periodic_id=SEND_WHERE_DUE)
@app.task(name=SEND_WHERE_DUE, queueing_lock=SEND_WHERE_DUE)
def send_where_due(timestamp: int) -> None:
    """Every minute: what is tried again, and what was left when a worker was killed."""
    sending.send_where_due()


@app.periodic(cron="43 3 * * *", periodic_id=FORGET_SENT)
@app.task(name=FORGET_SENT, queueing_lock=FORGET_SENT)
def forget_sent(timestamp: int) -> None:
    """Every night: what arrived three days ago, and what was given up two weeks ago."""
    actions.forget_sent(now=timezone.now())
    actions.forget_lists(now=timezone.now())
