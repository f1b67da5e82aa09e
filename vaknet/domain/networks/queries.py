"""Which networks are partners, and what stands between them and us."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation.models import Host
from vaknet.domain.networks.models import (
    Errand,
    FromPartner,
    Network,
    OwnPlace,
    Share,
    Side,
    Terms,
    Treaty,
    TreatyShare,
)
from vaknet.domain.people.managers import managers

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Came(TypedDict):
        came_at: datetime
        signed_at: datetime | None

    WaitingTreaty = WithAnnotations[Treaty, _Came]

# What everybody may read there: lists that are fetched by the clock.
PLAIN = (Share.AGENDA, Share.GROUPS, Share.JOURNALS, Share.OPPORTUNITIES)
WARNED_BEFORE = timedelta(days=30)


def partners(*sharing: Share) -> QuerySet[Network]:
    """With a treaty in force now, and one that shares one of these."""
    standing = treaties_in_force().filter(network=OuterRef("pk"))
    if sharing:
        standing = standing.filter(shares__kind__in=sharing)
    return Network.objects.filter(Exists(standing)).order_by("name", "pk")


def partners_at(hosts: Iterable[Host]) -> dict[int, str]:
    """By the number of a host the name of the partner that is there, if one is."""
    return dict(partners().filter(host__in=hosts).values_list("host", "name"))


def in_force(network: Network) -> Treaty | None:
    return treaties_in_force().filter(network=network).first()


def treaties_in_force(at: datetime | None = None) -> QuerySet[Treaty]:
    now = at or timezone.now()
    stands = Q(in_force_until=None) | Q(in_force_until__gt=now)
    return Treaty.objects.filter(stands, in_force_from__lte=now, ended_at=None)


def network_with(uri: str) -> Network | None:
    """Partner or not, by the address of its own actor."""
    return Network.objects.filter(uri=uri).first()


def current_terms(treaty: Treaty) -> Terms:
    """The text that lies there: the one that was signed, or the last one."""
    return treaty.versions.filter(set_aside_at=None).order_by("-number")[0]


def ended_by_now(now: datetime) -> QuerySet[Treaty]:
    return Treaty.objects.filter(in_force_until__lte=now, ended_at=None)


def ends_soon(now: datetime) -> QuerySet[Treaty]:
    soon = Q(in_force_until__lte=now + WARNED_BEFORE, in_force_until__gt=now)
    return Treaty.objects.filter(soon, ended_at=None, warned_at=None, notice_by="")


def treaties_to_tell(now: datetime) -> QuerySet[Treaty]:
    """Of which the other side did not hear all yet."""
    due = Errand.objects.filter(treaty=OuterRef("pk"), done_at=None, due_at__lte=now)
    return Treaty.objects.filter(Exists(due)).order_by("pk")


def next_errand(treaty: Treaty) -> Errand | None:
    """In the order in which they were put down."""
    return treaty.errands.filter(done_at=None).select_related("treaty").order_by("pk").first()


def waiting_proposals() -> QuerySet[Treaty]:
    """Of others, not in force and not answered."""
    return Treaty.objects.filter(proposed_by=Side.THERE, in_force_from=None, ended_at=None)


def treaties_waiting_for(viewer: Actor) -> "QuerySet[WaitingTreaty]":
    """For who looks after the network: where a text lies that the other signed and we did not, the
    oldest first. For all others there are none."""
    lies_there = Terms.objects.filter(treaty=OuterRef("pk"), set_aside_at=None).order_by("-number")
    rows = Treaty.objects.filter(
        Exists(managers().filter(pk=viewer.pk)), in_force_from=None, ended_at=None
    ).annotate(
        came_at=Subquery(lies_there.values("at")[:1]),
        signed_at=Subquery(lies_there.values("signed_here_at")[:1]),
    )
    waiting = rows.filter(came_at__isnull=False, signed_at=None).select_related("network")
    return waiting.order_by("came_at", "pk")


def treaty(pk: int) -> Treaty | None:
    return Treaty.objects.select_related("network").filter(pk=pk).first()


def own_place() -> OwnPlace | None:
    return OwnPlace.objects.first()


def treaties_to_read(before: datetime) -> QuerySet[Treaty]:
    """In force, and with a list that we read last before that moment, or never."""
    old = TreatyShare.objects.filter(Q(read_at=None) | Q(read_at__lt=before), kind__in=PLAIN)
    rows = treaties_in_force().filter(Exists(old.filter(treaty=OuterRef("pk"))))
    return rows.select_related("network").order_by("pk")


def partners_treaties() -> QuerySet[Treaty]:
    """In force now, by the name of the other network."""
    rows = treaties_in_force().select_related("network")
    return rows.order_by("network__name", "pk")


def all_treaties() -> QuerySet[Treaty]:
    """For who looks after the network: those that stand or wait first, then the latest."""
    rows = Treaty.objects.select_related("network")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-pk")


def with_terms(treaties: QuerySet[Treaty]) -> list[tuple[Treaty, Terms]]:
    """Each with the text that lies there."""
    versions = Prefetch(
        "versions",
        Terms.objects.filter(set_aside_at=None).order_by("-number"),
        to_attr="standing",
    )
    rows = treaties.prefetch_related(versions)
    return [(row, row.standing[0]) for row in rows if row.standing]


def terms_before(terms: Terms) -> Terms | None:
    """The text that lay there before this one; None for the first."""
    earlier = Terms.objects.filter(treaty=terms.treaty_id, number__lt=terms.number)
    return earlier.order_by("-number").first()


def things(kind: Share, *, now: datetime) -> QuerySet[FromPartner]:
    """Of partners whose treaty is in force; what is over is left out."""
    rows = FromPartner.objects.filter(kind=kind, treaty__in=treaties_in_force(now))
    rows = rows.exclude(ends_at__lt=now).select_related("treaty__network")
    return rows.order_by(F("starts_at").asc(nulls_last=True), "title", "pk")


def has_things() -> bool:
    return FromPartner.objects.filter(treaty__in=treaties_in_force()).exists()


def who_did(treaty: Treaty) -> QuerySet[Activity]:
    """What happened to it, the first thing first."""
    about = ContentType.objects.get_for_model(Treaty)
    rows = Activity.objects.filter(object_type=about, object_id=treaty.pk)
    return rows.exclude(verb="tried_partner_again").select_related("actor").order_by("at", "pk")
