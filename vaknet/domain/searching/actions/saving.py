"""Searches that people keep, to hear of what is new."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.models import Group
from vaknet.domain.people.models import Account, Closure
from vaknet.domain.refusal import Refused
from vaknet.domain.searching import queries
from vaknet.domain.searching.models import News, SavedSearch
from vaknet.domain.searching.queries.asking import LONGEST_TEXT, Asked

MOST = 20
DAY = timedelta(days=1)


@transaction.atomic
def save_search(
    by: Actor,
    *,
    text: str,
    kind: str = "",
    group: Group | None = None,
    topic: str = "",
    who: str = "",
) -> SavedSearch:
    """She hears of what is new. The same search twice is once."""
    one_at_a_time(by)
    if not Asked(text).wishes and not topic:
        raise Refused(_("Type a word that says what you look for."))
    same = {"text": text[:LONGEST_TEXT], "kind": kind, "group": group, "topic": topic, "by": who}
    mine = queries.my_searches(by)
    if kept := mine.filter(**same).first():
        return kept
    if mine.count() >= MOST:
        raise Refused(_("You have 20 saved searches. Delete one first."))
    saved = SavedSearch.objects.create(actor=by, **same)
    record(by, "saved_search", saved, audience=Audience.SELF)
    return saved


@transaction.atomic
def delete_search(by: Actor, *, search: SavedSearch) -> None:
    held = _held(by, search)
    held.until = now()
    held.save(update_fields=["until"])
    record(by, "deleted_search", held, audience=Audience.SELF)


@transaction.atomic
def pause_search(by: Actor, *, search: SavedSearch) -> None:
    """She hears nothing until she wants to again. Twice is once."""
    held = _held(by, search)
    if held.paused_at is None:
        held.paused_at = now()
        held.save(update_fields=["paused_at"])
        record(by, "paused_search", held, audience=Audience.SELF)


@transaction.atomic
def resume_search(by: Actor, *, search: SavedSearch) -> None:
    """From now: what was written meanwhile she finds herself."""
    held = _held(by, search)
    if held.paused_at is not None:
        held.paused_at, held.looked_at, held.told_until = None, now(), now()
        held.save(update_fields=["paused_at", "looked_at", "told_until"])
        record(by, "resumed_search", held, audience=Audience.SELF)


@transaction.atomic
def mark_seen(by: Actor, *, news: News) -> None:
    """She opened it. All older news of that search is seen with it."""
    held = queries.news_for(by, news.pk)
    older = News.objects.filter(search=held.search_id, seen_at=None, until__lte=held.until)
    if older.update(seen_at=now()):
        record(by, "saw_news", held, audience=Audience.SELF)


def look_again(*, at: datetime) -> None:
    """For the clock: each search once a day, each in its own transaction."""
    for pk in list(queries.due_searches(at - DAY).values_list("pk", flat=True)):
        _look(pk, at)


@transaction.atomic
def _look(pk: int, at: datetime) -> None:
    """Locked, so that two workers tell her once. Nothing of who left or was switched off."""
    due = queries.due_searches(at - DAY).select_for_update(of=("self",), skip_locked=True)
    saved = due.select_related("actor").filter(pk=pk).first()
    if saved is None:
        return
    since, saved.looked_at = saved.told_until, at
    is_here = Account.objects.filter(actor=saved.actor, is_active=True).exists()
    is_here = is_here and not Closure.objects.filter(actor=saved.actor, until=None).exists()
    if is_here and queries.whats_new(saved, since, at):
        news = News.objects.create(search=saved, since=since, until=at)
        record(saved.actor, "was_told_of_news", news, audience=Audience.SELF)
    saved.told_until = at
    saved.save(update_fields=["looked_at", "told_until"])


def _held(by: Actor, search: SavedSearch) -> SavedSearch:
    """Until the end of the transaction nobody else changes it."""
    SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    return queries.my_search(by, search.pk)
