"""Conversations, articles, questions, and what was said to them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce
from django.urls import reverse

from vaknet.domain.federation.queries import groups_known, in_her_name
from vaknet.domain.knowledge.articles import standing_authors
from vaknet.domain.knowledge.conversations import standing, visible_posts, visible_replies
from vaknet.domain.knowledge.history import changed_at
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.engine.activitypub import PostKind
from vaknet.interfaces.federation.sources.base import Public, Source
from vaknet.interfaces.federation.sources.beside import (
    attached,
    beside_changed_at,
    cover,
    hung_on_it,
    in_other_language,
    updated_at,
)


def _posts() -> QuerySet[Any]:
    """Where a post stands in several groups, it is of the first one that is known elsewhere."""
    rows = visible_posts(None).annotate(
        group_of=_first_group("pk"),
        said_at=Coalesce("article__published_at", "posted_at"),
        changed_at=changed_at("post"),
        beside_at=beside_changed_at(Post),
        hung=hung_on_it(),
        topic_names=_topics(Post),
        is_shared=Exists(standing_authors().filter(article=OuterRef("pk"))),
    )
    rows = rows.annotate(is_hers=in_her_name("author", "said_at"))
    # Of several authors each would have to agree: then it is the group's.
    alone = ExpressionWrapper(Q(is_hers=True, is_shared=False), output_field=BooleanField())
    rows = rows.annotate(is_named=alone).filter(group_of__isnull=False)
    return rows.select_related("article__cover", "translation").defer("body")


def _first_group(post: str) -> Subquery:
    placed = standing().filter(post=OuterRef(post), group__in=groups_known())
    return Subquery(placed.order_by("pk").values("group")[:1])


def _topics(model: type[Post] | type[Question]) -> ArraySubquery:
    column = f"{model._meta.model_name}_id"
    links = model.topics.through.objects.filter(**{column: OuterRef("pk")})
    return ArraySubquery(links.order_by("topic__name").values("topic__name"))


def _read_post(row: Any) -> Public:
    article = getattr(row, "article", None)
    name = "conversation" if article is None else "article"
    return Public(
        key=(Post, row.pk),
        owner=row.author_id if row.is_named else row.group_of,
        group=row.group_of,
        kind=PostKind.PAGE if article is None else PostKind.ARTICLE,
        page=reverse(name, args=[row.pk]),
        name=row.title,
        content=row.body_html,
        at=row.said_at,
        updated=updated_at(row),
        topics=tuple(row.topic_names),
        summary=article.lead if article is not None else "",
        picture=cover(article.cover) if article is not None else None,
        attached=attached(row, but=article.cover_id if article is not None else None),
        other=in_other_language(row),
    )


def _replies() -> QuerySet[Any]:
    """Without those from elsewhere: they have an address there, and are not ours to say."""
    rows = visible_replies(None).annotate(
        group_of=_first_group("post"),
        said_at=F("replied_at"),
        changed_at=changed_at("reply"),
        beside_at=beside_changed_at(Reply),
    )
    rows = rows.annotate(is_named=in_her_name("author", "replied_at")).defer("text")
    rows = rows.select_related("translation")
    return rows.filter(group_of__isnull=False, author__domain="")


def _read_reply(row: Any) -> Public:
    page = reverse("conversation", args=[row.post_id])
    return Public(
        key=(Reply, row.pk),
        owner=row.author_id if row.is_named else row.group_of,
        group=row.group_of,
        kind=PostKind.NOTE,
        page=f"{page}?reactie={row.pk}#reply-{row.pk}",
        name="",
        content=row.html,
        at=row.said_at,
        updated=updated_at(row),
        parent=(Post, row.post_id),
        other=in_other_language(row),
    )


def _questions() -> QuerySet[Any]:
    rows = visible_questions(None).filter(group__in=groups_known())
    rows = rows.annotate(
        group_of=F("group"),
        said_at=F("asked_at"),
        changed_at=changed_at("question"),
        beside_at=beside_changed_at(Question),
        topic_names=_topics(Question),
        is_named=in_her_name("author", "asked_at"),
    )
    return rows.select_related("translation").defer("body")


def _read_question(row: Any) -> Public:
    """A question to colleagues is no Question of ActivityStreams: that is a poll."""
    return Public(
        key=(Question, row.pk),
        owner=row.author_id if row.is_named else row.group_of,
        group=row.group_of,
        kind=PostKind.PAGE,
        page=reverse("question", args=[row.pk]),
        name=row.title,
        content=row.body_html,
        at=row.said_at,
        updated=updated_at(row),
        topics=tuple(row.topic_names),
        other=in_other_language(row),
    )


def _answers() -> QuerySet[Any]:
    rows = visible_answers(None).filter(question__group__in=groups_known(), author__domain="")
    rows = rows.annotate(
        group_of=F("question__group"),
        said_at=F("answered_at"),
        changed_at=changed_at("answer"),
        beside_at=beside_changed_at(Answer),
        is_named=in_her_name("author", "answered_at"),
    )
    return rows.select_related("translation").defer("text")


def _read_answer(row: Any) -> Public:
    return Public(
        key=(Answer, row.pk),
        owner=row.author_id if row.is_named else row.group_of,
        group=row.group_of,
        kind=PostKind.NOTE,
        page=f"{reverse('question', args=[row.question_id])}#answer-{row.pk}",
        name="",
        content=row.html,
        at=row.said_at,
        updated=updated_at(row),
        parent=(Question, row.question_id),
        other=in_other_language(row),
    )


POSTS = Source(Post, _posts, _read_post, "placements__group")
REPLIES = Source(Reply, _replies, _read_reply, "post__placements__group", "post")
QUESTIONS = Source(Question, _questions, _read_question, "group")
ANSWERS = Source(Answer, _answers, _read_answer, "question__group", "question")
