"""Talks, for the two people they are of."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.people.apart import are_apart, is_blocked, name_only
from vaknet.domain.talks.models import Talk, TalkMove, TalkOutcome

# A room above puts here in which other way two know each other well enough.
ACQUAINTED: list[Callable[[int, int], bool]] = []


def talks(viewer: Actor) -> QuerySet[Talk]:
    """All of hers that still count. To whoever proposed, a declined one looks as if it waits."""
    mine = Q(proposer=viewer) | Q(invitee=viewer, declined_at=None)
    rows = _together(viewer).filter(mine, cancelled_at=None)
    return rows.select_related("proposer", "invitee").order_by("starts_at", "-proposed_at")


def talk(viewer: Actor, pk: int) -> Talk:
    """Raises Talk.DoesNotExist for anybody but the two."""
    rows = _together(viewer).select_related("proposer", "invitee")
    found = rows.prefetch_related("proposed_times").get(
        Q(proposer=viewer) | Q(invitee=viewer), pk=pk
    )
    if are_apart(found.proposer, found.invitee):
        found.invitee = name_only(found.invitee)
    return found


def last_move(talk: Talk) -> TalkMove | None:
    """How the talk came to be when it is; its times are of the two already."""
    return talk.moves.select_related("by").order_by("-pk").first()


def agreed_since(viewer: Actor, moment: datetime) -> QuerySet[Talk]:
    """Those that stand, and begin after that."""
    return talks(viewer).filter(starts_at__gte=moment)


def last_moves(viewer: Actor) -> QuerySet[TalkMove]:
    """Of each of her talks that was moved."""
    rows = TalkMove.objects.filter(talk__in=talks(viewer).order_by().values("pk"))
    return rows.order_by("talk", "-pk").distinct("talk")


def outcome_of(viewer: Actor, talk: Talk) -> TalkOutcome | None:
    """What she herself said of it."""
    return TalkOutcome.objects.filter(talk=talk, actor=viewer, until=None).first()


def asked_how_it_went(viewer: int, since: datetime, until: datetime) -> QuerySet[Talk]:
    """Her talks that began between the two moments, as long as she said nothing of them."""
    said = TalkOutcome.objects.filter(talk=OuterRef("pk"), actor=viewer, until=None)
    rows = _together(Actor(pk=viewer)).filter(Q(proposer=viewer) | Q(invitee=viewer))
    rows = rows.filter(~Exists(said), starts_at__range=(since, until), cancelled_at=None)
    return rows.select_related("proposer", "invitee").order_by("starts_at", "pk")


def _together(viewer: Actor) -> QuerySet[Talk]:
    """Without those with somebody kept apart from her; but what she proposed looks as open."""
    looks_open = Q(proposer=viewer, agreed_at=None, cancelled_at=None)
    apart = is_blocked(viewer.pk, "proposer") | is_blocked(viewer.pk, "invitee")
    return Talk.objects.exclude(~looks_open & apart)


def are_acquainted(person: Actor, other: Actor) -> bool:
    """Connected, in one group together, or by what rooms above say: then a talk may be proposed."""
    if connections.are_connected(person, other):
        return True
    if any(are(person.pk, other.pk) for are in ACQUAINTED):
        return True
    theirs = GroupMembership.objects.filter(actor=other, until=None).values("group")
    return GroupMembership.objects.filter(actor=person, until=None, group__in=theirs).exists()
