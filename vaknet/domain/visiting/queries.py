"""Groups that let in visitors, who visits them, and where our members visit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import VISITOR, Actor
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups import admission
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import sleeping
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.networks.models import Network, Share, Treaty
from vaknet.domain.networks.queries import in_force, partners
from vaknet.domain.people.apart import is_apart
from vaknet.domain.visiting.models import Farewell, Opening, OpenTo, ShownOut, Visit, Visitor

type State = Literal["in", "waiting", "out"]

LISTED = 100
WAYS_IN = (Group.Admission.OPEN, Group.Admission.REQUEST)


@dataclass(frozen=True)
class Inside:
    """A visitor in a group. `opening`: what partners call the group now."""

    actor: Actor
    group: Group
    opening: str


@dataclass(frozen=True)
class Outside:
    """Not, or not yet. `reply`: with these words she was not let in."""

    state: Literal["waiting", "out"]
    reply: str = ""


OUT = Outside("out")


def open_groups(network: Network) -> QuerySet[Opening]:
    """That members of this partner may know of, by name."""
    rows = open_to(network).filter(group__admission__in=WAYS_IN)
    rows = rows.filter(~Exists(sleeping().filter(group=OuterRef("group"))))
    return rows.select_related("group__actor").order_by("group__actor__name", "pk")


def open_to(network: Network) -> QuerySet[Opening]:
    named = OpenTo.objects.filter(opening=OuterRef("pk"), treaty__network=network)
    return Opening.objects.filter(Exists(named), until=None)


def networks_named(opening: Opening | None) -> QuerySet[Network]:
    """For which networks it is."""
    return Network.objects.filter(
        pk__in=OpenTo.objects.filter(opening=opening).values("treaty__network")
    )


def opening_of(group: Group) -> Opening | None:
    return Opening.objects.filter(group=group, until=None).first()


def seat(network: Network, *, visitor: str, group: str) -> Inside | Outside:
    """The same for a group that is not there, that is closed, and of whom we do not know.

    Both are looked up, whichever of the two is there.
    """
    known = Visitor.objects.filter(network=network, token=visitor).select_related("actor").first()
    rows = open_to(network).filter(token=group).select_related("group__actor")
    opening = rows.first()
    if known is None or opening is None:
        return OUT
    if groups.is_member(known.actor, opening.group):
        return Inside(known.actor, opening.group, opening.token)
    asked = admission.my_request(known.actor, opening.group)
    if asked is None and not was_shown_out(known, opening.group):
        return OUT
    return Outside("waiting", asked.reply if asked else "")


def was_shown_out(visitor: Visitor, group: Group) -> bool:
    rows = ShownOut.objects.filter(treaty=visitor.treaty_id, token=visitor.token, group=group)
    return rows.exists()


def still_stands(opening: Opening, network: Network) -> bool:
    return open_groups(network).filter(pk=opening.pk).exists()


def visitors_in(viewer: Actor, group: Group) -> QuerySet[Visitor]:
    """For who reads the group, without whom she is kept apart from."""
    here = GroupMembership.objects.filter(actor=OuterRef("actor"), group=group, until=None)
    rows = Visitor.objects.filter(Exists(here)).exclude(is_apart(viewer.pk, "actor"))
    return rows.select_related("actor", "network").order_by("actor__name", "pk")


def networks_in(group: Group) -> list[str]:
    """The names of those whose members read what is said in it."""
    seats = GroupMembership.objects.filter(group=group, until=None).values("actor")
    rows = Network.objects.filter(visitors__actor__in=seats).order_by("name").distinct()
    return list(rows.values_list("name", flat=True))


def hosts() -> QuerySet[Network]:
    """Partners whose groups our members may visit."""
    return partners(Share.GROUPS) if is_on() else Network.objects.none()


def treaty_with(network: Network) -> Treaty | None:
    """By which our members may visit groups there."""
    return in_force(network) if hosts().filter(pk=network.pk).exists() else None


def visits(actor: Actor) -> QuerySet[Visit]:
    """Hers, as long as the treaty stands by which she came in."""
    rows = Visit.objects.filter(actor=actor, until=None, network__in=hosts())
    return rows.select_related("network").order_by("name", "pk")


def token_at(actor: Actor, network: Network) -> str | None:
    """What she was called there before."""
    rows = Visit.objects.filter(actor=actor, network=network).order_by("pk")
    return rows.values_list("token", flat=True).first()


def farewells_due(now: datetime) -> QuerySet[Farewell]:
    return Farewell.objects.filter(due_at__lte=now).select_related("network").order_by("due_at")


def left_behind(network: Network) -> QuerySet[Actor]:
    """Visitors of this network whose treaty ended."""
    rows = Actor.objects.filter(domain=network.host.name, handle__startswith=VISITOR)
    return rows.filter(visitor=None)
