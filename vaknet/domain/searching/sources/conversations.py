"""Posts and replies of conversations, in each group where they stand."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.knowledge.conversations import standing, visible_posts, visible_replies
from vaknet.domain.knowledge.models import Post, PostPlacement, Reply
from vaknet.domain.knowledge.queries import is_named
from vaknet.domain.searching.models import Kind
from vaknet.domain.searching.sources.source import (
    TRANSLATED,
    Draft,
    Shown,
    Source,
    both_languages,
    shown_in_both,
    streamed,
)

CLOSED = Group.Readers.GROUP


def _topic_names(post: str) -> ArraySubquery:
    links = Post.topics.through.objects.filter(post_id=OuterRef(post))
    return ArraySubquery(links.order_by("topic__name").values("topic__name"))


def post_drafts(chosen: Q) -> Iterator[Draft]:
    posts = Post.objects.filter(chosen, withdrawn_at=None)
    rows = _standing().filter(post__in=posts).annotate(names=_topic_names("post_id"))
    columns = ("post_id", "post__author_id", "group_id", "group__readers", "names")
    translated_post = [f"post__{column}" for column in TRANSLATED]
    texts = ("post__title", "post__body", "post__posted_at", *translated_post)
    for pk, author, group, readers, names, title, body, at, *translated in streamed(
        rows.values_list(*columns, *texts)
    ):
        yield Draft(
            kind=Kind.POST,
            source=pk,
            thread=pk,
            at=at,
            title=title,
            text=both_languages(body, *translated),
            group=group,
            author=author,
            topics=tuple(names),
            is_open=readers != CLOSED,
        )


def reply_drafts(chosen: Q) -> Iterator[Draft]:
    """A reply is found by the words of the title above it too."""
    rows = Reply.objects.filter(chosen, withdrawn_at=None, post__withdrawn_at=None)
    rows = rows.filter(post__placements__in=_standing()).annotate(names=_topic_names("post_id"))
    place = ("post__placements__group_id", "post__placements__group__readers")
    columns = ("pk", "post_id", "author_id", *place, "names", "post__title", "text", "replied_at")
    for pk, post, author, group, readers, names, title, text, at, *translated in streamed(
        rows.values_list(*columns, *TRANSLATED)
    ):
        yield Draft(
            kind=Kind.REPLY,
            source=pk,
            thread=post,
            at=at,
            title="",
            text=both_languages(f"{title}\n{text}", *translated),
            group=group,
            author=author,
            topics=tuple(names),
            is_open=readers != CLOSED,
        )


def _standing() -> QuerySet[PostPlacement]:
    """All places, also a closed group beside an open one: whether it counts there is looked up
    when it is shown."""
    return PostPlacement.objects.filter(until=None)


def shown_posts(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    found = _POSTS(viewer=viewer, ids=ids)
    places = _places(viewer, ids)
    for row in found:
        yield Shown(
            kind=Kind.POST,
            source=row.pk,
            thing=row,
            at=row.posted_at,
            title=row.title,
            text=shown_in_both(row, row.body_html),
            group=places.get(row.pk),
            author=row.author if row.named else None,
            topics=tuple(row.names),
        )


def shown_replies(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    found = _REPLIES(viewer=viewer, ids=ids)
    places = _places(viewer, [row.post_id for row in found])
    for row in found:
        yield Shown(
            kind=Kind.REPLY,
            source=row.pk,
            thing=row,
            at=row.replied_at,
            title=row.post.title,
            text=shown_in_both(row, row.html),
            group=places.get(row.post_id),
            author=row.author if row.named else None,
            about=row.post.author if row.starter_named else None,
            topics=tuple(row.names),
        )


def _places(viewer: Actor | None, posts: list[int]) -> dict[int, Actor]:
    """Of each post one group where the one who looks may read it."""
    rows = _PLACES(viewer=viewer, ids=posts)
    return {row.post_id: row.group.actor for row in rows}


def _posts(viewer: Actor | None, ids: list[int]) -> QuerySet[Any]:
    rows = visible_posts(viewer).filter(pk__any_of=ids).select_related("author", "translation")
    return rows.annotate(named=is_named(viewer), names=_topic_names("pk"))


def _replies(viewer: Actor | None, ids: list[int]) -> QuerySet[Any]:
    rows = visible_replies(viewer).filter(pk__any_of=ids)
    rows = rows.select_related("author", "post__author", "translation")
    starter = is_named(viewer, "post__author")
    return rows.annotate(
        named=is_named(viewer), starter_named=starter, names=_topic_names("post_id")
    )


def _standing_for(viewer: Actor | None, ids: list[int]) -> QuerySet[Any]:
    rows = standing().filter(post__any_of=ids, group__in=readable_groups(viewer))
    return rows.select_related("group__actor").order_by("-pk")


_POSTS = Frozen(_posts)
_REPLIES = Frozen(_replies)
_PLACES = Frozen(_standing_for)

POSTS = Source((Kind.POST,), post_drafts, shown_posts)
REPLIES = Source((Kind.REPLY,), reply_drafts, shown_replies)
