"""One page of what somebody finds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.directory import Wanted as Named
from vaknet.domain.people.directory import directory
from vaknet.domain.searching.queries.asking import PER_PAGE, Asked, Filters
from vaknet.domain.searching.queries.candidates import Candidate, Reader, Search
from vaknet.domain.searching.queries.showing import Found, Term, Wanted, show
from vaknet.domain.searching.queries.slips import with_slips
from vaknet.engine.text import Wish

# With so many there is no need to look for what is only like it.
ENOUGH = 5
NAMESAKES = 3
LONGEST_NAME = 60
MOST_NAMES = 4  # words: more than that is nobody's name
READ_FOR_A_PHRASE = 100


class How(Enum):
    """How well what was found fits: it has each word, words that look like it, or some of them."""

    ALL = "all"
    ALIKE = "alike"
    SOME = "some"


@dataclass(frozen=True)
class Page:
    """`people`: those who are called so. How much there is in all is nobody's business."""

    found: list[Found] = field(default_factory=list)
    people: list[Actor] = field(default_factory=list)
    has_next: bool = False
    how: How = How.ALL


@dataclass(frozen=True)
class _Fitting:
    candidates: list[Candidate]
    wishes: Sequence[Wish]
    how: How


def search(
    viewer: Actor | None,
    asked: Asked,
    filters: Filters | None = None,
    *,
    by_date: bool = False,
    page: int = 1,
) -> Page:
    """Nothing for words that say nothing, when it is narrowed to nothing either."""
    wanted = filters or Filters()
    if not asked.wishes and (asked.text or wanted == Filters()):
        return Page()
    question = Search(Reader.of(viewer), wanted, asked.without, by_date)
    fitting = _fitting(question, asked)
    conditions = Wanted(fitting.wishes, asked.without, asked.phrases, fitting.how != How.SOME)
    start = (page - 1) * PER_PAGE
    if asked.phrases:
        found = show(viewer, fitting.candidates[:READ_FOR_A_PHRASE], conditions)
        part, has_next = found[start : start + PER_PAGE], len(found) > start + PER_PAGE
    else:
        part = show(viewer, fitting.candidates[start : start + PER_PAGE], conditions)
        has_next = len(fitting.candidates) > start + PER_PAGE
    people = _called(viewer, asked, wanted, slips=len(part) < ENOUGH) if page == 1 else []
    how = fitting.how if part else How.ALL
    return Page(part, people, has_next, how)


def _fitting(question: Search, asked: Asked) -> _Fitting:
    """What has all words; when that is little, what has words like them, or some of them, too."""
    wishes = asked.wishes
    found = question.with_all(wishes)
    if len(found) >= ENOUGH or not wishes or asked.phrases:
        return _Fitting(found, wishes, How.ALL)
    wider = with_slips(wishes)
    how = How.ALL
    if wider != wishes:
        more = question.with_all(wider)
        how = How.ALIKE if len(more) > len(found) else how
        found = [*found, *(one for one in more if one not in found)]
    if len(found) < ENOUGH and len(wider) > 1:
        more = [one for one in question.with_some(wider) if one not in found]
        how = How.SOME if more else how
        found = [*found, *more]
    return _Fitting(found, wider, how)


def _called(viewer: Actor | None, asked: Asked, wanted: Filters, *, slips: bool) -> list[Actor]:
    """Members by name, where nothing narrows the search to something else.

    Of words that many texts have, nobody wants the names that are like them.
    """
    is_name = len(asked.text) <= LONGEST_NAME and 0 < len(asked.wishes) <= MOST_NAMES
    if viewer is None or not is_name or wanted not in (Filters(), Filters(kind="mensen")):
        return []
    found = directory(viewer, wanted=Named(name=asked.text), size=NAMESAKES, slips=slips)
    return [one.actor for one in [*found.people, *found.alike]][:NAMESAKES]


__all__ = ["Found", "How", "Page", "Term", "search"]
