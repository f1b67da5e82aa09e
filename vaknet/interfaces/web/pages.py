"""One page of a list that goes on, without counting how long the whole of it is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaknet.interfaces.web.http import Request

FARTHEST = 1000
NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Page[Row]:
    """What `c/pagination.html` draws, by the names that Django's own pages have."""

    object_list: Sequence[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def page_of[Row](
    request: Request, rows: Callable[[int, int], Sequence[Row]], *, size: int
) -> Page[Row]:
    """The page that the address names, or the first. `rows` gives those from one until another."""
    number = page_number(request)
    start = (number - 1) * size
    found = rows(start, start + size + 1)
    if not found and number > 1:
        number, found = 1, rows(0, size + 1)
    return Page(found[:size], number, has_next=len(found) > size)


def page_number(request: Request) -> int:
    """The one that the address names, or the first."""
    given = request.GET.get("page", "")
    return min(int(given), FARTHEST) if NUMBER.fullmatch(given) else 1
