"""A working life, drawn."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.layout import lanes
from vaknet.engine.layout.lanes import Span, draw

TODAY = date(2026, 11, 23)


def span(kind: str, title: str, since: int, until: int | None = None) -> Span:
    end = None if until is None else date(until, 12, 31)
    return Span(kind, kind, title, "", date(since, 1, 1), end)


def test_jobs_after_one_another_share_a_lane_and_other_kinds_have_their_own():
    drawing = draw(
        [
            span("work", "balie", 2015, 2017),
            span("work", "planner", 2018),
            span("union", "lid", 2020),
        ],
        today=TODAY,
    )
    assert [bar.y for bar in drawing.bars] == [92, 92, 174]
    assert drawing.bars[1].x2 == lanes.END


def test_two_jobs_at_once_do_not_hide_one_another():
    drawing = draw([span("work", "balie", 2015), span("work", "docent", 2018)], today=TODAY)
    assert [bar.y for bar in drawing.bars] == [92, 174]


def test_words_that_would_touch_go_to_another_lane():
    drawing = draw(
        [span("work", "coördinator bouwtoezicht", 2024, 2024), span("work", "planner", 2025)],
        today=TODAY,
    )
    assert len({bar.y for bar in drawing.bars}) == 1
    tight = draw(
        [
            span("work", "balie", 1990, 2023),
            span("work", "coördinator bouwtoezicht", 2024, 2024),
            span("work", "planner", 2025),
        ],
        today=TODAY,
    )
    assert len({bar.y for bar in tight.bars}) > 1


def test_what_has_not_begun_is_not_drawn():
    assert draw([span("work", "directeur", 2027)], today=TODAY) is None
    assert draw([], today=TODAY) is None


def test_years_never_crowd():
    for first in (2026, 2025, 2015, 1999, 1970, 1930):
        years = draw([span("work", "x", first)], today=TODAY).years
        assert 1 <= len(years) <= lanes.MOST_YEARS or first == 2026
        assert all(year.x <= lanes.LAST_YEAR_LABEL for year in years)


days = st.dates(date(1930, 1, 1), date(2100, 1, 1))
spans = st.builds(
    Span,
    kind=st.sampled_from(["work", "union"]),
    colour=st.just("green"),
    title=st.text(max_size=130),
    place=st.text(max_size=210),
    since=days,
    until=st.none() | days,
)


@given(st.lists(spans, max_size=20))
def test_nothing_overlaps_and_nothing_falls_off(drawn):
    drawing = draw(drawn, today=TODAY)
    begun = [one for one in drawn if one.since <= TODAY]
    if not begun:
        assert drawing is None
        return
    assert len(drawing.bars) == len(begun)
    for bar in drawing.bars:
        assert 0 < bar.x1 < bar.x2 <= lanes.WIDTH
        assert bar.y < drawing.height
    for one in drawing.bars:
        for other in drawing.bars:
            if one is not other and one.y == other.y:
                assert one.x2 <= other.x1 or other.x2 <= one.x1
