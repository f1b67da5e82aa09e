"""Keeping up with sources: what is new, what is wrong, and when to look again."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.reading.models import Source, SourceItem
from vaknet.kit.feed_reading import Item
from vaknet.kit.feed_visits import Trouble, Unread, Visit

LOOK_AT_SOURCE = "look_at_source"
MOST_AT_ONCE = 50  # of one feed in one visit
MOST_KEPT = 300  # of one source
OFTEN = timedelta(hours=1)
SELDOM = timedelta(days=1)
MOST_DOUBLINGS = 5  # an hour becomes more than a day
GIVE_UP = timedelta(days=14)


def look_at_source(*, source: Source) -> None:
    """Enqueue the look: once for each source, and one at a time for each site."""
    task = app.configure_task(
        LOOK_AT_SOURCE,
        queueing_lock=f"{LOOK_AT_SOURCE}-{source.pk}",
        lock=f"{LOOK_AT_SOURCE}-{urlsplit(source.address).hostname}",
        allow_unknown=True,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(source_id=source.pk)


@transaction.atomic
def note_visit(*, source: Source, visit: Visit, at: datetime) -> None:
    """All is well: what is new is kept, and we come again in an hour."""
    row = Source.objects.select_for_update().get(pk=source.pk)
    row.read_at, row.next_look_at = at, at + OFTEN
    row.trouble, row.failures, row.failing_since, row.paused_at = "", 0, None, None
    if visit.feed is not None:
        row.title = visit.feed.title or row.title
        row.home = visit.feed.home
        row.etag, row.last_modified = visit.known.etag[:300], visit.known.last_modified[:100]
        _keep(row, visit.feed.items[:MOST_AT_ONCE], at)
    row.save()


@transaction.atomic
def note_trouble(*, source: Source, unread: Unread, at: datetime) -> None:
    """We wait twice as long each time, and as long as they ask. In the end we give up."""
    row = Source.objects.select_for_update().get(pk=source.pk)
    if row.next_look_at is None:  # nobody follows it any more
        return
    row.trouble, row.failing_since = unread.trouble, row.failing_since or at
    wait = min(OFTEN * 2 ** min(row.failures, MOST_DOUBLINGS), SELDOM)
    row.failures = min(row.failures + 1, 1000)
    row.next_look_at = at + max(wait, unread.wait or wait)
    if unread.trouble == Trouble.GONE or at - row.failing_since >= GIVE_UP:
        row.paused_at, row.next_look_at = at, None
    row.save()


def _keep(source: Source, items: Sequence[Item], at: datetime) -> None:
    """Some feeds give an item another id each time: where one address stands for one item, it is
    the same item still. Of one id the first counts.
    """
    found = {_key(item): item for item in reversed(items)}
    told = Counter(item.address for item in found.values())
    known = SourceItem.objects.filter(source=source)
    by_key = {row.key: row for row in known.filter(key__in=found)}
    # An address that the feed itself uses twice says nothing.
    alone = [address for address, times in told.items() if times == 1]
    by_address = {row.address: row for row in known.filter(address__in=alone).order_by("pk")}
    taken = {row.pk for row in by_key.values()}
    new: list[SourceItem] = []
    changed: list[SourceItem] = []
    for key, item in found.items():
        row = by_key.get(key)
        if row is None and (same := by_address.get(item.address)) and same.pk not in taken:
            row = same
            taken.add(same.pk)
        fresh = row is None
        row = row or SourceItem(source=source, at=min(item.at or at, at))
        row.key, row.seen_at = key, at
        row.address, row.title, row.text = item.address, item.title, item.text
        (new if fresh else changed).append(row)
    SourceItem.objects.bulk_update(changed, ["key", "seen_at", "address", "title", "text"])
    SourceItem.objects.bulk_create(new)
    kept = known.order_by("-at", "-pk").values("pk")[:MOST_KEPT]
    known.exclude(pk__in=kept).delete()


def _key(item: Item) -> str:
    return sha256(item.id.encode()).hexdigest()
