"""Introductions across the border, as each of those who take part may see them."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.introducing.models import (
    FindableAcross,
    FindableBy,
    IntroductionAcross,
)
from vaknet.domain.introducing.rules import EDITION, MOST_ASKED_A_DAY
from vaknet.domain.networks.models import Network
from vaknet.domain.people.models import Account

DAY = timedelta(days=1)
FEW = 50


def findable_across(viewer: Actor) -> FindableAcross | None:
    """To other words than those of now she did not agree yet."""
    return FindableAcross.objects.filter(actor=viewer, text=EDITION, until=None).first()


def findable_by_networks(viewer: Actor) -> set[int]:
    """Those that she ticked."""
    rows = FindableBy.objects.filter(actor=viewer, until=None)
    return set(rows.values_list("network", flat=True))


def introductions_of(viewer: Actor) -> QuerySet[IntroductionAcross]:
    rows = IntroductionAcross.objects.filter(member=viewer).select_related("network", "member")
    return rows.order_by("-asked_at", "-pk")


def introduction_across(viewer: Actor, pk: int) -> IntroductionAcross:
    """Raises IntroductionAcross.DoesNotExist, for what is of somebody else as well."""
    return introductions_of(viewer).get(pk=pk)


def waiting_across(viewer: Actor) -> QuerySet[IntroductionAcross]:
    """That she can answer: somebody elsewhere would like to meet her."""
    rows = introductions_of(viewer).filter(is_incoming=True, agreed_at=None, declined_at=None)
    return rows.filter(ended_at=None).order_by("asked_at", "pk")


def asked_across(viewer: Actor) -> QuerySet[IntroductionAcross]:
    return introductions_of(viewer).filter(is_incoming=False)[:FEW]


def answered_across(viewer: Actor) -> QuerySet[IntroductionAcross]:
    over = Q(agreed_at__isnull=False) | Q(declined_at__isnull=False) | Q(ended_at__isnull=False)
    return introductions_of(viewer).filter(over, is_incoming=True)[:FEW]


def may_ask_today(viewer: Actor, *, now: datetime) -> bool:
    rows = IntroductionAcross.objects.filter(member=viewer, is_incoming=False)
    return rows.filter(asked_at__gt=now - DAY).count() < MOST_ASKED_A_DAY


def own_mail(viewer: Actor) -> str:
    """Empty for a member on paper."""
    return Account.objects.filter(actor=viewer).values_list("email", flat=True).first() or ""


def due_across(*, now: datetime) -> QuerySet[IntroductionAcross]:
    """What another network has to hear, the longest due first."""
    rows = IntroductionAcross.objects.exclude(telling="").filter(due_at__lte=now)
    return rows.order_by("due_at", "pk")


def networks_with_introductions() -> QuerySet[Network]:
    standing = IntroductionAcross.objects.exclude(other_name="")
    return Network.objects.filter(pk__in=standing.values("network")).order_by("pk")
