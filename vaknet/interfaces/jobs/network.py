"""Who knows whom, kept ready for the finder by the clock. Each job may run twice, or late."""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.connections import actions as connections
from vaknet.domain.finding.touches import touches

TEND = "tend_network"
STRENGTHEN = "strengthen_ties"


@app.periodic(cron="*/2 * * * *", periodic_id=TEND)
@app.task(name=TEND, queueing_lock=TEND)
def tend_network(timestamp: int) -> None:
    """Every two minutes: files of who knows whom that are lost, old or outgrown are made anew."""
    connections.tend_network()


@app.periodic(cron="52 3 * * *", periodic_id=STRENGTHEN)
@app.task(name=STRENGTHEN, queueing_lock=STRENGTHEN)
def strengthen_ties(timestamp: int) -> None:
    """Every night: what people did for each other makes their ties stronger."""
    connections.strengthen(touches=touches(timezone.now()))
