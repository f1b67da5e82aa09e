"""What adds up, or multiplies, as bars."""

from math import log

from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.layout.stacks import Piece, stack

ROWS = st.lists(st.lists(st.floats(-50, 50), min_size=1, max_size=6), max_size=8)
NEARLY = 0.02  # percent: every figure is rounded


@given(ROWS)
def test_every_piece_is_inside_and_as_long_as_its_part(rows):
    drawn = stack(rows)
    assert len(drawn.bars) == len(rows)
    for bar, row in zip(drawn.bars, rows, strict=True):
        whole, width = sum(map(abs, row)), sum(piece.width for piece in bar.pieces)
        for piece, part in zip(bar.pieces, row, strict=True):
            assert -NEARLY <= piece.start <= piece.start + piece.width <= 100 + NEARLY
            assert piece.takes == (part < 0)
            assert abs(piece.width * whole - abs(part) * width) <= NEARLY * whole


@given(ROWS)
def test_what_is_raised_less_what_is_taken_is_where_it_ends(rows):
    drawn = stack(rows)
    for bar in drawn.bars:
        raised = sum(piece.width for piece in bar.pieces if not piece.takes)
        taken = sum(piece.width for piece in bar.pieces if piece.takes)
        assert abs(drawn.zero + raised - taken - bar.end) < NEARLY


def test_a_product_comes_out_where_its_factors_bring_it():
    drawn = stack([[log(4), log(1), log(0.5)], [log(8), log(2), log(1)]])
    assert drawn.zero == 0
    first, second = drawn.bars
    assert first.pieces == [
        Piece(0, 50, takes=False),
        Piece(50, 0, takes=False),
        Piece(25, 25, takes=True),
    ]
    assert (first.end, second.end) == (25, 100)


def test_nothing_is_drawn_too():
    assert stack([]).bars == []
    assert stack([[0.0, 0.0]]).bars[0].end == 0
    assert stack([[-1.0]]).bars[0].pieces == [Piece(0, 100, takes=True)]
