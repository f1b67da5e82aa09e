"""What happens by the clock around events.

As in `clock`: each job may run twice, late, or not at all for a while.
"""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.encounters import actions as encounters
from vaknet.domain.events import actions as events
from vaknet.domain.programme import actions as programme

LAPSE_OFFERS = "lapse_offers"
REMIND_OF_EVENTS = "remind_of_events"
PLAN_SERIES = "plan_series"
FORGET_GUESTS = "forget_guests"
LAPSE_SESSION_OFFERS = "lapse_session_offers"
GIVE_BACK_SEATS = "give_back_session_seats"
ASK_AFTERWARDS = "ask_afterwards"
EXPIRE_ENCOUNTERS = "expire_encounters"
FORGET_EVENT_PRINTS = "forget_event_prints"
FORGET_EVENT_COVERS = "forget_event_covers"
TELL_CHANGES_ELSEWHERE = "tell_changes_elsewhere"
PRINTS_KEPT = timedelta(hours=3)
COVERS_KEPT = timedelta(days=1)


@app.periodic(cron="*/5 * * * *", periodic_id=LAPSE_OFFERS)
@app.task(name=LAPSE_OFFERS, queueing_lock=LAPSE_OFFERS)
def lapse_offers(timestamp: int) -> None:
    """Every five minutes: seats that were kept for somebody who did not answer go on."""
    events.lapse_offers(at=timezone.now())


@app.periodic(cron="11,41 * * * *", periodic_id=REMIND_OF_EVENTS)
@app.task(name=REMIND_OF_EVENTS, queueing_lock=REMIND_OF_EVENTS)
def remind_of_events(timestamp: int) -> None:
    """Twice an hour: who comes to what is held tomorrow hears when and where."""
    events.remind(now=timezone.now())


@app.periodic(cron="23 4 * * *", periodic_id=PLAN_SERIES)
@app.task(name=PLAN_SERIES, queueing_lock=PLAN_SERIES)
def plan_series(timestamp: int) -> None:
    """Every night: series without an end are planned a year ahead."""
    events.plan_series(at=timezone.now())


@app.periodic(cron="37 4 * * *", periodic_id=FORGET_GUESTS)
@app.task(name=FORGET_GUESTS, queueing_lock=FORGET_GUESTS)
def forget_guests(timestamp: int) -> None:
    """Every night: guests of a month ago, and what organisers wanted to know then."""
    events.forget_guests(now=timezone.now())


@app.periodic(cron="2-59/5 * * * *", periodic_id=LAPSE_SESSION_OFFERS)
@app.task(name=LAPSE_SESSION_OFFERS, queueing_lock=LAPSE_SESSION_OFFERS)
def lapse_session_offers(timestamp: int) -> None:
    """Every five minutes: seats in sessions that were kept for who did not answer go on."""
    programme.lapse_session_offers(at=timezone.now())


@app.periodic(cron="28 * * * *", periodic_id=GIVE_BACK_SEATS)
@app.task(name=GIVE_BACK_SEATS, queueing_lock=GIVE_BACK_SEATS)
def give_back_session_seats(timestamp: int) -> None:
    """Every hour: who does not come to the event any more, and sat in its sessions still."""
    programme.give_back_seats(at=timezone.now())


@app.periodic(cron="53 8 * * *", periodic_id=ASK_AFTERWARDS)
@app.task(name=ASK_AFTERWARDS, queueing_lock=ASK_AFTERWARDS)
def ask_afterwards(timestamp: int) -> None:
    """Every morning: whom did you meet yesterday, and what came of it a month ago?"""
    encounters.ask_afterwards(at=timezone.now())


@app.periodic(cron="47 4 * * *", periodic_id=EXPIRE_ENCOUNTERS)
@app.task(name=EXPIRE_ENCOUNTERS, queueing_lock=EXPIRE_ENCOUNTERS)
def expire_encounters(timestamp: int) -> None:
    """Every night: whom one met and did not keep."""
    encounters.expire_encounters(at=timezone.now())


@app.periodic(cron="6,36 * * * *", periodic_id=FORGET_EVENT_PRINTS)
@app.task(name=FORGET_EVENT_PRINTS, queueing_lock=FORGET_EVENT_PRINTS)
def forget_event_prints(timestamp: int) -> None:
    """Twice an hour: lists and badges, which name people and are made anew in seconds."""
    events.forget_prints(before=timezone.now() - PRINTS_KEPT)


@app.periodic(cron="13 5 * * *", periodic_id=FORGET_EVENT_COVERS)
@app.task(name=FORGET_EVENT_COVERS, queueing_lock=FORGET_EVENT_COVERS)
def forget_event_covers(timestamp: int) -> None:
    """Every night: pictures that were taken off events, and that nobody put back."""
    events.forget_covers(before=timezone.now() - COVERS_KEPT)


@app.periodic(cron="21 * * * *", periodic_id=TELL_CHANGES_ELSEWHERE)
@app.task(name=TELL_CHANGES_ELSEWHERE, queueing_lock=TELL_CHANGES_ELSEWHERE)
def tell_changes_elsewhere(timestamp: int) -> None:
    """Every hour: what changed at events elsewhere after the last letter about it."""
    events.tell_changes_elsewhere(at=timezone.now())
