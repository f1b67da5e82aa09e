"""Mail that comes in: kept until it is read, acted on once, and stopped where nothing arrives."""

import hashlib
from base64 import b64encode
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from vaknet.domain.people.actions.accounts import stop_mail
from vaknet.domain.people.models import Account, ReceivedMail, ReturnedMail
from vaknet.domain.people.returned import DAYS_RETURNED, LATELY

RECEIVE_MAIL = "receive_mail"
# More in a day is no person: two machines that answer one another.
MOST_A_DAY = 60
REMEMBERED = timedelta(days=60)


def take_in(raw: bytes, *, recipient: str) -> None:
    """Keep it for the worker. Whoever brought it may forget it once this is committed."""
    job = app.configure_task(RECEIVE_MAIL, queue=RECEIVE_MAIL, allow_unknown=True)
    job.defer(raw=b64encode(raw).decode(), recipient=recipient)


@transaction.atomic
def is_first_time(account: Account, *, message: str) -> bool:
    """Remember it by the name that its sender gave it. False: it was acted on already."""
    digest = hashlib.sha256(message.encode()).hexdigest()
    _row, is_new = ReceivedMail.objects.get_or_create(account=account, digest=digest)
    return is_new


def writes_too_much(account: Account) -> bool:
    lately = ReceivedMail.objects.filter(account=account, at__gt=now() - timedelta(days=1))
    return lately.count() >= MOST_A_DAY


@transaction.atomic
def letter_came_back(account: Account, *, on: date) -> None:
    """For good. One day with many letters counts once: a server may be in trouble for a
    day. What was long ago does not count: she had a good address in between.
    """
    days = ReturnedMail.objects.filter(account=account)
    days.filter(on__lte=on - LATELY).delete()
    days.get_or_create(account=account, on=on)
    if days.count() >= DAYS_RETURNED:
        stop_mail(account)


@transaction.atomic
def forget_received(*, now: datetime) -> None:
    """What came so long ago is not brought once more."""
    ReceivedMail.objects.filter(at__lt=now - REMEMBERED).delete()
