"""From a draft to what the group reads: sent in, sent back with words, or let out by an editor."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.knowledge import articles, rules
from vaknet.domain.knowledge.actions.articles import as_author, held_article
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.posts import record_on
from vaknet.domain.knowledge.models import Article, ArticleReview, PostPlacement
from vaknet.domain.knowledge.words import words_said
from vaknet.domain.refusal import Refused


@transaction.atomic
def send_in(by: Actor, *, article: Article) -> Article:
    """To the editors of its group, by one of its authors who is in it. Twice is once."""
    held = as_author(by, article)
    if held.published_at is not None or held.sent_in_at is not None:
        return held
    if not rules.may_ask(groups_of.membership(by, held.group)):
        raise Refused(_("You can write for groups you are in. Join first."))
    words_said(held.post.body, missing=_("There is no text yet. Write it first."))
    held.sent_in_at = now()
    held.save(update_fields=["sent_in_at"])
    record(by, "sent_in_article", held.post, audience=Audience.PARTIES)
    return held


@transaction.atomic
def take_back_article(by: Actor, *, article: Article) -> Article:
    """Back from the editors, to go on writing."""
    held = as_author(by, article)
    if held.published_at is None and held.sent_in_at is not None:
        held.sent_in_at = None
        held.save(update_fields=["sent_in_at"])
        record(by, "took_back_article", held.post, audience=Audience.PARTIES)
    return held


@transaction.atomic
def ask_changes(by: Actor, *, article: Article, text: str) -> ArticleReview:
    """It goes back to its authors, with what an editor would like to see."""
    held = _as_editor(by, article)
    words = words_said(text, missing=_("Say what should change. A few sentences are enough."))
    if len(words) > 5_000:
        raise Refused(_("This text is too long. Use at most 5,000 characters."), field="text")
    review = ArticleReview.objects.create(article=held, editor=by, text=words)
    held.sent_in_at = None
    held.save(update_fields=["sent_in_at"])
    record(by, "asked_changes", review, audience=Audience.PARTIES)
    return review


@transaction.atomic
def publish_article(by: Actor, *, article: Article) -> Article:
    """From now on it stands in its group, and is as old as this moment."""
    held = _as_editor(by, article)
    check_awake(held.group)
    at = now()
    held.published_at, held.published_by = at, by
    held.save(update_fields=["published_at", "published_by"])
    post = held.post
    post.posted_at = at
    post.save(update_fields=["posted_at"])
    PostPlacement.objects.create(post=post, group=held.group, latest_at=at)
    record_on(by, "published_article", post, [held.group])
    mention(post.author, post, html=post.body_html, groups=[held.group])
    return held


def _as_editor(by: Actor, article: Article) -> Article:
    held = held_article(by, article)
    if not articles.edits(by, held.group):
        raise Refused(_("Only editors of the group can do that."))
    if held.published_at is not None or held.sent_in_at is None:
        raise Refused(_("It does not wait for an editor any more."))
    return held
