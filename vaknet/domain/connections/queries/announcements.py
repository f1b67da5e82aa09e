"""Roles that people tell of, for the contacts and followers who may see them.

A follower is nobody she chose, so she reads it only when all members see that kind of role.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import (
    AnnouncementThanks,
    Congratulation,
    Connection,
    Follow,
    RoleAnnouncement,
)
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.people.visibility import is_kept_to_herself, is_narrowed


@dataclass(frozen=True)
class AnnouncementView:
    """`said` is what the viewer said; `congratulations` are all of them, for who tells of it.

    `thanks` is for who told of it and for who congratulated.
    """

    announcement: RoleAnnouncement
    is_mine: bool
    said: Congratulation | None
    congratulations: list[Congratulation]
    thanks: AnnouncementThanks | None


def announcement(viewer: Actor, pk: int) -> AnnouncementView:
    """Raises RoleAnnouncement.DoesNotExist for whoever may not see the role, or is neither a
    contact nor a follower."""
    row = _visible(viewer.pk, timezone.localdate()).get(pk=pk)
    is_mine = row.role.actor_id == viewer.pk
    rows = row.congratulations.select_related("actor").order_by("at", "pk")
    rows = rows.exclude(is_apart(viewer.pk, "actor"))
    said = list(rows if is_mine else rows.filter(actor=viewer))
    thanks = AnnouncementThanks.objects.filter(announcement=row).first()
    return AnnouncementView(
        announcement=row,
        is_mine=is_mine,
        said=None if is_mine else next(iter(said), None),
        congratulations=said if is_mine else [],
        thanks=thanks if said else None,
    )


def announcements_of(viewer: Actor, owner: Actor, *, since: datetime) -> list[RoleAnnouncement]:
    """What she tells of lately, on her own page."""
    today = timezone.localdate()
    return _OF(viewer=viewer.pk, owner=owner.pk, since=since, today=today)


def announced(viewer: int, since: datetime, today: date) -> QuerySet[RoleAnnouncement]:
    """Of others, what the viewer did not congratulate them on yet; the longest ago first."""
    said = Congratulation.objects.filter(announcement=OuterRef("pk"), actor=viewer)
    rows = _visible(viewer, today).filter(since__gte=since).exclude(role__actor=viewer)
    rows = rows.exclude(Exists(said)).exclude(is_muted(viewer, "role__actor"))
    return rows.order_by("since", "pk")


def told_lately(viewer: Actor, *, since: datetime) -> list[RoleAnnouncement]:
    """All of them, congratulated or not; the latest first."""
    rows = _visible(viewer.pk, timezone.localdate()).filter(since__gte=since)
    rows = rows.exclude(role__actor=viewer).exclude(is_muted(viewer.pk, "role__actor"))
    return list(rows.order_by("-since", "-pk"))


def congratulations_for(viewer: int, since: datetime) -> QuerySet[Congratulation]:
    rows = Congratulation.objects.filter(
        announcement__role__actor=viewer, announcement__until=None, at__gte=since
    )
    rows = rows.exclude(is_apart(viewer, "actor") | is_muted(viewer, "actor"))
    return rows.select_related("actor", "announcement__role").order_by("-at", "-pk")


def _visible(viewer: int, today: date) -> QuerySet[RoleAnnouncement]:
    """Hers and those of whom she knows or follows, while they last. That a role ended takes it
    away without a word."""
    owner = OuterRef("role__actor")
    tie = Connection.objects.filter(holder=viewer, contact=owner, until=None)
    follows = Follow.objects.filter(follower=viewer, followed=owner, until=None)
    kind = OuterRef("role__kind")
    told = Exists(tie) & ~is_kept_to_herself(kind, person="role__actor")
    told |= Exists(follows) & ~is_narrowed(kind, person="role__actor")
    rows = RoleAnnouncement.objects.filter(
        Q(role__until=None) | Q(role__until__gt=today), Q(role__actor=viewer) | told, until=None
    )
    rows = rows.exclude(is_apart(viewer, "role__actor"))
    return rows.select_related("role__actor", "role__organisation")


def _of(viewer: int, owner: int, since: datetime, today: date) -> QuerySet[RoleAnnouncement]:
    rows = _visible(viewer, today).filter(role__actor=owner, since__gte=since)
    return rows.order_by("-since", "-pk")


_OF = Frozen(_of)
