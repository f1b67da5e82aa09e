"""What happens by the clock around opportunities.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.opportunities import actions

LAPSE_PLACES = "lapse_places"
TELL_PANELS = "tell_panels"
ERASE_APPLICATIONS = "erase_applications"


@app.periodic(cron="4-59/5 * * * *", periodic_id=LAPSE_PLACES)
@app.task(name=LAPSE_PLACES, queueing_lock=LAPSE_PLACES)
def lapse_places(timestamp: int) -> None:
    """Every five minutes: places that were kept for somebody who did not answer go on."""
    actions.lapse_offers(at=timezone.now())


@app.periodic(cron="16,46 * * * *", periodic_id=TELL_PANELS)
@app.task(name=TELL_PANELS, queueing_lock=TELL_PANELS)
def tell_panels(timestamp: int) -> None:
    """Twice an hour: what closed, whose day comes near or passed, and reserve lists that end."""
    now = timezone.now()
    actions.tell_in_time(now=now)
    actions.end_reserves(at=now)


@app.periodic(cron="32 4 * * *", periodic_id=ERASE_APPLICATIONS)
@app.task(name=ERASE_APPLICATIONS, queueing_lock=ERASE_APPLICATIONS)
def erase_applications(timestamp: int) -> None:
    """Every night: what people wrote, and what was thought of it, once its term is over."""
    actions.erase_applications(now=timezone.now())
