"""When a group has no steward: who is asked to be it, and where nobody is left to ask."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.asleep import sleeping
from vaknet.domain.groups.models import Group, GroupDuty, GroupMembership, StewardshipOffer
from vaknet.domain.groups.queries import duties_on, stewards_on

ANSWER_WITHIN = timedelta(days=14)
ACTIVE_WITHIN = timedelta(days=90)
ASKED_AT_ONCE = 3


def stewards(group: Group) -> QuerySet[GroupDuty]:
    return _stewards().filter(membership__group=group).order_by("since", "pk")


def _stewards() -> QuerySet[GroupDuty]:
    """Who was switched off by an operator looks after nothing."""
    return stewards_on(localdate()).filter(membership__actor__account__is_active=True)


def open_offers(group: Group) -> QuerySet[StewardshipOffer]:
    """To who is still in the group, and did not answer yet."""
    rows = StewardshipOffer.objects.filter(
        group=group, accepted_at=None, declined_at=None, until=None
    )
    return rows.filter(Exists(_seats().filter(group=group, actor=OuterRef("actor"))))


def my_offer(viewer: Actor, group: Group) -> StewardshipOffer | None:
    return open_offers(group).filter(actor=viewer).first()


def candidates(group: Group, at: datetime) -> list[GroupMembership]:
    """Who is asked next: first whoever has another duty here, then who was in it the longest of
    those that did something in it lately. Nobody twice, and nobody who gave the duty back.
    """
    asked = StewardshipOffer.objects.filter(group=group, accepted_at=None, until=None)
    was_steward = GroupDuty.objects.filter(membership=OuterRef("pk"), kind=GroupDuty.Kind.STEWARD)
    gave_back = Exists(was_steward.filter(until__isnull=False)) & ~Exists(
        was_steward.filter(until=None)  # its term ended: she may well want another one
    )
    seats = _seats().filter(group=group).exclude(actor__in=asked.values("actor"))
    seats = seats.exclude(gave_back).select_related("actor").order_by("since", "pk")
    others = duties_on(localdate()).filter(membership=OuterRef("pk"))
    if caring := list(seats.filter(Exists(others))):
        return caring
    lately = Activity.objects.filter(
        actor=OuterRef("actor"), group=group.actor_id, at__gt=at - ACTIVE_WITHIN
    )
    return list(seats.filter(Exists(lately))[:ASKED_AT_ONCE])


def _seats() -> QuerySet[GroupMembership]:
    """Of people who are here: not switched off by an operator, and not away."""
    return GroupMembership.objects.filter(until=None, actor__account__is_active=True)


def groups_without_steward() -> QuerySet[Group]:
    """With somebody in it, and awake."""
    stewards = _stewards().filter(membership__group=OuterRef("pk"))
    seats = _seats().filter(group=OuterRef("pk"))
    asleep = sleeping().filter(group=OuterRef("pk"))
    rows = Group.objects.filter(~Q(Exists(stewards)), ~Exists(asleep), Exists(seats))
    return rows.select_related("actor").order_by("pk")


def groups_nobody_looks_after() -> list[Group]:
    """For the operator: there is no steward, and nobody who is asked and may still answer."""
    return [group for group in groups_without_steward() if not open_offers(group).exists()]
