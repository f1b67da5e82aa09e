"""What this room holds of one member's articles, for herself."""

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.articles import drafts, published
from vaknet.domain.knowledge.models import Article, ArticleAuthor, ArticleReview
from vaknet.domain.parts import Part, streamed


def everything_of_articles(viewer: Actor) -> list[Part]:
    """Title and text are with her posts."""
    return [_articles(viewer), _joined(viewer), _reviews(viewer), _published(viewer)]


def _articles(viewer: Actor) -> Part:
    rows = Article.objects.filter(post__author=viewer).order_by("pk")
    listed = rows.values_list(
        "pk", "post__title", "group__actor__name", "lead", "sent_in_at", "published_at"
    )
    columns = {
        "number": _("Number"),
        "title": _("Title"),
        "group": _("Group"),
        "lead": _("Lead"),
        "sent_in_at": _("Sent in"),
        "published_at": _("Published"),
    }
    return Part("articles", _("My articles"), columns, streamed(listed), ())


def _joined(viewer: Actor) -> Part:
    """Of others. A title that she can no longer read is not in it."""
    rows = ArticleAuthor.objects.filter(actor=viewer).order_by("pk")
    columns = {
        "title": _("Title"),
        "at": _("When"),
        "accepted_at": _("Accepted"),
        "declined_at": _("Declined"),
        "until": _("Until"),
    }
    readable = Q(pk__in=published(viewer).values("pk")) | Q(pk__in=drafts(viewer).values("pk"))
    titles = Article.objects.filter(readable, pk=OuterRef("article")).values("post__title")[:1]
    listed = rows.annotate(title=Coalesce(Subquery(titles), Value(""))).values_list(*columns)
    held = ("knowledge.ArticleAuthor.actor",)
    return Part("articles_joined", _("Articles with others"), columns, streamed(listed), held)


def _reviews(viewer: Actor) -> Part:
    rows = ArticleReview.objects.filter(editor=viewer).order_by("pk")
    columns = {"text": _("What I asked as an editor"), "at": _("When")}
    held = ("knowledge.ArticleReview.editor",)
    listed = rows.values_list("text", "at")
    return Part("article_reviews", _("What I asked writers"), columns, streamed(listed), held)


def _published(viewer: Actor) -> Part:
    rows = Article.objects.filter(published_by=viewer).order_by("pk")
    columns = {"number": _("Number"), "published_at": _("Published")}
    held = ("knowledge.Article.published_by",)
    listed = rows.values_list("pk", "published_at")
    return Part("articles_let_out", _("Articles I published"), columns, streamed(listed), held)
