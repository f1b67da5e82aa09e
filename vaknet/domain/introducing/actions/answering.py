"""Answering a partner who asks who can help. What was asked is kept nowhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vaknet.domain.federation.rules import chance
from vaknet.domain.introducing.models import AskedByPartner, EndedBefore, ShownToPartner
from vaknet.domain.introducing.partners import is_partner
from vaknet.domain.introducing.queries import (
    Helper,
    findable_by,
    who_fits,
    who_is_called,
    within_the_day,
)
from vaknet.domain.introducing.rules import (
    MOST_LISTED,
    MOST_QUESTIONS_A_DAY,
    MOST_SHOWN,
    SHOWN_FOR,
)
from vaknet.domain.networks.actions.ending import lock
from vaknet.domain.networks.models import Network, Share

COUNTED_FOR = timedelta(days=400)


@dataclass(frozen=True)
class Shown:
    """`token`: what the partner calls her in this answer."""

    token: str
    helper: Helper


class AskedTooMuch(Exception):
    """This partner has to wait until tomorrow."""


def answer_partner(network: Network, *, text: str, language: str) -> list[Shown]:
    """Nobody's act, so without an activity; whom it showed can read that in her own archive.

    Finding takes its time, so it is done before the lock; what may have changed is looked at again.
    """
    now = timezone.now()
    count(network, "times", MOST_QUESTIONS_A_DAY, now=now)
    fitting = who_fits(network, text, language=language)
    return _show(network, fitting, Share.WHO_CAN_HELP, most=MOST_SHOWN, now=now)


def look_up_for_partner(network: Network, *, text: str) -> list[Shown]:
    """As `answer_partner`, for who is looked up by name or by what she shows. Both count for the
    same limits: what is refused to questions is not had by looking up."""
    now = timezone.now()
    count(network, "times", MOST_QUESTIONS_A_DAY, now=now)
    fitting = who_is_called(network, text)
    return _show(network, fitting, Share.DIRECTORY, most=MOST_LISTED, now=now)


@transaction.atomic
def _show(
    network: Network, fitting: list[Helper], kind: Share, *, most: int, now: datetime
) -> list[Shown]:
    # Of two questions at once the second sees who was shown in the first.
    lock(network)
    helpers = within_the_day(network, _still(network, fitting, kind), most=most, now=now)
    shown = [Shown(chance(), helper) for helper in helpers]
    ShownToPartner.objects.bulk_create(
        ShownToPartner(token=one.token, actor=one.helper.card.actor, network=network, at=now)
        for one in shown
    )
    return shown


def _still(network: Network, fitting: list[Helper], kind: Share) -> list[Helper]:
    if not is_partner(network, kind):
        return []
    people = [one.card.actor.pk for one in fitting]
    agree = set(findable_by(network).filter(actor__in=people).values_list("actor", flat=True))
    return [one for one in fitting if one.card.actor.pk in agree]


@transaction.atomic
def count(network: Network, column: str, most: int, *, now: datetime) -> None:
    """In a transaction of its own: what comes to nothing counts as well. Raises AskedTooMuch."""
    day = timezone.localdate(now)
    AskedByPartner.objects.get_or_create(network=network, day=day)
    rows = AskedByPartner.objects.filter(network=network, day=day)
    if not rows.filter(**{f"{column}__lt": most}).update(**{column: F(column) + 1}):
        raise AskedTooMuch


def forget_shown(*, now: datetime) -> None:
    """For the clock: tokens that lead nowhere any more, and counts of long ago.

    What was asked with a token is as old as that, so its end is kept no longer.
    """
    ShownToPartner.objects.filter(at__lt=now - SHOWN_FOR).delete()
    EndedBefore.objects.filter(at__lt=now - SHOWN_FOR).delete()
    AskedByPartner.objects.filter(day__lt=timezone.localdate(now - COUNTED_FOR)).delete()
