"""Conversations, as the one who looks may see them.

A post may stand in several groups (docs/decisions/0034). It is read by who may read one of them,
and names to her only those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.rules import is_on
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge.history import changed_at
from vaknet.domain.knowledge.models import Article, Post, PostPlacement, Reply
from vaknet.domain.knowledge.queries import as_guests_see, is_named, is_named_to

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seat(TypedDict):
        is_mine: bool
        is_steward: bool

    class _Said(TypedDict):
        is_named: bool
        changed_at: datetime | None

    class _Listed(TypedDict):
        is_named: bool
        reply_count: int
        is_article: bool
        last_reply: int | None

    class _Read(TypedDict):
        is_named: bool
        changed_at: datetime | None
        topic_names: list[str]
        is_article: bool

    class _News(TypedDict):
        new_replies: int

    NewsOfPost = WithAnnotations[Post, _News]
    ReadPost = WithAnnotations[Post, _Read]
    GroupOfPost = WithAnnotations[Group, _Seat]
    SaidReply = WithAnnotations[Reply, _Said]
    ListedPlacement = WithAnnotations[PostPlacement, _Listed]

CONVERSATIONS_PER_PAGE = 20
REPLIES_PER_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One conversation in the list of a group. `last`: by whom the last reply is, if she may know;
    `last_at` is of that reply, or of the post."""

    post: Post
    is_named: bool
    replies: int
    last: Actor | None
    last_at: datetime
    is_article: bool = False


@dataclass(frozen=True)
class ConversationView:
    """A post and where it stands, as far as she may know. Replies come by the page."""

    post: Post
    is_named: bool
    changed_at: datetime | None
    topics: list[str]
    groups: "list[GroupOfPost]"
    may_reply: bool
    may_steward: bool
    is_article: bool = False

    @property
    def is_public(self) -> bool:
        return any(group.readers == Group.Readers.PUBLIC for group in self.groups)

    @property
    def readers(self) -> str:
        """In words: the widest of its groups says who reads it."""
        return widest(self.groups).get_readers_display()


def standing() -> QuerySet[PostPlacement]:
    """Where posts stand. A group that keeps to itself counts for a post that stands nowhere else:
    what is said there is not heard elsewhere, and nobody learns from outside who is in it. Also
    when it was open at the time of posting.
    """
    closed = Q(group__readers=Group.Readers.GROUP)
    others = PostPlacement.objects.filter(post=OuterRef("post"), until=None)
    before_it = others.filter(~closed | Q(pk__lt=OuterRef("pk")))
    return PostPlacement.objects.filter(~closed | ~Exists(before_it), until=None)


def stands_in(group: Group) -> Exists:
    """Whether the post of the row around stands there."""
    return Exists(standing().filter(group=group, post=OuterRef("pk")))


def where(post: Post) -> list[Group]:
    """All groups where it stands, whoever asks: for rules, and never to be shown."""
    rows = Group.objects.filter(placements__in=standing().filter(post=post))
    return list(rows.select_related("actor").order_by("pk"))


def widest(groups: Sequence[Group]) -> Group:
    """The one that most people may read."""
    return min(groups, key=lambda group: list(Group.Readers).index(Group.Readers(group.readers)))


def visible_posts(viewer: Actor | None) -> QuerySet[Post]:
    readable = standing().filter(group__in=groups.readable_groups(viewer))
    rows = Post.objects.filter(withdrawn_at=None)
    return rows.filter(Exists(readable.filter(post=OuterRef("pk"))))


def visible_replies(viewer: Actor | None) -> QuerySet[Reply]:
    return Reply.objects.filter(post__in=visible_posts(viewer), withdrawn_at=None)


def post(viewer: Actor | None, pk: int) -> Post:
    """Raises Post.DoesNotExist for one that is not there and for one she may not read."""
    return visible_posts(viewer).select_related("author").get(pk=pk)


def reply(viewer: Actor | None, pk: int) -> Reply:
    return visible_replies(viewer).select_related("author", "post__author").get(pk=pk)


def conversations_in(viewer: Actor | None, group: Group, part: slice) -> list[Line]:
    """Where something was said last comes first; in two statements."""
    rows = _LISTED.part(part, viewer=viewer, group=group)
    ids = [row.last_reply for row in rows if row.last_reply]
    replies = Reply.objects.filter(pk__in=ids).annotate(is_named=is_named(viewer))
    last = {one.pk: one for one in replies.select_related("author").defer("text", "html")}
    return [
        Line(
            post=row.post,
            is_named=row.is_named,
            replies=row.reply_count,
            last=said.author if said is not None and said.is_named else None,
            last_at=row.latest_at,
            is_article=row.is_article,
        )
        for row in rows
        for said in [last.get(row.last_reply or 0)]
    ]


def _listed(viewer: Actor | None, group: Group) -> "QuerySet[ListedPlacement]":
    given = Reply.objects.filter(post=OuterRef("post"), withdrawn_at=None)
    count = given.order_by().values("post").annotate(count=Count("pk")).values("count")
    rows = standing().filter(
        group=group, group__in=groups.readable_groups(viewer), post__withdrawn_at=None
    )
    return (
        rows.select_related("post__author")
        .annotate(
            reply_count=Coalesce(Subquery(count), 0),
            last_reply=Subquery(given.order_by("-replied_at", "-pk").values("pk")[:1]),
            is_named=is_named(viewer, "post__author"),
            is_article=Exists(Article.objects.filter(post=OuterRef("post"))),
        )
        .defer("post__body", "post__body_html")
        .order_by("-latest_at", "-pk")
    )


_LISTED = Frozen(_listed)


def conversation(viewer: Actor | None, pk: int) -> ConversationView:
    """Raises Post.DoesNotExist for one that is not there and for one she may not read."""
    rows = _POSTS(viewer=viewer, pk=pk)
    if not rows:
        raise Post.DoesNotExist
    as_guests_see(viewer, rows)
    [found] = rows
    seats = _places(viewer, found)
    return ConversationView(
        post=found,
        is_named=found.is_named,
        changed_at=found.changed_at,
        topics=found.topic_names,
        groups=seats,
        may_reply=any(group.is_mine for group in seats),
        may_steward=any(group.is_steward for group in seats),
        is_article=found.is_article,
    )


def _posts(viewer: Actor | None, pk: int) -> "QuerySet[ReadPost]":
    links = Post.topics.through.objects.filter(post_id=OuterRef("pk"))
    rows = visible_posts(viewer).filter(pk=pk).select_related("author")
    return rows.annotate(
        said_at=Coalesce("article__published_at", "posted_at"),
        changed_at=changed_at("post"),
        topic_names=ArraySubquery(links.order_by("topic__name").values("topic__name")),
        is_article=Exists(Article.objects.filter(post=OuterRef("pk"))),
    ).annotate(is_named=is_named_to(viewer, "said_at"))


_POSTS = Frozen(_posts)


def _places(viewer: Actor | None, post: Post) -> "list[GroupOfPost]":
    """Those where it stands that she may read, with whether she is in them and looks after them."""
    return _GROUPS(viewer=viewer, post=post.pk, today=localdate())


def _groups_of(viewer: Actor | None, post: int, today: date) -> "QuerySet[GroupOfPost]":
    rows = groups.readable_groups(viewer).filter(placements__in=standing().filter(post=post))
    rows = rows.select_related("actor").order_by("actor__name", "pk")
    if viewer is None:
        return rows.annotate(is_mine=Value(value=False), is_steward=Value(value=False))
    seat = GroupMembership.objects.filter(group=OuterRef("pk"), actor=viewer, until=None)
    duty = groups.stewards_on(today).filter(
        membership__group=OuterRef("pk"), membership__actor=viewer
    )
    return rows.annotate(is_mine=Exists(seat), is_steward=Exists(duty))


_GROUPS = Frozen(_groups_of)


def replies_to(viewer: Actor | None, post: Post) -> "QuerySet[SaidReply]":
    """Of a post that she may read, in the order they came."""
    rows = Reply.objects.filter(post=post, withdrawn_at=None).select_related("author")
    # Unlike the SQL of the post this is written out each time, so it can look.
    named = is_named_to(viewer, "replied_at") if is_on() else is_named(viewer)
    rows = rows.annotate(is_named=named, changed_at=changed_at("reply")).defer("text")
    return rows.order_by("replied_at", "pk")


def new_replies(viewer: Actor, pk: int, *, after: int) -> "tuple[Post, list[GroupOfPost], int]":
    """The post, those of its groups that she may read, and how many replies came after that one.
    Raises Post.DoesNotExist.
    """
    found = _NEW_REPLIES(viewer=viewer, pk=pk, after=after)
    if not found:
        raise Post.DoesNotExist
    return found[0], _places(viewer, found[0]), found[0].new_replies


def _new_replies(viewer: Actor, pk: int, after: int) -> "QuerySet[NewsOfPost]":
    newer = Reply.objects.filter(post=OuterRef("pk"), withdrawn_at=None, pk__gt=after)
    count = newer.order_by().values("post").annotate(count=Count("pk")).values("count")
    rows = visible_posts(viewer).filter(pk=pk)
    return rows.annotate(new_replies=Coalesce(Subquery(count), 0))


_NEW_REPLIES = Frozen(_new_replies)


def page_of_reply(reply: Reply) -> int:
    """On which page of its conversation it stands."""
    earlier = Q(replied_at__lt=reply.replied_at) | Q(replied_at=reply.replied_at, pk__lt=reply.pk)
    before = Reply.objects.filter(earlier, post=reply.post_id, withdrawn_at=None).count()
    return before // REPLIES_PER_PAGE + 1
