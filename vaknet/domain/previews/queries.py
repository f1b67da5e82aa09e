"""Cards below what somebody reads, and pages that wait to be looked at."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.conversations import visible_posts, visible_replies
from vaknet.domain.knowledge.models.posts import ABOUT
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.previews.models import Card, Page, Text
from vaknet.domain.previews.words import name_of, page_in

type Cards = dict[tuple[str, int], Page]

VISIBLE = {
    "question": visible_questions,
    "answer": visible_answers,
    "post": visible_posts,
    "reply": visible_replies,
}


def cards(viewer: Actor | None, texts: Iterable[Text]) -> Cards:
    """By kind and id. One statement, and none for a page without links.

    A text that was changed a moment ago may lead elsewhere now: then its old card is gone at once.
    """
    leads = {(name_of(one), one.pk): page for one in texts if (page := page_in(one))}
    if not leads:
        return {}
    where = Q()
    for name in {name for name, _pk in leads}:
        ids = [pk for kind, pk in leads if kind == name]
        where |= Q(**{f"{name}__in": VISIBLE[name](viewer).filter(pk__in=ids).values("pk")})
    rows = Card.objects.filter(where).exclude(page__title="").select_related("page")
    found = {key: row.page for row in rows.filter(page__isnull=False) for key in _keys(row)}
    return {key: page for key, page in found.items() if page and page.address == leads[key]}


def _keys(card: Card) -> list[tuple[str, int]]:
    given = [(name, getattr(card, f"{name}_id")) for name in ABOUT]
    return [(name, pk) for name, pk in given if pk is not None]


def is_off(text: Text) -> bool:
    """For its author: whether she wants none."""
    return Card.objects.filter(**{name_of(text): text}, off_at__isnull=False).exists()


def pages_due(now: datetime) -> QuerySet[Page]:
    """Whoever waited longest first."""
    return Page.objects.filter(next_look_at__lte=now).order_by("next_look_at", "pk")


def wanted(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those that a text still leads to."""
    return pages.filter(Exists(Card.objects.filter(page=OuterRef("pk"))))


class Looked(NamedTuple):
    looked: int
    failed: int
    most_often: str


def looked_since(moment: datetime) -> Looked:
    """For the operator: figures alone, for an address may tell what is said in a closed group."""
    rows = Page.objects.filter(looked_at__gte=moment)
    failed = rows.exclude(trouble="").values_list("trouble").annotate(times=Count("pk"))
    told = list(failed.order_by("-times", "trouble"))
    return Looked(rows.count(), sum(times for _, times in told), told[0][0] if told else "")
