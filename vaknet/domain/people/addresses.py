"""Whose address is it? The one place that knows: in an account, or beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vaknet.domain.people.models import Account, MailAddress

PROVE, MERGE = "prove_address", "merge_accounts"  # what the link in the letter is for
CURRENT = Q(since__isnull=False, until=None)


@dataclass(frozen=True)
class Addresses:
    """Of one account: what gets the mail, what lets her in too, and what is not proved yet."""

    first: str
    others: list[MailAddress]
    waiting: list[MailAddress]


def account_at(email: str) -> QuerySet[Account]:
    """Whom this address lets in. An address beside an account goes before one that only knocked.

    Two index look-ups whoever it is, so that the time does not tell.
    """
    beside = MailAddress.objects.filter(CURRENT, email=email).values("account")[:1]
    own = Account.objects.filter(email=email).values("pk")[:1]
    return Account.objects.filter(pk=Coalesce(Subquery(beside), Subquery(own)))


def known_as(emails: Collection[str]) -> dict[str, int]:
    """Of many addresses at once: whose account each leads to."""
    own = Account.objects.filter(email__in=emails).values_list("email", "pk")
    beside = MailAddress.objects.filter(CURRENT, email__in=emails).values_list("email", "account")
    return dict(own) | dict(beside)


def people_at(emails: Collection[str]) -> QuerySet[Account, Any]:
    """As `known_as`, as a part of a statement: the ids of whoever is a member."""
    own = Account.objects.filter(email__in=emails).values("actor")
    beside = MailAddress.objects.filter(CURRENT, email__in=emails).values("account__actor")
    return own.union(beside)


def emails_of(account: Account) -> list[str]:
    """All that are hers or were, for who has to forget them."""
    beside = MailAddress.objects.filter(account=account).values_list("email", flat=True)
    return list(dict.fromkeys([account.email, *beside]))


def addresses(viewer: Account) -> Addresses:
    """For her own eyes."""
    rows = list(MailAddress.objects.filter(account=viewer, until=None).order_by("pk"))
    return Addresses(
        first=viewer.email,
        others=[row for row in rows if row.since and row.email != viewer.email],
        waiting=[row for row in rows if row.since is None],
    )


def emails_that_let_in(account: Account) -> set[str]:
    beside = MailAddress.objects.filter(CURRENT, account=account).values_list("email", flat=True)
    return {account.email, *beside}


def own_address(viewer: Account, pk: int) -> MailAddress:
    """Raises MailAddress.DoesNotExist, also for one that she took away."""
    return MailAddress.objects.get(pk=pk, account=viewer, until=None)
