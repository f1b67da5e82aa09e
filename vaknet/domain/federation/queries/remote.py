"""Who elsewhere is known here, who of them follows, and where they are written to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Length
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Follower, Following, Look, Received, RemoteActor
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.people.apart import are_blocked, is_apart
from vaknet.engine.activitypub.keys import PublicKey, from_text

REREAD = timedelta(minutes=5)  # between two looks for another key of one actor
NOT_AGAIN = timedelta(hours=1)  # who was not found is not looked for; who said no neither
STAYS_GONE = timedelta(days=1)
MOST_NEW = 30  # whom we do not know yet, of one host in five minutes, for one who sends
MOST_KNOWN = 5  # the same of who is known and signs with another key
MOST_POSTS = 120  # the same of what was said there: a conversation of a hundred fits
# Of one host in five minutes: for all together, and for one who sends.
MOST = {
    Look.Kind.ACTOR.value: (4 * MOST_NEW, MOST_NEW),
    Look.Kind.KNOWN.value: (6 * MOST_KNOWN, MOST_KNOWN),
    Look.Kind.POST.value: (MOST_POSTS, MOST_POSTS),
}
MOST_SHOWN = 50
TOLD_AGAIN = timedelta(days=30)  # of one who asks, stops and asks again she hears once
TRIED = timedelta(hours=10)  # what came in: its last try is after about eight


class May(Enum):
    LOOK = "look"
    WAIT = "not now"
    NOBODY = "there is nobody"
    GONE = "its own server said that it is gone"


@dataclass(frozen=True)
class Follows:
    """All that a member sees of following across networks."""

    asking: list[Follower]
    followers: list[Follower]
    following: list[Following]


def remote_by_uri(uri: str) -> RemoteActor | None:
    return RemoteActor.objects.select_related("actor", "host").filter(uri=uri).first()


def remote_by_key(key_id: str, *, host: str) -> RemoteActor | None:
    """Who has that key: mostly its id is hers, with a fragment."""
    found = remote_by_uri(key_id.partition("#")[0])
    if found is not None:
        return found
    rows = RemoteActor.objects.select_related("actor", "host").filter(host__name=host)
    return rows.filter(keys__contains=[{"id": key_id}]).first()


def remote_by_pk(pk: int) -> RemoteActor | None:
    rows = RemoteActor.objects.select_related("actor", "host")
    return rows.filter(pk=pk, gone_at=None).first()


def key_of(remote: RemoteActor, key_id: str) -> PublicKey | None:
    """As it was read in her document."""
    for one in remote.keys:
        if one["id"] == key_id:
            return PublicKey(key_id, remote.uri, from_text(one["public"]))
    return None


def may_look(uri: str, *, host: str, at: datetime, kind: str, sender: str = "") -> May:
    """Whether to ask for who signed with a key that is not known here, or for a post that somebody
    passed on. `sender`: a mark for where that came from.

    Whoever sends us keys that do not exist must not make us knock at a third door over and over,
    nor use up what others of that host need. So of one host only so many are looked for in five
    minutes: of those the most for one sender; those who are known apart from those who are not,
    and each of them once. One statement.
    """
    before, lately = at - NOT_AGAIN, Q(at__gt=at - REREAD)
    alike = [kind] if kind == Look.Kind.POST else [Look.Kind.ACTOR, Look.Kind.KNOWN]
    told = Look.objects.filter(kind__in=alike, host=host, at__gt=at - STAYS_GONE).aggregate(
        no=Count("pk", filter=Q(uri=uri) & (Q(gone=True) | Q(for_good=True, at__gt=before))),
        gone=Count("pk", filter=Q(uri=uri, gone=True)),
        in_vain=Count("pk", filter=Q(uri=uri, found=False, at__gt=before)),
        just=Count("pk", filter=lately & Q(uri=uri)),
        asked=Count("pk", filter=lately & Q(kind=kind)),
        hers=Count("pk", filter=lately & Q(kind=kind, sender=sender)),
    )
    if told["no"]:
        return May.GONE if told["gone"] else May.NOBODY
    most, of_one = MOST[kind]
    again = told["just"] and kind != Look.Kind.POST
    is_enough = told["asked"] >= most or told["hers"] >= of_one
    return May.WAIT if told["in_vain"] or again or is_enough else May.LOOK


def followers_of(actor: Actor, *, until: datetime | None = None) -> QuerySet[RemoteActor]:
    """Who elsewhere follows, since it was agreed, is not gone, and not kept apart from her.
    `until`: instead who did so to that very moment."""
    agreed = _agreed(until).filter(followed=actor)
    return RemoteActor.objects.filter(gone_at=None, pk__in=agreed.values("follower"))


def inboxes_of_followers(actor: Actor, *, until: datetime | None = None) -> set[str]:
    """Where what is for all of them goes: once to each server that has one inbox for everybody."""
    return _inboxes(followers_of(actor, until=until))


def inboxes_by_followed(actors: Collection[int]) -> dict[int, set[str]]:
    """The same of several of ours, by their numbers. One statement."""
    return inboxes_by(_agreed(None).filter(followed__in=actors), "followed", "follower")


def _agreed(until: datetime | None) -> QuerySet[Follower]:
    rows = Follower.objects.filter(since__isnull=False, until=until)
    return rows.exclude(are_blocked("followed", "follower"))


def inboxes_of(actors: "QuerySet[Any, Any]") -> set[str]:
    """The same of these, by the numbers of their actors."""
    return _inboxes(RemoteActor.objects.filter(gone_at=None, pk__in=actors))


def inboxes_by(rows: "QuerySet[Any, Any]", key: str, remote: str) -> dict[int, set[str]]:
    """Of rows that point at somebody elsewhere by the path `remote`: by the number in `key`."""
    found: dict[int, set[str]] = {}
    there = rows.filter(**{f"{remote}__gone_at": None})
    for number, inbox in there.values_list(key, _where(f"{remote}__")).distinct():
        found.setdefault(number, set()).add(inbox)
    return found


def _inboxes(rows: QuerySet[RemoteActor]) -> set[str]:
    return set(rows.values_list(_where(), flat=True).distinct())


def _where(path: str = "") -> Case:
    shared = F(f"{path}shared_inbox")
    return Case(When(**{f"{path}shared_inbox": "", "then": F(f"{path}inbox")}), default=shared)


def follows_elsewhere(viewer: Actor) -> Follows:
    """For herself. Two statements, however many there are."""
    theirs = Follower.objects.filter(followed=viewer, until=None, follower__gone_at=None)
    ours = Following.objects.filter(follower=viewer, until=None, followed__gone_at=None)
    rows = list(theirs.select_related("follower__actor", "follower__host").order_by("-pk"))
    return Follows(
        asking=[one for one in rows if one.since is None],
        followers=[one for one in rows if one.since is not None],
        following=list(ours.select_related("followed__actor", "followed__host").order_by("-pk")),
    )


def moved_without(viewer: Actor, pks: Collection[int]) -> QuerySet[RemoteActor]:
    """Of these whom she neither follows nor asked to, and did not block."""
    follows = Following.objects.filter(follower=viewer, until=None).values("followed")
    there = RemoteActor.objects.filter(pk__in=pks, gone_at=None).exclude(pk__in=follows)
    return there.exclude(is_apart(viewer.pk, "actor")).select_related("actor")


def name_of_follower(viewer: Actor, *, pk: int) -> str:
    """Of who asks to follow her, or does, by that number; empty when it is not hers."""
    rows = Follower.objects.filter(pk=pk, followed=viewer, until=None, follower__gone_at=None)
    return rows.values_list("follower__actor__name", flat=True).first() or ""


def asking_to_follow(viewer: Actor, group: Actor) -> QuerySet[Follower]:
    """Whose network is kept at a distance: a steward says whether they may. The oldest first,
    without whom she is kept apart from."""
    rows = _asking(viewer).filter(followed=group)
    return rows.select_related("follower__actor", "follower__host").order_by("pk")[:MOST_SHOWN]


def at_groups_asked(viewer: Actor, pks: Collection[int]) -> QuerySet[Follower]:
    """Of these, what was asked of a group that she looks after today, while anybody waits there;
    nothing while this network has no door to others. The oldest first."""
    if not is_on():
        return Follower.objects.none()
    hers = stewards_on(localdate()).filter(membership__actor=viewer).values("membership__group")
    waits = _asking(viewer).filter(followed__in=hers).values("followed")
    rows = Follower.objects.filter(pk__in=pks, followed__in=waits)
    return rows.select_related("followed").order_by("pk")


def asked_lately(asked: Follower, *, at: datetime) -> bool:
    """Whether that one asked her before, and stopped."""
    rows = Follower.objects.filter(follower=asked.follower, followed=asked.followed)
    return rows.filter(until__isnull=False, asked_at__gt=at - TOLD_AGAIN).exists()


def _asking(viewer: Actor) -> QuerySet[Follower]:
    rows = Follower.objects.filter(since=None, until=None, follower__gone_at=None)
    return rows.exclude(is_apart(viewer.pk, "follower__actor"))


def following_answered(*, remote: RemoteActor, token: str, follower: str) -> Following | None:
    """Which asking of ours she answers: by its own token, or by that of who asked.

    Only what was asked of her: nobody says yes for somebody else.
    """
    rows = Following.objects.filter(followed=remote, until=None).select_related("follower")
    asked = Q(token=token) if token else Q(follower__federated_id__token=follower)
    return rows.filter(asked).order_by("-pk").first()


def received(pk: int) -> Received | None:
    """What waits to be done."""
    rows = Received.objects.select_related("by__actor", "by__host")
    return rows.filter(pk=pk, done_at=None).first()


def bytes_waiting(by: RemoteActor, *, at: datetime) -> tuple[int, int]:
    """Of all that came in from her host and is not done yet, and of what is hers. What is tried no
    more counts no more."""
    rows = Received.objects.filter(by__host=by.host_id, done_at=None, at__gt=at - TRIED)
    told = rows.aggregate(all=Sum(Length("content")), hers=Sum(Length("content"), filter=Q(by=by)))
    return told["all"] or 0, told["hers"] or 0
