"""Keeping up with the pages that texts lead to: whether to look, what was found, what was not."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.knowledge.articles import is_article
from vaknet.domain.knowledge.models import Post
from vaknet.domain.previews.models import Card, Page, Text
from vaknet.domain.previews.words import name_of, page_in, place_of
from vaknet.kit.page_visits import About, Unread

LOOK_AT_PAGE = "look_at_page"
STAYS_TRUE = timedelta(days=7)
FIRST_PAUSE = timedelta(minutes=10)
MOST_TRIES = 6  # with pauses that double: over some five hours


@transaction.atomic
def keep_up_card(*, text: Text, at: datetime) -> None:
    """Give the text the card of the page that it leads to now, or take its card away."""
    held = type(text)._default_manager.get(pk=text.pk)
    about: dict[str, Any] = {name_of(held): held}
    if Card.objects.filter(**about, off_at__isnull=False).exists():
        return
    address = page_in(held) if _has_card(held) else ""
    if not address:
        Card.objects.filter(**about).delete()
        return
    place: dict[str, Any] = {name_of(place_of(held)): place_of(held)}
    page, _is_new = Page.objects.get_or_create(**place, address=address)
    Card.objects.update_or_create(**about, defaults={"page": page})
    if page.looked_at is None or page.looked_at < at - STAYS_TRUE:
        Page.objects.filter(pk=page.pk).update(next_look_at=at, failures=0)
        look_at_page(page=page)


def _has_card(text: Text) -> bool:
    """An article names its sources in its words: a card would stand beside none of them."""
    place = place_of(text)
    if text.withdrawn_at is not None or place.withdrawn_at is not None:
        return False
    return not (isinstance(text, Post) and is_article(text))


def look_at_page(*, page: Page) -> None:
    """Enqueue the look: once for each page, and one at a time for each site."""
    task = app.configure_task(
        LOOK_AT_PAGE,
        queueing_lock=f"{LOOK_AT_PAGE}-{page.pk}",
        lock=f"{LOOK_AT_PAGE}-{urlsplit(page.address).hostname}",
        allow_unknown=True,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(page_id=page.pk)


def note_about(*, page: Page, about: About, at: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(
        title=about.title,
        text=about.text,
        site=about.site,
        looked_at=at,
        next_look_at=None,
        trouble="",
        failures=0,
    )


def note_trouble(*, page: Page, unread: Unread, at: datetime) -> None:
    """What may pass is tried again, after twice as long each time. Old words go: they may no longer
    be true.
    """
    again = unread.may_pass and page.failures + 1 < MOST_TRIES
    Page.objects.filter(pk=page.pk).update(
        title="",
        text="",
        site="",
        looked_at=at,
        next_look_at=at + FIRST_PAUSE * 2**page.failures if again else None,
        trouble=unread.trouble,
        failures=min(page.failures + 1, MOST_TRIES),
    )


@transaction.atomic
def forget_pages() -> None:
    """Those that no text leads to any more that somebody can read."""
    gone = (
        Q(question__withdrawn_at__isnull=False)
        | Q(answer__withdrawn_at__isnull=False)
        | Q(answer__question__withdrawn_at__isnull=False)
        | Q(post__withdrawn_at__isnull=False)
        | Q(reply__withdrawn_at__isnull=False)
        | Q(reply__post__withdrawn_at__isnull=False)
    )
    Card.objects.filter(gone, off_at=None).delete()
    Page.objects.filter(~Exists(Card.objects.filter(page=OuterRef("pk")))).delete()
