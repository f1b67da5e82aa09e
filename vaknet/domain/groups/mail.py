"""What members get from their groups by mail, and the link that stops it for one group."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone, localtime

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group, GroupMembership, Mail
from vaknet.domain.people.merged import account_since_merge
from vaknet.domain.people.models import Account

MORNING = time(8)
FRIDAY = 5
GETS_ISSUES = (Mail.EVERYTHING, Mail.ISSUE)
SIGNER = Signer(salt="vaknet.group-mail", sep="~")


def last_morning(now: datetime) -> datetime:
    """What gathers goes out at eight on working days, in the network's own time zone."""
    here = localtime(now)
    day = here.date() if here.time() >= MORNING else here.date() - timedelta(days=1)
    day -= timedelta(days=max(0, day.isoweekday() - FRIDAY))
    return datetime.combine(day, MORNING, get_current_timezone())


def my_seats(viewer: Actor) -> QuerySet[GroupMembership]:
    """The groups that she is in, by name, for her to say what she gets from each."""
    rows = GroupMembership.objects.filter(actor=viewer, until=None)
    return rows.select_related("group__actor").order_by("group__actor__name", "group")


def seats(reader: Actor, groups: Iterable[Group]) -> list[GroupMembership]:
    """Of these groups those that she is in."""
    rows = GroupMembership.objects.filter(actor=reader, group__in=list(groups), until=None)
    return list(rows.select_related("group__actor").order_by("pk"))


def is_silent(seats: Iterable[GroupMembership]) -> bool:
    """She is in these groups, and wants no mail from any of them."""
    chosen = {one.mail for one in seats}
    return chosen == {Mail.NOTHING}


def stop_token(account: Account, group: int) -> str:
    return SIGNER.sign(f"{account.pk}.{group}")


def seat_of(token: str) -> tuple[Actor, GroupMembership | None]:
    """Whose link it is, and her place in the group when she is still in it. Raises
    Account.DoesNotExist for a token that is not ours, or whose account is gone.
    """
    try:
        account, group = map(int, SIGNER.unsign(token).split("."))
    except BadSignature as broken:
        raise Account.DoesNotExist from broken
    kept = account_since_merge(account)
    found = Account.objects.select_related("actor").get(pk=kept.pk if kept else account)
    if found.actor is None:
        raise Account.DoesNotExist
    return found.actor, next(iter(seats(found.actor, [Group(pk=group)])), None)
