"""What happens by the clock between this network and its partners.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.federation import rules
from vaknet.domain.networks import actions, queries
from vaknet.interfaces.federation import partners_things

TELL_PARTNERS = "tell_partners"
READ_PARTNERS = "read_partners"
END_TREATIES = "end_treaties"
OFTEN = timedelta(minutes=50)


@app.periodic(cron="3-59/5 * * * *", periodic_id=TELL_PARTNERS)
@app.task(name=TELL_PARTNERS, queueing_lock=TELL_PARTNERS)
def tell_partners(timestamp: int) -> None:
    """Every five minutes: what partners did not answer yet is told once more."""
    if rules.is_on():
        for treaty in queries.treaties_to_tell(timezone.now()):
            actions.tell_soon(treaty)


@app.periodic(cron="8-59/10 * * * *", periodic_id=READ_PARTNERS)
@app.task(name=READ_PARTNERS, queueing_lock=READ_PARTNERS)
def read_partners(timestamp: int) -> None:
    """Every ten minutes: lists of partners, each once an hour."""
    if rules.is_on():
        for treaty in queries.treaties_to_read(timezone.now() - OFTEN):
            partners_things.read_partner(treaty)


@app.periodic(cron="18 * * * *", periodic_id=END_TREATIES)
@app.task(name=END_TREATIES, queueing_lock=END_TREATIES)
def end_treaties(timestamp: int) -> None:
    """Every hour: treaties whose last day passed, those that end in a month, and which requests of
    partners came in a while ago."""
    now = timezone.now()
    actions.end_where_due(now=now)
    actions.warn_in_time(now=now)
    actions.forget_heard(now=now)
