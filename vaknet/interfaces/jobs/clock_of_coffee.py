"""What happens by the clock with coffee. As in `clock`: each job may run twice, late, or not at all
for a while.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.coffee import actions as coffee

DRAW_COFFEE = "draw_coffee"
TEND_COFFEE = "tend_coffee"


@app.periodic(cron="16 6-18 * * *", periodic_id=DRAW_COFFEE)
@app.task(name=DRAW_COFFEE, queueing_lock=DRAW_COFFEE)
def draw_coffee(timestamp: int) -> None:
    """Each hour of the day, and each round once: on working days, and when a month begins."""
    coffee.draw_due(now=timezone.now())


@app.periodic(cron="26 * * * *", periodic_id=TEND_COFFEE)
@app.task(name=TEND_COFFEE, queueing_lock=TEND_COFFEE)
def tend_coffee(timestamp: int) -> None:
    """Every hour: who said nothing is reminded, and what no two said yes to in time is over."""
    now = timezone.now()
    coffee.remind(now=now)
    coffee.end_waiting(now=now)
