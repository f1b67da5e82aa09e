"""Writing an article: the draft, its words and its cover, and taking it away."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import articles, conversations, rules
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.posts import record_on
from vaknet.domain.knowledge.actions.questions import topics_named
from vaknet.domain.knowledge.models import Article, Attachment, Edit, Post
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

TITLE, LEAD = 160, 500


@transaction.atomic
def begin_article(
    by: Actor,
    *,
    group: Group,
    title: str,
    lead: str = "",
    body: str = "",
    topics: Iterable[str] = (),
) -> Article:
    """A draft, for a group she is in. The same title twice is one draft."""
    if not rules.may_ask(groups_of.membership(by, group)):
        raise Refused(_("You can write for groups you are in. Join first."))
    check_awake(group)
    words = _words(title, lead, body)
    one_at_a_time(by)
    again = articles.drafts(by).filter(group=group, post__title=words["title"], post__author=by)
    if (same := again.first()) is not None:
        return same
    text = words["body"]
    refuse_to_write(by, html=_html(text), field="body")
    post = Post.objects.create(author=by, title=words["title"], body=text, body_html=_html(text))
    post.topics.set(topics_named(topics))
    article = Article.objects.create(post=post, group=group, lead=words["lead"])
    record(by, "began_article", post, audience=Audience.SELF)
    return article


def _words(title: str, lead: str, body: str) -> dict[str, str]:
    missing = _("Give it a title.")
    return {
        "title": required_line(title, limit=TITLE, field="title", missing=missing),
        "lead": line(lead, limit=LEAD, field="lead"),
        "body": long_text(body, field="body"),
    }


def _html(text: str) -> str:
    return to_html(text, names=True, is_page=True) if text else ""


def held_article(by: Actor, article: Article) -> Article:
    """Until the end of the transaction nobody else changes it or lets it out.

    Raises Article.DoesNotExist when she may not read it (any more).
    """
    Post.objects.select_for_update(no_key=True).get(pk=article.pk)
    return articles.article(by, article.pk)


def as_author(by: Actor, article: Article) -> Article:
    held = held_article(by, article)
    if not articles.is_author(by, held.post):
        raise Refused(_("Only its authors can do that."))
    return held


@transaction.atomic
def change_article(
    by: Actor,
    *,
    article: Article,
    title: str,
    lead: str = "",
    body: str = "",
    minor: bool = False,
) -> Article:
    """By each of its authors. Once published, what it said before is kept, as of conversations."""
    held = as_author(by, article)
    post, words = held.post, _words(title, lead, body)
    before = {"title": post.title, "lead": held.lead, "body": post.body}
    if words == before:
        return held
    refuse_to_write(by, html=_html(words["body"]), field="body", before=post.body_html)
    if held.published_at is not None:
        previous = "\n\n".join(said for said in before.values() if said)
        Edit.objects.create(post=post, previous=previous, is_minor=minor)
    post.title, post.body, post.body_html = words["title"], words["body"], _html(words["body"])
    post.save(update_fields=["title", "body", "body_html"])
    held.lead = words["lead"]
    held.save(update_fields=["lead"])
    if held.published_at is None:
        record(by, "changed_draft", post, audience=Audience.PARTIES)
    else:
        where = conversations.where(post)
        record_on(by, "changed_post", post, where)
        mention(by, post, html=post.body_html, groups=where, minor=minor)
    return held


@transaction.atomic
def choose_cover(by: Actor, *, article: Article, attachment: Attachment | None) -> Article:
    """One of its pictures; without, the cover is drawn."""
    held = as_author(by, article)
    if (
        attachment is not None
        and not held.post.attachments.filter(pk=attachment.pk, kind=Attachment.PICTURE).exists()
    ):
        raise Refused(_("Choose one of the pictures of this article."))
    held.cover = attachment
    held.save(update_fields=["cover"])
    record(by, "chose_cover", held.post, audience=Audience.PARTIES)
    return held


@transaction.atomic
def throw_away_draft(by: Actor, *, article: Article) -> None:
    """By who began it, as long as it is a draft."""
    held = held_article(by, article)
    if held.published_at is not None or held.post.author_id != by.pk:
        raise Refused(_("Only who began it can throw it away, and only while it is a draft."))
    held.post.withdrawn_at = now()
    held.post.save(update_fields=["withdrawn_at"])
    record(by, "threw_away_draft", held.post, audience=Audience.SELF)
