"""Articles, as the one who looks may see them.

A published one is a post: it is read by who reads that. A draft is read by its authors and by whom
they ask to join them; once sent in, by the editors of its group too. All of them read the group.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.rules import is_on
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group, GroupDuty
from vaknet.domain.knowledge.conversations import visible_posts
from vaknet.domain.knowledge.models import Article, ArticleAuthor, ArticleReview, Post
from vaknet.domain.knowledge.queries import is_named, is_named_to
from vaknet.domain.people.apart import is_apart

ARTICLES_PER_PAGE = 20
WORDS_A_MINUTE = 220
EDITING = (GroupDuty.Kind.STEWARD, GroupDuty.Kind.EDITOR)


def reading_minutes(text: str) -> int:
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def edits(person: Actor, group: Group) -> bool:
    """Whether she looks over what is sent in: its editors do, and its stewards."""
    duties = groups.duties_on(localdate()).filter(kind__in=EDITING)
    return duties.filter(membership__group=group, membership__actor=person).exists()


def standing_authors() -> QuerySet[ArticleAuthor]:
    """Whose name stands above it, beside that of who began it."""
    return ArticleAuthor.objects.filter(accepted_at__isnull=False, until=None)


def asked_authors() -> QuerySet[ArticleAuthor]:
    """Who has not answered yet, as far as who asked can tell."""
    return ArticleAuthor.objects.filter(accepted_at=None, until=None)


def published(viewer: Actor | None) -> QuerySet[Article]:
    return Article.objects.filter(published_at__isnull=False, post__in=visible_posts(viewer))


def drafts(viewer: Actor) -> QuerySet[Article]:
    """Those that she writes, alone or with others."""
    return _unpublished(viewer).filter(_hers(viewer))


def readable_drafts(viewer: Actor | None, today: date | None = None) -> QuerySet[Article]:
    """Also those that she is asked to join, and those that wait for her as an editor today."""
    if viewer is None:
        return Article.objects.none()
    asked = asked_authors().filter(actor=viewer, declined_at=None).values("article")
    duties = groups.duties_on(today or localdate())
    duties = duties.filter(kind__in=EDITING, membership__actor=viewer)
    edited = Q(group__in=duties.values("membership__group"), sent_in_at__isnull=False)
    return _unpublished(viewer).filter(_hers(viewer) | Q(pk__in=asked) | edited)


def _hers(viewer: Actor) -> Q:
    joined = standing_authors().filter(actor=viewer).values("article")
    return Q(post__author=viewer) | Q(pk__in=joined)


def _unpublished(viewer: Actor) -> QuerySet[Article]:
    return Article.objects.filter(
        published_at=None, post__withdrawn_at=None, group__in=groups.readable_groups(viewer)
    )


def readable_posts(viewer: Actor | None) -> QuerySet[Post]:
    """Posts that she may read where they stand, and drafts that she may read."""
    drafted = readable_drafts(viewer).values("post")
    return Post.objects.filter(Q(pk__in=visible_posts(viewer).values("pk")) | Q(pk__in=drafted))


def article(viewer: Actor | None, pk: int) -> Article:
    """Raises Article.DoesNotExist for one that is not there and for one she may not read."""
    found = _ARTICLE(viewer=viewer, pk=pk, today=localdate())
    if not found:
        raise Article.DoesNotExist
    return found[0]


def _article(viewer: Actor | None, pk: int, today: date) -> QuerySet[Article]:
    rows = Article.objects.select_related("post__author", "group__actor", "cover")
    drafts = readable_drafts(viewer, today).values("pk")
    return rows.filter(Q(pk__in=published(viewer).values("pk")) | Q(pk__in=drafts), pk=pk)


_ARTICLE = Frozen(_article)


def is_author(person: Actor, post: Post) -> bool:
    """She began it, or put her name above it too."""
    if post.author_id == person.pk:
        return True
    return standing_authors().filter(article=post.pk, actor=person).exists()


def is_article(post: Post) -> bool:
    return Article.objects.filter(pk=post.pk).exists()


def is_draft(post: Post) -> bool:
    return Article.objects.filter(pk=post.pk, published_at=None).exists()


@dataclass(frozen=True)
class Standing:
    """What the one who looks has to do with an article."""

    is_author: bool = False
    is_first: bool = False
    is_editor: bool = False
    is_asked: bool = False


def standing_of(viewer: Actor | None, article: Article) -> Standing:
    if viewer is None:
        return Standing()
    asked = asked_authors().filter(article=article, actor=viewer, declined_at=None)
    return Standing(
        is_author=is_author(viewer, article.post),
        is_first=article.post.author_id == viewer.pk,
        is_editor=edits(viewer, article.group),
        is_asked=article.published_at is None and asked.exists(),
    )


def named_authors(viewer: Actor | None, article: Article) -> list[Actor]:
    """Who began it first, then who joined. Two who are kept apart do not meet here, and guests meet
    who wrote it alone and agreed to be named."""
    if viewer is None:
        return _named_to_guests(article)
    first = Post.objects.filter(pk=article.pk).filter(is_named(viewer))
    began = [one.author for one in first.select_related("author")]
    joined = standing_authors().filter(is_named(viewer, "actor"), article=article)
    rows = joined.select_related("actor").order_by("accepted_at", "pk")
    return [*began, *(one.actor for one in rows)]


def _named_to_guests(article: Article) -> list[Actor]:
    if not is_on() or standing_authors().filter(article=article).exists():
        return []
    rows = Post.objects.filter(pk=article.pk, article__published_at__isnull=False)
    named = rows.filter(is_named_to(None, "article__published_at"))
    return [one.author for one in named.select_related("author")]


def asked(viewer: Actor, article: Article) -> list[Actor]:
    """For its authors: whom they asked, and who did not say yes (yet)."""
    rows = asked_authors().filter(article=article).exclude(is_apart(viewer.pk, "actor"))
    return [one.actor for one in rows.select_related("actor").order_by("pk")]


def reviews(article: Article) -> QuerySet[ArticleReview]:
    """For authors and editors, the latest first."""
    return article.reviews.select_related("editor").order_by("-at", "-pk")


def articles_in(viewer: Actor | None, group: Group, part: slice) -> "list[Article]":
    """That stand there, the newest first, with `is_named`."""
    return _ARTICLES.part(part, viewer=viewer, group=group)


def _articles(viewer: Actor | None, group: Group) -> "QuerySet[Article]":
    here = visible_posts(viewer).filter(placements__group=group, placements__until=None)
    rows = Article.objects.filter(published_at__isnull=False, group=group, post__in=here)
    rows = rows.annotate(is_named=is_named(viewer, "post__author"))
    return rows.select_related("post__author", "cover").order_by("-published_at", "-pk")


def drafts_in(viewer: Actor | None, group: Group) -> list[Article]:
    """Those that she writes there, the oldest first."""
    return _DRAFTS(viewer=viewer, group=group) if viewer else []


def _drafts(viewer: Actor, group: Group) -> QuerySet[Article]:
    return drafts(viewer).filter(group=group).select_related("post").order_by("pk")


def waiting_in(viewer: Actor | None, group: Group) -> list[Article]:
    """For its editors: what was sent in, the longest first."""
    return _WAITING(viewer=viewer, group=group, today=localdate()) if viewer else []


def _waiting(viewer: Actor, group: Group, today: date) -> QuerySet[Article]:
    rows = readable_drafts(viewer, today).filter(group=group, sent_in_at__isnull=False)
    return rows.select_related("post__author").order_by("sent_in_at", "pk")


_ARTICLES = Frozen(_articles)
_DRAFTS = Frozen(_drafts)
_WAITING = Frozen(_waiting)
