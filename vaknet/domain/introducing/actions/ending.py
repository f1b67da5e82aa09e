"""The end of introductions across the border: what came from the other side goes away."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from vaknet.domain.activity.actions import hand_over, hand_over_once
from vaknet.domain.activity.models import Actor
from vaknet.domain.introducing.actions.carrying import tell_later
from vaknet.domain.introducing.actions.consent import kill_tokens
from vaknet.domain.introducing.models import (
    FindableAcross,
    FindableBy,
    IntroductionAcross,
    ShownToPartner,
)
from vaknet.domain.introducing.rules import ANSWERED_WITHIN, ON_ITS_WAY
from vaknet.domain.networks.models import Network

Telling, End = IntroductionAcross.Telling, IntroductionAcross.End


def end_row(row: IntroductionAcross, end: str, *, at: datetime, tells: bool) -> None:
    """In the transaction of its action. `tells`: the other network hears that it ended."""
    row.ended_at, row.end, row.stuck_at = at, end, None
    row.telling, row.due_at = Telling.NOTHING, None
    forget_other(row)
    row.save()
    if tells:
        tell_later(row, Telling.END)


def forget_other(row: IntroductionAcross) -> None:
    """Who she is, and what she wrote."""
    row.other_name = row.other_headline = row.other_mail = ""
    if row.is_incoming:
        row.purpose = ""
    else:
        row.words = ""


@transaction.atomic
def end_with_partner(*, network: Network, at: datetime) -> None:
    """The treaty ended: nothing that came from there stays here, and a later one asks her anew."""
    rows = IntroductionAcross.objects.select_for_update(no_key=True).filter(network=network)
    for row in rows.filter(Q(ended_at=None) | ~Q(other_name="")).order_by("pk"):
        end_row(row, End.PARTED, at=at, tells=False)
    ShownToPartner.objects.filter(network=network).delete()
    FindableBy.objects.filter(network=network, until=None).update(until=at)


@transaction.atomic
def expire_across(*, now: datetime) -> None:
    """For the clock: each network does this by itself, so that nothing tells a no from silence. Who
    asks does so later: a yes may be on its way."""
    over = Q(is_incoming=True, asked_at__lt=now - ANSWERED_WITHIN)
    over |= Q(is_incoming=False, asked_at__lt=now - ANSWERED_WITHIN - ON_ITS_WAY)
    rows = IntroductionAcross.objects.select_for_update(no_key=True)
    for row in rows.filter(over, agreed_at=None, ended_at=None).order_by("pk"):
        end_row(row, End.EXPIRED, at=now, tells=False)


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """Who leaves is found nowhere, and what she began or agreed to ends on both sides."""
    FindableAcross.objects.filter(actor=actor, until=None).update(until=at)
    kill_tokens(actor, at=at)
    rows = IntroductionAcross.objects.select_for_update(no_key=True).filter(member=actor)
    for row in rows.filter(ended_at=None).order_by("pk"):
        # Of one that she was asked and did not answer the other side hears nothing: as of a no.
        end_row(row, End.LEFT, at=at, tells=not row.is_incoming or row.agreed_at is not None)


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back. What ended on another network stays ended."""
    FindableAcross.objects.filter(actor=actor, until=at).update(until=None)


def erase_introductions(*, actor: Actor) -> None:
    for model, column in (
        (FindableAcross, "actor"),
        (FindableBy, "actor"),
        (ShownToPartner, "actor"),
        (IntroductionAcross, "member"),
    ):
        model.objects.filter(**{column: actor}).delete()


@transaction.atomic
def take_over_introductions(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one."""
    hand_over_once(FindableAcross.objects.all(), "actor", kept=kept, merged=merged, same=[], at=at)
    hand_over_once(
        FindableBy.objects.all(),
        "actor",
        kept=kept,
        merged=merged,
        same=["network_id"],
        at=at,
    )
    hand_over(ShownToPartner.objects.all(), "actor", kept=kept, merged=merged)
    hand_over(IntroductionAcross.objects.all(), "member", kept=kept, merged=merged)
