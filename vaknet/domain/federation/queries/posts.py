"""What those elsewhere said whom somebody follows, for whoever follows them."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import (
    Announced,
    Following,
    HiddenElsewhere,
    PostArrival,
    RemoteActor,
    RemotePost,
    ThreadPlace,
)
from vaknet.domain.federation.rules import is_on
from vaknet.domain.people.apart import is_apart

POSTS_PER_PAGE = 20
THREAD_AGAIN = timedelta(minutes=10)
EARLIER_UNREAD = Q(earlier_read_at=None) | Q(earlier_read_at__lt=F("earlier_asked_at"))
EARLIER_TAKES = timedelta(minutes=10)  # longer than a job waits on a worker that is busy


def followed_here() -> QuerySet[Following]:
    """Whom elsewhere somebody here follows, with their agreement."""
    rows = Following.objects.filter(until=None, since__isnull=False)
    return rows.values("followed")  # type: ignore[return-value]


def is_followed(remote: RemoteActor) -> bool:
    return Following.objects.filter(followed=remote, until=None, since__isnull=False).exists()


def remote_post(uri: str) -> RemotePost | None:
    """Whatever is kept at that address, for who handles what comes in."""
    return (
        RemotePost.objects.select_related("author__actor", "author__host").filter(uri=uri).first()
    )


def announced(pk: int) -> Announced | None:
    """What was passed on and waits to be read."""
    rows = Announced.objects.select_related("by__actor", "by__host")
    return rows.filter(pk=pk, done_at=None).first()


def post_by_pk(pk: int) -> RemotePost | None:
    return RemotePost.objects.select_related("author").filter(pk=pk).first()


def posts_elsewhere(viewer: Actor, *, by: int | None = None) -> QuerySet[RemotePost]:
    """What whom she follows wrote or passed on, what came last first. `by`: of that one only.

    Whoever wrote for followers alone is read by these alone, whoever passes it on.
    """
    brought = _brought_to(viewer)
    if by is not None:
        brought = brought.filter(by=by)
    last = brought.filter(post=OuterRef("pk")).order_by().values("post")
    rows = RemotePost.objects.filter(pk__in=brought.values("post"))
    rows = rows.annotate(came=Subquery(last.annotate(at=Max("at")).values("at")))
    shown = rows.exclude(is_apart(viewer.pk, "author_id")).exclude(_is_hidden())
    ways = Prefetch("arrivals", brought.select_related("by__actor").order_by("-at"), "ways")
    return (
        shown.select_related("author__actor", "author__host")
        .prefetch_related(ways)
        .order_by("-came", "-pk")
    )


def thread_of(viewer: Actor, post: RemotePost) -> QuerySet[RemotePost]:
    """What was found around one that she reads, the oldest first."""
    places = ThreadPlace.objects.filter(start=post, post=OuterRef("pk"))
    rows = RemotePost.objects.filter(Exists(places), is_public=True)
    shown = rows.exclude(is_apart(viewer.pk, "author_id")).exclude(_is_hidden())
    return shown.select_related("author__actor", "author__host").order_by("published", "pk")


def read_elsewhere(viewer: Actor, pk: int) -> RemotePost:
    """What she reads along, by itself or in the conversation around it.

    Raises RemotePost.DoesNotExist.
    """
    reads = posts_elsewhere(viewer)
    found = reads.filter(pk=pk).first()
    if found is not None:
        return found
    start = reads.filter(Exists(ThreadPlace.objects.filter(start=OuterRef("pk"), post=pk))).first()
    if start is None:
        raise RemotePost.DoesNotExist
    return thread_of(viewer, start).get(pk=pk)


def is_hidden_elsewhere(*uris: str) -> bool:
    """Moderators decided that nobody reads one of these here: a thing, or whoever said it."""
    return HiddenElsewhere.objects.filter(uri__in=uris, until=None).exists()


def members_reading(post: RemotePost) -> int:
    """How many members can read it here, by itself or in the conversation around it. For rules:
    nobody is told."""
    around = Q(post=post) | Q(post__thread__post=post)
    brought = _brought().filter(around).exclude(_is_hidden("post__"))
    rows = Following.objects.filter(
        until=None, since__isnull=False, followed__in=brought.values("by")
    )
    return rows.exclude(is_apart(post.author_id, "follower")).values("follower").distinct().count()


def _is_hidden(post: str = "") -> Exists:
    """Of a post: it is, or whoever wrote it. `post` leads to its columns."""
    hidden = HiddenElsewhere.objects.filter(until=None)
    ids = [OuterRef(f"{post}uri"), OuterRef(f"{post}author__uri")]
    return Exists(hidden.filter(uri__in=ids))


def is_being_read(post: RemotePost, *, at: datetime) -> bool:
    """Somebody asked for it a moment ago, and it is not there yet."""
    asked, read = post.thread_asked_at, post.thread_read_at
    return asked is not None and asked > at - THREAD_AGAIN and (read is None or read < asked)


def earlier_is_being_read(viewer: Actor, *, at: datetime) -> bool:
    """Somebody whom she follows since a moment ago: what that one said before is not there yet.

    Only where she began it herself: what others here began shows nowhere.
    """
    hers = _followed_by(viewer).filter(since__gt=at - EARLIER_TAKES).values("followed")
    rows = followed_elsewhere(viewer).filter(EARLIER_UNREAD, earlier_asked_at__isnull=False)
    return rows.filter(pk__in=hers).exists()


def followed_elsewhere(viewer: Actor) -> QuerySet[RemoteActor]:
    """Whom she follows there since it was agreed, by name."""
    rows = RemoteActor.objects.filter(pk__in=_followed_by(viewer), gone_at=None)
    return rows.select_related("actor").order_by("actor__name", "pk")


def _brought_to(viewer: Actor) -> QuerySet[PostArrival]:
    if not is_on():
        return PostArrival.objects.none()
    rows = _brought().filter(by__in=_followed_by(viewer))
    return rows.exclude(is_apart(viewer.pk, "by_id"))


def _brought() -> QuerySet[PostArrival]:
    """What those may read who follow whom it came by."""
    may_read = Q(post__is_public=True) | Q(by=F("post__author"))
    hidden = HiddenElsewhere.objects.filter(uri=OuterRef("by__uri"), until=None)
    return PostArrival.objects.filter(may_read).exclude(Exists(hidden))


def _followed_by(viewer: Actor) -> QuerySet[Following]:
    return followed_here().filter(follower=viewer)
