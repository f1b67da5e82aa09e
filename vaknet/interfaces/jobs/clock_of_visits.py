"""What happens by the clock with groups between networks.

As in `clock`: the job may run twice, late, or not at all for a while.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.federation import rules
from vaknet.domain.visiting import actions, queries
from vaknet.interfaces.reaching.groups import bid_farewell
from vaknet.interfaces.reaching.partners import PartnerSilent

BID_FAREWELL = "bid_farewell"
AT_ONCE = 50


@app.periodic(cron="1-59/5 * * * *", periodic_id=BID_FAREWELL)
@app.task(name=BID_FAREWELL, queueing_lock=BID_FAREWELL)
def bid_farewells(timestamp: int) -> None:
    """Every five minutes: the homes of groups hear who left, and again when they were silent."""
    if not rules.is_on():
        return
    now = timezone.now()
    for farewell in queries.farewells_due(now)[:AT_ONCE]:
        try:
            bid_farewell(farewell)
        except PartnerSilent:
            actions.put_off_farewell(farewell=farewell, now=now)
        else:
            actions.note_farewell(farewell=farewell)
