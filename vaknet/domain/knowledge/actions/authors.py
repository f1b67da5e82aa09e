"""Writing together: a name stands above an article when its bearer said yes."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.knowledge import articles
from vaknet.domain.knowledge.actions.articles import as_author, held_article
from vaknet.domain.knowledge.models import Article, ArticleAuthor
from vaknet.domain.refusal import Refused

MOST = 8


@transaction.atomic
def ask_author(by: Actor, *, article: Article, handle: str) -> ArticleAuthor:
    """Somebody of the group, as far as she sees who is in it. Twice is once, also after a no."""
    held = as_author(by, article)
    if held.published_at is not None:
        raise Refused(_("It is published already."), field="handle")
    wanted = handle.strip().removeprefix("@").lower()
    seats = groups_of.members(by, held.group).filter(actor__handle=wanted, actor__domain="")
    seat = seats.exclude(actor=held.post.author_id).first()
    if seat is None:
        raise Refused(_("Nobody you can ask in this group has that address."), field="handle")
    same = ArticleAuthor.objects.filter(article=held, actor=seat.actor, until=None).first()
    if same is not None:
        return same
    if ArticleAuthor.objects.filter(article=held, until=None).count() >= MOST:
        raise Refused(_("An article has at most 9 authors."), field="handle")
    ArticleAuthor.objects.filter(article=held, actor=seat.actor).delete()
    asked = ArticleAuthor.objects.create(article=held, actor=seat.actor)
    record(by, "asked_author", asked, audience=Audience.PARTIES)
    return asked


@transaction.atomic
def accept_authorship(by: Actor, *, article: Article) -> ArticleAuthor:
    """From now on she writes along. Twice is once."""
    asked = _asked(by, article)
    if asked.accepted_at is None:
        asked.accepted_at, asked.declined_at = now(), None
        asked.save(update_fields=["accepted_at", "declined_at"])
        record(by, "accepted_authorship", asked, audience=Audience.PARTIES)
    return asked


@transaction.atomic
def decline_authorship(by: Actor, *, article: Article) -> None:
    """In silence: to the others she has not answered."""
    asked = _asked(by, article)
    asked.declined_at = now()
    asked.save(update_fields=["declined_at"])
    record(by, "declined_authorship", asked, audience=Audience.SELF)


@transaction.atomic
def step_back(by: Actor, *, article: Article) -> None:
    """Her name goes from above it, also when it is published."""
    held = held_article(by, article)
    row = articles.standing_authors().filter(article=held, actor=by).first()
    if row is None:
        raise Refused(_("Your name does not stand above it."))
    row.until = now()
    row.save(update_fields=["until"])
    record(by, "stepped_back", row, audience=Audience.PARTIES)


def _asked(by: Actor, article: Article) -> ArticleAuthor:
    """Raises Article.DoesNotExist when she may not read it (any more)."""
    held = held_article(by, article)
    row = ArticleAuthor.objects.filter(article=held, actor=by, until=None).first()
    if row is None or held.published_at is not None:
        raise Refused(_("You are not asked for this article any more."))
    return row
