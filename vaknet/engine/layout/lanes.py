"""Draws a working life: one lane for each kind of role, and more where roles of a kind overlap.

All numbers are units of the SVG. Labels stand above their lane and never touch one another: a label
moves up a row when the one before it is in the way, and is cut off when no row has room.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 760
LEFT, RIGHT = 14, 750
TOP = 26
ROW = 40  # a label of two lines
BELOW_LABELS, BELOW_LANE = 22, 16
HIGHEST_ROW = 2
DOT = 9
GAP = 14  # between two labels in one row
# Average width of a sign at 15.5 px bold and 13.5 px, measured on Dutch job titles.
TITLE_SIGN, PLACE_SIGN = 8.1, 6.7
LONGEST = 34  # signs in a label
YEAR_LABELS = 8
SHORTEST_SPAN = 4  # years shown at least
KINDS = ("work", "union", "volunteering")


@dataclass(frozen=True)
class Span:
    """A role to draw. Without `since` it begins at the left edge, without `until` it goes on."""

    kind: str
    title: str
    place: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Year:
    x: int
    label: str


@dataclass(frozen=True)
class Bar:
    """`past`: it ended. `vague`: its beginning is unknown. `leader_y`: where a line up to a label
    that stands higher begins, 0 when it stands right above."""

    kind: str
    x1: int
    x2: int
    y: int
    past: bool
    vague: bool
    title: str = ""
    place: str = ""
    text_x: int = 0
    title_y: int = 0
    place_y: int = 0
    anchor: str = ""
    leader_y: int = 0


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    years: list[Year]
    bars: list[Bar]
    now_x: int


@dataclass(frozen=True)
class _Scale:
    first: float
    last: float

    def x(self, moment: float) -> int:
        share = (moment - self.first) / (self.last - self.first)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT))


def draw(spans: Sequence[Span], *, today: date) -> Drawing | None:
    """None when no role has a date: then there is nothing that a picture tells."""
    dated = [span for span in spans if span.since or span.until]
    if not dated:
        return None
    scale = _scale(dated, today)
    bars: list[Bar] = []
    top = TOP
    for lane in _lanes(dated, today):
        lane_bars, top = _draw_lane(lane, scale, today, top)
        bars += lane_bars
    return Drawing(WIDTH, top, _years(scale), bars, RIGHT)


def _moment(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _scale(spans: Sequence[Span], today: date) -> _Scale:
    now = _moment(today)
    known = [_moment(day) for span in spans for day in (span.since, span.until) if day]
    return _Scale(first=min(*known, now - SHORTEST_SPAN) - 0.35, last=now)


def _years(scale: _Scale) -> list[Year]:
    first, last = int(scale.first) + 1, int(scale.last)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (last - first) / s < YEAR_LABELS)
    years = [Year(scale.x(year), str(year)) for year in range(first, last + 1) if year % step == 0]
    # The last label would run into "now".
    return [year for year in years if LEFT + 4 <= year.x <= RIGHT - 44]


def _ends(span: Span, today: date) -> tuple[date, date]:
    return span.since or date.min, min(span.until or today, today)


def _lanes(spans: Sequence[Span], today: date) -> Iterable[list[Span]]:
    """Roles of one kind, as many lanes as it takes to draw none over another."""
    for kind in (*KINDS, *sorted({span.kind for span in spans} - set(KINDS))):
        lanes: list[list[Span]] = []
        for span in sorted(
            (span for span in spans if span.kind == kind), key=lambda span: _ends(span, today)
        ):
            begins = span.since or date.min
            free = (lane for lane in lanes if _ends(lane[-1], today)[1] <= begins)
            lane = next(free, None)
            if lane is None:
                lanes.append([span])
            else:
                lane.append(span)
        yield from lanes


def _draw_lane(lane: Sequence[Span], scale: _Scale, today: date, top: int) -> tuple[list[Bar], int]:
    edges = [_edges(span, scale, today) for span in lane]
    rows, texts = _place_labels(lane, [x1 for x1, _ in edges])
    y = top + (max(rows) + 1) * ROW + BELOW_LABELS
    bars = []
    for span, (x1, x2), row, (title, place, text_x, anchor) in zip(
        lane, edges, rows, texts, strict=True
    ):
        base = y - BELOW_LABELS - row * ROW
        bars.append(
            Bar(
                kind=span.kind,
                x1=x1,
                x2=x2,
                y=y,
                past=span.until is not None and span.until < today,
                vague=span.since is None,
                title=title,
                place=place,
                text_x=text_x,
                title_y=base - 18,
                place_y=base,
                anchor=anchor,
                leader_y=base + 5 if row else 0,
            )
        )
    return bars, y + BELOW_LANE + DOT


def _edges(span: Span, scale: _Scale, today: date) -> tuple[int, int]:
    x1 = scale.x(_moment(span.since)) if span.since else LEFT
    x2 = scale.x(_moment(min(span.until or today, today)))
    return min(x1, RIGHT - DOT), max(x2, x1 + DOT)


_Text = tuple[str, str, int, str]


def _place_labels(lane: Sequence[Span], starts: Sequence[int]) -> tuple[list[int], list[_Text]]:
    """From the last role to the first, so that a label which has to rise is over an older one."""
    rows, texts = [0] * len(lane), [("", "", 0, "")] * len(lane)
    taken = [RIGHT + GAP] * (HIGHEST_ROW + 1)
    for position in range(len(lane) - 1, -1, -1):
        span, x = lane[position], starts[position]
        title, place = _cut(span.title, LONGEST), _cut(span.place, LONGEST)
        width = _width(title, place)
        row = next((row for row, left in enumerate(taken) if x - 3 + width + GAP <= left), None)
        if row is None and position == len(lane) - 1 and x - width > LEFT:
            # The newest role begins close to today: its label ends where its line ends.
            rows[position], texts[position] = 0, (title, place, RIGHT - 6, "end")
            taken[0] = round(RIGHT - 6 - width)
            continue
        if row is None:
            row = max(range(len(taken)), key=taken.__getitem__)
            room = max(taken[row] - GAP - (x - 3), 0)
            title, place = _fit(title, room, TITLE_SIGN), _fit(place, room, PLACE_SIGN)
        rows[position], texts[position] = row, (title, place, x - 3, "")
        # A line down to the lane runs past the rows below it.
        for lower in range(row + 1):
            taken[lower] = min(taken[lower], x - 3)
    return rows, texts


def _width(title: str, place: str) -> float:
    return max(len(title) * TITLE_SIGN, len(place) * PLACE_SIGN)


def _cut(text: str, signs: int) -> str:
    return text if len(text) <= signs else f"{text[: signs - 1].rstrip()}…"


def _fit(text: str, room: float, sign: float) -> str:
    signs = int(room / sign)
    return _cut(text, signs) if signs >= 4 else ""
