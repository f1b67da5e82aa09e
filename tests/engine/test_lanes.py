"""A working life drawn: nothing over another, whatever the dates."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.layout.lanes import (
    GAP,
    LEFT,
    PLACE_SIGN,
    RIGHT,
    TITLE_SIGN,
    Bar,
    Drawing,
    Span,
    draw,
)

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1960, 1, 1), date(2027, 6, 1))
NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=60)


def span(kind="work", title="Adviseur", since=None, until=None, place="gemeente Waterveen"):
    return Span(kind, title, place, since, until)


@st.composite
def spans(drawing):
    since = drawing(st.none() | DAYS)
    until = drawing(st.none() | st.dates(since or date(1960, 1, 1), date(2027, 12, 31)))
    kind = drawing(st.sampled_from(["work", "union", "volunteering"]))
    return Span(kind, drawing(NAMES), drawing(NAMES), since, until)


def test_without_any_date_there_is_no_picture():
    assert draw([span()], today=TODAY) is None


def test_kinds_have_a_lane_each_with_work_on_top():
    drawn = draw(
        [
            span("volunteering", since=date(2020, 1, 1)),
            span("work", since=date(2019, 1, 1)),
            span("union", since=date(2021, 1, 1)),
        ],
        today=TODAY,
    )
    assert [bar.kind for bar in drawn.bars] == ["work", "union", "volunteering"]


def test_a_role_after_another_goes_on_in_its_lane():
    drawn = draw(
        [
            span(since=date(2015, 1, 1), until=date(2018, 3, 1)),
            span(since=date(2018, 3, 1)),
        ],
        today=TODAY,
    )
    assert len({bar.y for bar in drawn.bars}) == 1


def test_two_jobs_at_once_are_two_lanes():
    drawn = draw([span(since=date(2015, 1, 1)), span(since=date(2018, 3, 1))], today=TODAY)
    assert len({bar.y for bar in drawn.bars}) == 2


def test_what_ended_is_past_and_what_has_no_beginning_is_vague():
    (bar,) = draw([span(until=date(2020, 1, 1))], today=TODAY).bars
    assert (bar.past, bar.vague, bar.x1) == (True, True, LEFT)


def test_a_role_that_began_today_has_its_words_inside_the_picture():
    drawn = draw([span(since=TODAY, title="Hoofdinspecteur leefomgeving")], today=TODAY)
    (bar,) = drawn.bars
    assert bar.anchor == "end"
    assert bar.text_x <= RIGHT


def test_short_jobs_in_a_row_get_labels_in_rows():
    jobs = [
        span(title="Vergunningverlener", since=date(2020 + n, 1, 1), until=date(2021 + n, 1, 1))
        for n in range(4)
    ]
    drawn = draw(jobs, today=TODAY)
    assert len({bar.title_y for bar in drawn.bars}) > 1
    assert all(bar.title for bar in drawn.bars)


@given(st.lists(spans(), max_size=12))
def test_nothing_is_over_anything_else(given):
    drawn = draw(given, today=TODAY)
    if drawn is None:
        assert not any(one.since or one.until for one in given)
        return
    assert len(drawn.bars) == sum(bool(one.since or one.until) for one in given)
    for one, other in combinations(drawn.bars, 2):
        assert not _touch(one, other), (one, other)
    for bar in drawn.bars:
        assert LEFT <= bar.x1 <= RIGHT
        assert 0 < bar.title_y < bar.place_y < bar.y < drawn.height


@given(st.lists(spans(), min_size=1, max_size=12), st.integers(0, 20_000))
def test_any_day_can_be_today(given, days):
    drawn = draw(given, today=date(1980, 1, 1) + timedelta(days=days))
    assert drawn is None or isinstance(drawn, Drawing)


def _touch(one: Bar, other: Bar) -> bool:
    """Whether their labels overlap."""
    if abs(one.title_y - other.title_y) > 36 or not (one.title and other.title):
        return False
    (a1, a2), (b1, b2) = _reach(one), _reach(other)
    return a1 < b2 - GAP / 2 and b1 < a2 - GAP / 2


def _reach(bar: Bar) -> tuple[float, float]:
    width = max(len(bar.title) * TITLE_SIGN, len(bar.place) * PLACE_SIGN)
    if bar.anchor == "end":
        return bar.text_x - width, bar.text_x
    return bar.text_x, bar.text_x + width
