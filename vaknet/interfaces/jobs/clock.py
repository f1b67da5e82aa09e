"""What happens by the clock. Each job may run twice, late, or not at all for a while."""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.connections import actions as connections

OFFER_NEXT_ROUTES = "offer_next_routes"


@app.periodic(cron="7 * * * *", periodic_id=OFFER_NEXT_ROUTES)
@app.task(name=OFFER_NEXT_ROUTES, queueing_lock=OFFER_NEXT_ROUTES)
def offer_next_routes(timestamp: int) -> None:
    """Every hour: who waited three working days for an introduction hears of another route."""
    connections.offer_next_routes(now=timezone.now())
