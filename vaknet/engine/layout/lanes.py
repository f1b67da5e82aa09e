"""A working life as lanes: roles beside one another in time, with room for their words.

A role goes on the first lane of its kind where neither its bar nor its words touch what is there.
Sizes are in the units of the drawing (`viewBox`), made for a column some 45rem wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

WIDTH = 760
LEFT = 62
NOW = 750
END = 756  # a role that goes on runs a little past "now"
FIRST_LANE = 92
LANE = 82
UNDER = 30
SHORTEST_BAR = 16
GAP = 14
LONGEST_TITLE = 30
LONGEST_PLACE = 34
TITLE_LETTER = 8.3  # average width of a bold letter of 15.5
PLACE_LETTER = 7.0  # and of a plain one of 13.5
MOST_YEARS = 8
LAST_YEAR_LABEL = 705  # after this it would touch the word "now"


@dataclass(frozen=True)
class Span:
    """A role: `kind` keeps roles together, `colour` is the name of a colour token."""

    kind: str
    colour: str
    title: str
    place: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Year:
    x: int
    label: int


@dataclass(frozen=True)
class Bar:
    x1: int
    x2: int
    y: int
    colour: str
    title: str
    place: str
    text_x: int
    anchor: str

    @property
    def title_y(self) -> int:
        return self.y - 32

    @property
    def place_y(self) -> int:
        return self.y - 14


@dataclass(frozen=True)
class Drawing:
    height: int
    years: list[Year]
    bars: list[Bar]
    width: int = WIDTH
    now_x: int = NOW


@dataclass
class _Lane:
    """How far to the right a lane is taken, by its bars and by its words."""

    bar_end: int = 0
    words_end: int = 0
    bars: list[Bar] = field(default_factory=list)


def draw(spans: Sequence[Span], *, today: date) -> Drawing | None:
    """None when there is nothing to draw: no role that has begun."""
    begun = [span for span in spans if span.since <= today]
    if not begun:
        return None
    first = date(min(span.since for span in begun).year, 1, 1)
    lanes = _lanes(begun, first=first, today=today)
    height = FIRST_LANE + (len(lanes) - 1) * LANE + UNDER
    bars = [bar for lane in lanes for bar in lane.bars]
    return Drawing(height=height, years=_years(first, today), bars=bars)


def _lanes(spans: Sequence[Span], *, first: date, today: date) -> list[_Lane]:
    """Kinds in the order in which they come; within a kind from early to late."""
    order = list(dict.fromkeys(span.kind for span in spans))
    sorted_spans = sorted(spans, key=lambda span: (order.index(span.kind), span.since))
    lanes: list[_Lane] = []
    for _kind, of_kind in groupby(sorted_spans, key=lambda span: span.kind):
        above = len(lanes)
        for span in of_kind:
            _place(span, lanes, above=above, first=first, today=today)
    return lanes


def _place(span: Span, lanes: list[_Lane], *, above: int, first: date, today: date) -> None:
    title, place = _cut(span.title, LONGEST_TITLE), _cut(span.place, LONGEST_PLACE)
    x1 = min(_x(span.since, first=first, today=today), END - SHORTEST_BAR)
    going_on = span.until is None or span.until >= today
    x2 = END if going_on else _x(span.until or today, first=first, today=today)
    x2 = max(x2, x1 + SHORTEST_BAR)
    words = round(max(len(title) * TITLE_LETTER, len(place) * PLACE_LETTER))
    at_end = x1 + words > WIDTH
    words_from = WIDTH - 4 - words if at_end else x1
    for number, lane in enumerate(lanes[above:], above):  # noqa: B007 — the number is the place
        if lane.bar_end <= x1 + 1 and lane.words_end + GAP <= words_from:
            break
    else:
        number, lane = len(lanes), _Lane()
        lanes.append(lane)
    lane.bar_end, lane.words_end = x2, words_from + words
    lane.bars.append(
        Bar(
            x1=x1 + 4,
            x2=x2,
            y=FIRST_LANE + number * LANE,
            colour=span.colour,
            title=title,
            place=place,
            text_x=WIDTH - 4 if at_end else x1 - 3,
            anchor="end" if at_end else "",
        )
    )


def _x(day: date, *, first: date, today: date) -> int:
    share = (day - first).days / max((today - first).days, 1)
    return round(LEFT + share * (NOW - LEFT))


def _years(first: date, today: date) -> list[Year]:
    span = today.year - first.year + 1
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if span / step <= MOST_YEARS)
    years = (
        Year(_x(date(year, 1, 1), first=first, today=today), year)
        for year in range(first.year, today.year + 1, step)
    )
    return [year for year in years if year.x <= LAST_YEAR_LABEL]


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
