"""What a partner brings: somebody asks for an introduction, said yes, or ended it.

The partner hears the same whatever becomes of it here: that it was taken in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.introducing.actions.answering import count
from vaknet.domain.introducing.actions.ending import end_row
from vaknet.domain.introducing.cards import findable_by
from vaknet.domain.introducing.models import (
    LONGEST,
    EndedBefore,
    IntroductionAcross,
    ShownToPartner,
)
from vaknet.domain.introducing.partners import is_partner
from vaknet.domain.introducing.rules import (
    MOST_BROUGHT_A_DAY,
    MOST_BROUGHT_BY_PARTNER,
    MOST_ENDS_KEPT,
    SHORTEST_PURPOSE,
    SHOWN_FOR,
)
from vaknet.domain.introducing.theirs import their_paragraphs, theirs
from vaknet.domain.networks.actions.ending import lock
from vaknet.domain.networks.models import Network

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asking:
    """As the partner wrote it: not cleaned yet."""

    token: str
    shown: str
    name: str
    headline: str
    mail: str
    purpose: str


def take_in_asking(*, network: Network, asking: Asking) -> IntroductionAcross | None:
    """None where nothing comes of it: she stopped, was never shown to this partner, the token is of
    long ago or was used, or it was ended before it came. The same asking twice is once.

    Whatever comes of it counts for the limit, so that the limit tells nothing.
    """
    now = timezone.now()
    count(network, "brought", MOST_BROUGHT_BY_PARTNER, now=now)
    return _take_in(network, asking, now)


@transaction.atomic
def _take_in(network: Network, asking: Asking, now: datetime) -> IntroductionAcross | None:
    _lock(network)
    if not is_partner(network) or _has_come(network, asking.token):
        return None
    shown = _shown(network, asking.shown, now)
    name = theirs(asking.name, limit=120)
    purpose = their_paragraphs(asking.purpose, limit=LONGEST)
    if shown is None or not name or len(purpose) < SHORTEST_PURPOSE:
        return None
    shown.used_at = now
    shown.save(update_fields=["used_at"])
    came = IntroductionAcross.objects.create(
        token=asking.token,
        network=network,
        member=shown.actor,
        is_incoming=True,
        shown=shown.token,
        other_name=name,
        other_headline=theirs(asking.headline, limit=240),
        other_mail=mail_of(asking.mail),
        purpose=purpose,
        arrived_at=now,
    )
    record(
        shown.actor,
        "was_asked_across",
        came,
        audience=Audience.SELF,
        quietly=_brought_today(came, now) > MOST_BROUGHT_A_DAY,
    )
    return came


@transaction.atomic
def take_in_yes(
    *, network: Network, token: str, name: str, mail: str, words: str
) -> IntroductionAcross | None:
    row = _open(network, token, is_incoming=False)
    if row is None or row.agreed_at is not None:
        return None
    row.agreed_at = timezone.now()
    row.other_name = theirs(name, limit=120) or row.other_name
    row.other_mail = mail_of(mail)
    row.words = their_paragraphs(words, limit=LONGEST)
    row.arrived_at = row.arrived_at or row.agreed_at
    row.save()
    record(row.member, "was_answered_across", row, audience=Audience.SELF)
    return row


@transaction.atomic
def take_in_end(*, network: Network, token: str) -> None:
    """Either side may end it. One answer may cross another: both may end at once. And it may come
    before what it ends."""
    _lock(network)
    for is_incoming in (True, False):
        row = _open(network, token, is_incoming=is_incoming)
        if row is not None and (is_incoming or row.agreed_at is not None):
            end_row(row, IntroductionAcross.End.ENDED, at=timezone.now(), tells=False)
            record(row.member, "was_ended_across", row, audience=Audience.SELF)
    ours = IntroductionAcross.objects.filter(network=network, token=token)
    kept = EndedBefore.objects.filter(network=network)
    if token and not ours.exists() and kept.count() < MOST_ENDS_KEPT:
        EndedBefore.objects.get_or_create(network=network, token=token)


def _lock(network: Network) -> None:
    """An asking and its end do not pass each other."""
    lock(network)


def _has_come(network: Network, token: str) -> bool:
    """The asking, or its end before it."""
    came = IntroductionAcross.objects.filter(network=network, token=token, is_incoming=True)
    return came.exists() or EndedBefore.objects.filter(network=network, token=token).exists()


def mail_of(text: str) -> str:
    """One address, or nothing: it becomes a link."""
    mail = theirs(text, limit=254)
    name, at, host = mail.partition("@")
    is_one = mail.isascii() and mail.isprintable() and name and at and "." in host
    return mail if is_one and not set(mail) & set(" <>\"'(),;:?&%\\") else ""


def _shown(network: Network, token: str, now: datetime) -> ShownToPartner | None:
    """Of who is still found by this partner."""
    rows = ShownToPartner.objects.select_for_update(of=("self",)).select_related("actor")
    rows = rows.filter(network=network, token=token, used_at=None, at__gt=now - SHOWN_FOR)
    return rows.filter(actor__in=findable_by(network).values("actor")).first()


def _brought_today(came: IntroductionAcross, now: datetime) -> int:
    rows = IntroductionAcross.objects.filter(member=came.member_id, is_incoming=True)
    return rows.filter(asked_at__gt=now - DAY).count()


def _open(network: Network, token: str, *, is_incoming: bool) -> IntroductionAcross | None:
    rows = IntroductionAcross.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(network=network, token=token, is_incoming=is_incoming, ended_at=None)
    return rows.select_related("member").first()
