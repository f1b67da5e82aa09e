"""Searches that somebody kept: hers alone."""

from datetime import datetime

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.queries import readable_groups
from vaknet.domain.people.directory import Wanted, directory
from vaknet.domain.searching.models import News, SavedSearch
from vaknet.domain.searching.queries.asking import Asked, Filters
from vaknet.domain.searching.queries.finding import Found, How, search

MOST_BY = 50  # people of one name
MOST_NEWS = 5


def my_searches(viewer: Actor) -> QuerySet[SavedSearch]:
    """Those she still has, the latest first."""
    rows = SavedSearch.objects.filter(actor=viewer, until=None).select_related("group__actor")
    return rows.order_by("-since", "-pk")


def my_search(viewer: Actor, pk: int) -> SavedSearch:
    """Raises SavedSearch.DoesNotExist, also for that of somebody else."""
    return my_searches(viewer).get(pk=pk)


def due_searches(before: datetime) -> QuerySet[SavedSearch]:
    """Those that nobody looked at since."""
    rows = SavedSearch.objects.filter(until=None, paused_at=None, looked_at__lte=before)
    return rows.order_by("looked_at", "pk")


def asked_by(viewer: Actor | None, name: str) -> tuple[int, ...]:
    """Whom the name of an author may mean: people whom she finds in the directory."""
    if viewer is None:
        return ()
    found = directory(viewer, wanted=Wanted(name=name), size=MOST_BY)
    return tuple(one.actor.pk for one in found.people or found.alike)


def whats_new(saved: SavedSearch, since: datetime, until: datetime) -> list[Found]:
    """What was written meanwhile that has all that she asked for, and that she did not write."""
    viewer = saved.actor
    if saved.group_id and not readable_groups(viewer).filter(pk=saved.group_id).exists():
        return []
    filters = Filters(
        kind=saved.kind,
        group=saved.group,
        topic=saved.topic,
        authors=asked_by(viewer, saved.by) if saved.by else None,
        after=since,
        until=until,
    )
    page = search(viewer, Asked(saved.text), filters, by_date=True)
    return [] if page.how == How.SOME else [one for one in page.found if not one.is_own]


def news_for(viewer: Actor, pk: int) -> News:
    """Raises News.DoesNotExist, also for that of somebody else."""
    return _news(viewer.pk).get(pk=pk)


def news_waiting(viewer: int, since: datetime) -> QuerySet[News]:
    """The last news that she did not open yet, the newest first."""
    rows = _news(viewer).filter(seen_at=None, search__paused_at=None, until__gte=since)
    return rows.order_by("-until", "-pk")[:MOST_NEWS]


def _news(viewer: int) -> QuerySet[News]:
    rows = News.objects.filter(search__actor=viewer, search__until=None)
    return rows.select_related("search__group")
