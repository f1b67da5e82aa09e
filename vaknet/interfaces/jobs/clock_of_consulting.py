"""What happens by the clock at consultation hours.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.consulting import actions
from vaknet.interfaces.jobs import letters, turns

FREE_NO_SHOWS = "free_no_shows"
ERASE_INTAKE_NOTES = "erase_intake_notes"
REMIND_OF_CONSULTATIONS = "remind_of_consultations"
MAKE_HOURS = "make_hours"


@app.task(name=turns.PUSH_TURN, retry=letters.CODE_PATIENCE)
def push_turn(device_id: int, hour_id: int) -> None:
    turns.bring(device_id, hour_id)


@app.periodic(cron="* * * * *", periodic_id=FREE_NO_SHOWS)
@app.task(name=FREE_NO_SHOWS, queueing_lock=FREE_NO_SHOWS)
def free_no_shows(timestamp: int) -> None:
    """Every minute: who was called and is not there five minutes after her time."""
    actions.free_no_shows(now=timezone.now())


@app.periodic(cron="21 * * * *", periodic_id=ERASE_INTAKE_NOTES)
@app.task(name=ERASE_INTAKE_NOTES, queueing_lock=ERASE_INTAKE_NOTES)
def erase_intake_notes(timestamp: int) -> None:
    """Every hour: notes whose term is over."""
    actions.erase_notes(now=timezone.now())


@app.periodic(cron="11-59/15 * * * *", periodic_id=REMIND_OF_CONSULTATIONS)
@app.task(name=REMIND_OF_CONSULTATIONS, queueing_lock=REMIND_OF_CONSULTATIONS)
def remind_of_consultations(timestamp: int) -> None:
    """Every quarter of an hour: who has a time within a day, and who sits at a desk."""
    now = timezone.now()
    actions.remind_of_bookings(now=now)
    actions.remind_experts(now=now)


@app.periodic(cron="41 * * * *", periodic_id=MAKE_HOURS)
@app.task(name=MAKE_HOURS, queueing_lock=MAKE_HOURS)
def make_hours(timestamp: int) -> None:
    """Every hour: weekly desks, four weeks ahead."""
    actions.make_hours(now=timezone.now())
