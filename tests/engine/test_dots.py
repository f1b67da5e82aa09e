"""Scores of several people as dots on one scale."""

from vaknet.engine.layout import dots


def test_where_they_differ_the_bar_is_long() -> None:
    drawing = dots.draw([("Samira", [2.0, 5.0]), ("Noor", [3.0]), ("Nobody", [])])
    assert [row.label for row in drawing.rows] == ["Samira", "Noor"]
    wide, one = drawing.rows
    assert wide.dots == [wide.low_x, wide.high_x]
    assert wide.low_x < wide.mean_x < wide.high_x
    assert one.low_x == one.mean_x == one.high_x
    assert drawing.height == dots.TOP + 2 * dots.ROW


def test_the_scale_is_inside_the_picture() -> None:
    drawing = dots.draw([("x" * 60, [1, 5])])
    (row,) = drawing.rows
    assert [number for number, _x in drawing.scale] == [1, 2, 3, 4, 5]
    assert (row.low_x, row.high_x) == (drawing.scale[0][1], drawing.scale[-1][1])
    assert row.low_x == dots.MARGIN
    assert row.high_x == dots.WIDTH - dots.MARGIN
    assert row.label.endswith("…")
    assert len(row.label) == dots.CUT


def test_without_scores_there_is_nothing_to_draw() -> None:
    assert dots.draw([]).rows == []
