"""Searching, as the one who looks may find; and the searches that she kept."""

from vaknet.domain.searching.models import News
from vaknet.domain.searching.queries.asking import MOST_PAGES, PER_PAGE, Asked, Filters
from vaknet.domain.searching.queries.finding import Found, Page, Term, search
from vaknet.domain.searching.queries.saved import (
    asked_by,
    due_searches,
    my_search,
    my_searches,
    news_for,
    news_waiting,
    whats_new,
)
from vaknet.domain.searching.queries.since import Written, how_many, written

__all__ = [
    "MOST_PAGES",
    "PER_PAGE",
    "Asked",
    "Filters",
    "Found",
    "News",
    "Page",
    "Term",
    "Written",
    "asked_by",
    "due_searches",
    "how_many",
    "my_search",
    "my_searches",
    "news_for",
    "news_waiting",
    "search",
    "whats_new",
    "written",
]
