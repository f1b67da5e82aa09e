"""Keeping what those elsewhere say whom somebody here follows, and letting go of it.

Others said it: it is kept as long as somebody reads along, and never longer than a month.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app

from vaknet.domain.federation import rules
from vaknet.domain.federation.actions.announced import forget_announced, take_back_announced
from vaknet.domain.federation.models import PostArrival, RemoteActor, RemotePost, ThreadPlace
from vaknet.domain.federation.queries.limits import kept_away
from vaknet.domain.federation.queries.posts import THREAD_AGAIN, followed_here, is_followed
from vaknet.domain.federation.said import columns
from vaknet.engine.activitypub import Post as Written

KEPT = timedelta(days=30)
MOST_KEPT = 100  # of whoever is followed: what that one wrote or passed on last
MOST_IN_THREAD = 100
SAID_ONCE = {"published"}  # of what the rest may be put better
READ_THREAD = "read_thread_elsewhere"
BEHIND = -5  # what members do goes before


@transaction.atomic
def keep_post(
    written: Written,
    *,
    author: RemoteActor,
    by: RemoteActor,
    activity: str,
    at: datetime,
    is_read: bool = False,
) -> RemotePost | None:
    """`by` wrote it or passed it on. Twice is once, and the newer words stand.

    None when nobody here follows `by`, or when it is kept as somebody else's. `is_read`: at its own
    address, so that it is of its `author`, whoever said before that it was hers.
    """
    if not is_followed(by):
        return None
    if is_read:
        give_back_post(written, author=author, at=at)
    post = _kept(written, author, at)
    if post is not None:
        bring_post(post=post, by=by, activity=activity, at=at)
    return post


def bring_post(*, post: RemotePost, by: RemoteActor, activity: str, at: datetime) -> None:
    """Who follows `by` reads it from now on. What that one brought long ago makes place."""
    told = {"activity": activity, "at": at}
    PostArrival.objects.get_or_create(post=post, by=by, defaults=told)
    hers = PostArrival.objects.filter(by=by).order_by("-at", "-pk")
    _let_go(hers.filter(pk__in=list(hers.values_list("pk", flat=True)[MOST_KEPT:])))


@transaction.atomic
def change_post(written: Written, *, author: RemoteActor, at: datetime) -> bool:
    """Her own words, put better. False when it is not kept here as hers."""
    rows = RemotePost.objects.select_for_update().filter(uri=written.id, author=author)
    post = rows.first()
    if post is None:
        return False
    _put_better(post, written, at)
    return True


@transaction.atomic
def give_back_post(written: Written, *, author: RemoteActor, at: datetime) -> None:
    """It was read at its own address. A neighbour of its author may have come before her with the
    id of what she wrote, and words of her own: these go, and who follows the author reads it."""
    rows = RemotePost.objects.select_for_update().filter(uri=written.id)
    post = rows.exclude(author=author).first()
    if post is None:
        return
    claimed = PostArrival.objects.filter(post=post, by=post.author_id)
    RemotePost.objects.filter(pk=post.pk).update(author=author, **columns(written, at=at))
    if is_followed(author):
        bring_post(post=post, by=author, activity="", at=at)
    claimed.delete()  # the row stays for who reads it now; the clock drops what nobody brought


@transaction.atomic
def take_away_post(*, uri: str) -> None:
    """Whoever wrote it did, or it is for nobody here any more."""
    _forget(RemotePost.objects.filter(uri=uri))


@transaction.atomic
def stop_passing_on(*, by: RemoteActor, activity: str = "", uri: str = "") -> None:
    """Whoever passed it on takes that back: by what that was called, and by what it was about: for
    who passes on twice is known by the first.

    Also what was not read yet; first, for whoever reads it at this moment is waited for.
    """
    take_back_announced(by=by, activity=activity, uri=uri)
    named = Q(activity=activity, activity__gt="") | Q(post__uri=uri)
    _let_go(PostArrival.objects.filter(named, by=by).exclude(post__author=by))


@transaction.atomic
def want_thread(*, post: RemotePost, at: datetime) -> None:
    """Somebody wants to read the conversation around it: a job asks for it. Who, stays unsaid.

    One at a time: a slow server holds up conversations, and nothing else that the worker does.
    """
    long_ago = Q(thread_asked_at=None) | Q(thread_asked_at__lt=at - THREAD_AGAIN)
    if RemotePost.objects.filter(long_ago, pk=post.pk).update(thread_asked_at=at):
        job = app.configure_task(READ_THREAD, lock=READ_THREAD, priority=BEHIND, allow_unknown=True)
        job.defer(post_id=post.pk)


@transaction.atomic
def keep_thread(
    *,
    start: RemotePost,
    found: Collection[tuple[Written, RemoteActor]],
    silent: Collection[str] = (),
    at: datetime,
) -> None:
    """All that was found around it now; what was found before and is not there any more, goes.

    Each was read at its own address and is for everybody. Of networks that are closed or kept at a
    distance nothing is kept: that may have come about while it was read. `silent`: of these
    addresses nothing is known now, for nobody answered there.
    """
    if not RemotePost.objects.select_for_update().filter(pk=start.pk).exists():
        return
    away = kept_away({author.host.name for _written, author in found})
    near = [(written, author) for written, author in found if author.host.name not in away]
    uris = [written.id for written, _author in near[:MOST_IN_THREAD]]
    owners = dict(RemotePost.objects.filter(uri__in=uris).values_list("uri", "author"))
    for written, author in near[:MOST_IN_THREAD]:
        if owners.get(written.id, author.pk) != author.pk:
            give_back_post(written, author=author, at=at)
    ids = _kept_together(near[:MOST_IN_THREAD], at) - {start.pk}
    before = ThreadPlace.objects.filter(start=start).exclude(post__in=ids)
    before = before.exclude(post__uri__in=silent)
    gone = list(before.values_list("post", flat=True))
    before.delete()
    rows = [ThreadPlace(start=start, post_id=pk) for pk in sorted(ids)]
    ThreadPlace.objects.bulk_create(rows, ignore_conflicts=True)
    RemotePost.objects.filter(pk=start.pk).update(thread_read_at=at)
    _drop_alone(gone)


@transaction.atomic
def forget_unfollowed(*, actors: Collection[int]) -> None:
    """What these brought, as far as nobody here follows them any more."""
    brought = PostArrival.objects.filter(by__in=actors)
    _let_go(brought.exclude(by__in=followed_here()))


@transaction.atomic
def forget_posts_of(*, actors: Collection[int]) -> None:
    """They are gone, or their network is closed: also what others passed on of them."""
    _forget(RemotePost.objects.filter(author__in=actors))
    _let_go(PostArrival.objects.filter(by__in=actors))


@transaction.atomic
def forget_posts(*, now: datetime) -> None:
    """For the clock: what came a month ago, and what nobody here reads; all of it where this
    network has no door to others any more."""
    forget_announced(now=now)
    if not rules.is_on():
        RemotePost.objects.all().delete()
        return
    old = Q(at__lt=now - KEPT) | ~Q(by__in=followed_here())
    _let_go(PostArrival.objects.filter(old))
    _drop_alone(RemotePost.objects.filter(arrivals=None, places=None).values_list("pk", flat=True))


def _kept(written: Written, author: RemoteActor, at: datetime) -> RemotePost | None:
    told = {"author": author} | columns(written, at=at)
    post, is_new = RemotePost.objects.get_or_create(uri=written.id, defaults=told)
    if post.author_id != author.pk:
        return None
    if not is_new:
        _put_better(post, written, at)
    return post


def _kept_together(found: Collection[tuple[Written, RemoteActor]], at: datetime) -> set[int]:
    """The same of many, in as many statements whatever number of them there is. Which are kept."""
    told = {written.id: (written, author) for written, author in found}
    rows = RemotePost.objects.filter(uri__in=told)
    here = {post.uri: post for post in rows.order_by("pk").select_for_update()}
    new, better, names = [], [], set[str]()
    for uri, (written, author) in told.items():
        words = columns(written, at=at)
        post = RemotePost(uri=uri, author=author, **words)
        if uri not in here:
            new.append(post)
        elif here[uri].author_id == author.pk and not _is_of_before(written, here[uri]):
            better.append(post)
            names |= words.keys() - SAID_ONCE
    RemotePost.objects.bulk_create(new, ignore_conflicts=True)
    RemotePost.objects.bulk_create(
        better, update_conflicts=True, unique_fields=["uri"], update_fields=sorted(names)
    )
    kept = rows.values_list("pk", "uri", "author")
    return {pk for pk, uri, author in kept if author == told[uri][1].pk}


def _put_better(post: RemotePost, written: Written, at: datetime) -> None:
    """Unless these are words of before. Of a poll that is counted on, the words stay the same."""
    if not _is_of_before(written, post):
        told = columns(written, at=at)
        better = {name: told[name] for name in told.keys() - SAID_ONCE}
        RemotePost.objects.filter(pk=post.pk).update(**better)


def _is_of_before(written: Written, post: RemotePost) -> bool:
    if not post.updated:
        return False
    return written.updated is None or written.updated < post.updated


def _let_go(arrivals: QuerySet[PostArrival]) -> None:
    posts = list(arrivals.values_list("post", flat=True))
    if posts:
        PostArrival.objects.filter(pk__in=list(arrivals.values_list("pk", flat=True))).delete()
        _drop_alone(posts)


def _forget(posts: QuerySet[RemotePost]) -> None:
    around = list(ThreadPlace.objects.filter(start__in=posts).values_list("post", flat=True))
    posts.delete()
    _drop_alone(around)


def _drop_alone(ids: Collection[int]) -> None:
    """Of these posts those that nobody brought and that stand in no conversation; and whatever
    stood in the conversation around one that nobody brings any more."""
    places = ThreadPlace.objects.filter(start__in=list(ids), start__arrivals=None)
    touched = {*ids, *places.values_list("post", flat=True)}
    places.delete()
    RemotePost.objects.filter(pk__in=touched, arrivals=None, places=None).delete()
