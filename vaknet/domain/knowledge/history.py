"""What something said before it was changed, for who may read it now."""

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Answer, Edit, Post, Question, Reply
from vaknet.domain.knowledge.pseudonyms import names_of

EDITS = 100


def changed_at(about: str) -> Subquery:
    """Of the row around: when more than its spelling was changed, the last time; None for never."""
    rows = Edit.objects.filter(**{about: OuterRef("pk")}, is_minor=False).order_by()
    return Subquery(rows.values(about).annotate(last=Max("at")).values("last"))


def earlier(thing: Question | Answer | Post | Reply) -> QuerySet[Edit]:
    """Of something that she may read: what it said until each change, the latest first."""
    return thing.edits.order_by("-at", "-pk")[:EDITS]


def edits_of(author: Actor) -> Q:
    """What she changed: each edit is about one thing, and everybody changes only her own."""
    names = names_of(author.pk)
    about = Q(question__author__in=names) | Q(answer__author__in=names)
    return about | Q(post__author=author) | Q(reply__author=author)
