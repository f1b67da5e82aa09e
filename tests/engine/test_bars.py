"""Numbers as bars."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.layout.bars import MOST, WIDTH, draw

ROWS = st.lists(
    st.tuples(
        st.text(max_size=40), st.decimals(0, 10**12, places=2), st.text("0123456789,", max_size=14)
    ),
    max_size=12,
)


@given(ROWS)
def test_every_bar_is_inside_and_as_long_as_its_number(rows):
    chart = draw(rows)
    assert len(chart.bars) == min(len(rows), MOST)
    for bar in chart.bars:
        assert bar.length >= 0
        assert chart.bars_x + bar.length < bar.number_x <= WIDTH
        assert 0 < bar.y < bar.y + chart.thick < chart.height
    values = [value for _, value, _ in rows[:MOST]]
    for one, other in zip(chart.bars, values, strict=True):
        assert (one.length == max(bar.length for bar in chart.bars)) or other < max(values)


def test_the_last_one_is_marked_and_a_long_name_is_cut():
    chart = draw([("een heel lange naam voor een staaf", Decimal(4), "4"), ("b", Decimal(2), "2")])
    assert [bar.is_last for bar in chart.bars] == [False, True]
    assert chart.bars[0].label == "een heel lange n…"
    assert chart.bars[1].length == round(chart.bars[0].length / 2)


def test_zeros_are_drawn_too():
    assert [bar.length for bar in draw([("a", Decimal(0), "0")]).bars] == [0]
