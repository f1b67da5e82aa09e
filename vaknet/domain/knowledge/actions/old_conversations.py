"""Conversations and articles of before: with their own dates, and nobody is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import record_many
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.questions import topics_named
from vaknet.domain.knowledge.conversations import widest
from vaknet.domain.knowledge.models import Article, Post, PostPlacement, Reply
from vaknet.kit.markdown import to_html


@dataclass(frozen=True)
class OldReply:
    author: Actor
    text: str
    at: datetime


@dataclass(frozen=True)
class OldArticle:
    """What makes an article of a post: written for the first of its groups."""

    lead: str
    published_by: Actor


@dataclass(frozen=True)
class OldPost:
    """Texts tidy and within their limits; replies in the order they came."""

    author: Actor
    groups: Sequence[Group]
    title: str
    body: str
    at: datetime
    topics: Sequence[str] = ()
    replies: Sequence[OldReply] = ()
    article: OldArticle | None = None


@transaction.atomic
def keep_conversations(*, posts: Sequence[OldPost]) -> None:
    """A handful, one by one: all of them or none."""
    for old in posts:
        _keep(old)


def _keep(old: OldPost) -> None:
    html = to_html(old.body, names=True, is_page=old.article is not None)
    post = Post.objects.create(
        author=old.author, title=old.title, body=old.body, body_html=html, posted_at=old.at
    )
    post.topics.set(topics_named(old.topics))
    latest = max([old.at, *(reply.at for reply in old.replies)])
    PostPlacement.objects.bulk_create(
        PostPlacement(post=post, group=group, since=old.at, latest_at=latest)
        for group in old.groups
    )
    if old.article is not None:
        Article.objects.create(
            post=post,
            group=old.groups[0],
            lead=old.article.lead,
            sent_in_at=old.at,
            published_at=old.at,
            published_by=old.article.published_by,
        )
    mention(old.author, post, html=html, groups=old.groups, minor=True)
    audience = audience_of(widest(old.groups))
    happened = [(old.author, post.pk, old.at)]
    record_many("posted", happened, kind=Post, audience=audience)
    said = [(reply, _keep_reply(reply, post, old.groups)) for reply in old.replies]
    replied = [(reply.author, row.pk, reply.at) for reply, row in said]
    record_many("replied", replied, kind=Reply, audience=audience)


def _keep_reply(old: OldReply, post: Post, groups: Sequence[Group]) -> Reply:
    html = to_html(old.text, names=True)
    row = Reply.objects.create(
        post=post, author=old.author, text=old.text, html=html, replied_at=old.at
    )
    mention(old.author, row, html=html, groups=groups, minor=True)
    return row
