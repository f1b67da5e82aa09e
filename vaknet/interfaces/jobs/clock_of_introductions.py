"""What happens by the clock around introductions to people of partner networks.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.introducing import actions
from vaknet.interfaces.jobs import across

CARRY_DUE = "carry_introductions_due"
TEND_INTRODUCTIONS = "tend_introductions_across"


@app.periodic(cron="* * * * *", periodic_id=CARRY_DUE)
@app.task(name=CARRY_DUE, queueing_lock=CARRY_DUE)
def carry_introductions_due(timestamp: int) -> None:
    """Every minute: what a partner did not hear yet, and what is over because a treaty is."""
    across.part_from_former_partners()
    across.carry_due()


@app.periodic(cron="41 * * * *", periodic_id=TEND_INTRODUCTIONS)
@app.task(name=TEND_INTRODUCTIONS, queueing_lock=TEND_INTRODUCTIONS)
def tend_introductions_across(timestamp: int) -> None:
    """Every hour: what nobody answered within its time, and tokens that lead nowhere any more."""
    now = timezone.now()
    actions.expire_across(now=now)
    actions.forget_shown(now=now)
