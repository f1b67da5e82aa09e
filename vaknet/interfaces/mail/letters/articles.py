"""Letters about articles: to write along, to look one over, and what an editor said of yours."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.queries import duties_on
from vaknet.domain.knowledge import articles
from vaknet.domain.knowledge.models import Article, ArticleAuthor, ArticleReview
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.answering import answer_to
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import AnswerTo


def asked_to_join(activity: Activity) -> None:
    asked = ArticleAuthor.objects.select_related("actor").filter(pk=activity.object_id).first()
    if asked is None:
        return
    name = {"name": activity.actor.name}
    _tell(
        activity, asked.article_id, [asked.actor], "make-article",
        lambda title: Content(
            subject=_("%(name)s asks you to write along") % name,
            opening=_("It is about: %(title)s") % {"title": title},
            action=_("Read it and choose"),
        ),
    )  # fmt: skip


def sent_in(activity: Activity) -> None:
    """To the editors of its group, and to its stewards where it has no editor."""
    article = Article.objects.select_related("group").get(pk=activity.object_id)
    duties = duties_on(localdate()).filter(membership__group=article.group)
    for kind in reversed(articles.EDITING):
        rows = duties.filter(kind=kind).select_related("membership__actor").order_by("pk")
        if readers := [duty.membership.actor for duty in rows]:
            break
    _tell(
        activity, article.pk, readers, "make-article",
        lambda title: Content(
            subject=_("An article waits for an editor"),
            opening=_("It is about: %(title)s") % {"title": title},
            action=_("Read it"),
        ),
    )  # fmt: skip


def changes_asked(activity: Activity) -> None:
    review = ArticleReview.objects.get(pk=activity.object_id)
    _tell(
        activity, review.article_id, _authors(review.article_id), "make-article",
        lambda title: Content(
            subject=_("An editor asks for changes"),
            opening=_("You wrote: %(title)s") % {"title": title},
            quote=review.text,
            action=_("Go on writing"),
        ),
    )  # fmt: skip


def published(activity: Activity) -> None:
    _tell(
        activity, activity.object_id, _authors(activity.object_id), "article",
        lambda title: Content(
            subject=_("Your article is published"),
            opening=_("You wrote: %(title)s") % {"title": title},
            action=_("Read it"),
        ),
        answer_to=answer_to(Matter.CONVERSATION, activity.object_id),
    )  # fmt: skip


def _authors(pk: int) -> list[Actor]:
    rows = articles.standing_authors().filter(article=pk).select_related("actor").order_by("pk")
    first = Article.objects.select_related("post__author").get(pk=pk).post.author
    return [first, *(one.actor for one in rows)]


def _tell(
    activity: Activity,
    pk: int,
    readers: list[Actor],
    page: str,
    content: Callable[[str], Content],
    *,
    answer_to: AnswerTo | None = None,
) -> None:
    """Those who can read it still, but for who did it and whom she is kept apart from."""
    for reader in readers:
        if reader == activity.actor or keeps_out(reader, activity.actor):
            continue
        try:
            title = articles.article(reader, pk).post.title
        except Article.DoesNotExist:
            continue
        write(
            reader,
            thread=f"conversation-{pk}",
            url=settings.BASE_URL + reverse(page, args=[pk]),
            content=lambda title=title: content(title),  # type: ignore[misc]
            answer_to=answer_to,
        )
