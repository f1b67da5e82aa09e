"""Answering a partner who asks who can help. What was asked is kept nowhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vaknet.domain.introducing.models import AskedByPartner, ShownToPartner
from vaknet.domain.introducing.queries import Helper, who_helps
from vaknet.domain.introducing.rules import MOST_QUESTIONS_A_DAY, SHOWN_FOR, SIGNS
from vaknet.domain.networks.models import Network

COUNTED_FOR = timedelta(days=400)


@dataclass(frozen=True)
class Shown:
    """`token`: what the partner calls her in this answer."""

    token: str
    helper: Helper


class AskedTooMuch(Exception):
    """This partner has to wait until tomorrow."""


def answer_partner(network: Network, *, text: str, language: str) -> list[Shown]:
    """Nobody's act, so without an activity; whom it showed can read that in her own archive."""
    now = timezone.now()
    _count(network, now)
    with transaction.atomic():
        # Of two questions at once the second sees who was shown in the first.
        Network.objects.select_for_update(no_key=True).get(pk=network.pk)
        helpers = who_helps(network, text, language=language, now=now)
        shown = [Shown(token_urlsafe(SIGNS), helper) for helper in helpers]
        ShownToPartner.objects.bulk_create(
            ShownToPartner(token=one.token, actor=one.helper.card.actor, network=network, at=now)
            for one in shown
        )
    return shown


@transaction.atomic
def _count(network: Network, now: datetime) -> None:
    """Stands by itself: who is refused counts as well."""
    day = timezone.localdate(now)
    AskedByPartner.objects.get_or_create(network=network, day=day)
    rows = AskedByPartner.objects.filter(network=network, day=day)
    if not rows.filter(times__lt=MOST_QUESTIONS_A_DAY).update(times=F("times") + 1):
        raise AskedTooMuch


def forget_shown(*, now: datetime) -> None:
    """For the clock: tokens that lead nowhere any more, and counts of long ago."""
    ShownToPartner.objects.filter(at__lt=now - SHOWN_FOR).delete()
    AskedByPartner.objects.filter(day__lt=timezone.localdate(now - COUNTED_FOR)).delete()
