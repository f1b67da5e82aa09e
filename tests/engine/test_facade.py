"""The drawn covers: always the same for a number, sound, and whole."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.layout import facade
from vaknet.engine.layout.facade import Colour, Gable, draw
from vaknet.engine.layout.facade_svg import svg

NUMBERS = st.integers(min_value=1, max_value=999_999)
SVG = "{http://www.w3.org/2000/svg}"


@given(NUMBERS)
def test_a_number_always_gives_the_same_row(number):
    first = svg(draw(number))
    draw.cache_clear()
    assert svg(draw(number)) == first


@given(NUMBERS)
def test_houses_fill_the_width_and_stand_side_by_side(number):
    houses = draw(number).houses
    assert (houses[0].x, houses[-1].right) == (0, facade.WIDTH)
    assert all(left.right == right.x for left, right in pairwise(houses))
    assert all(0 <= house.peak < house.top < facade.QUAY for house in houses)


@given(NUMBERS)
def test_no_two_neighbours_are_alike(number):
    for left, right in pairwise(draw(number).houses):
        assert left.wall != right.wall
        assert left.gable != right.gable
        assert abs(left.top - right.top) >= facade.STEP


@given(NUMBERS)
def test_windows_are_in_the_wall_and_clear_of_the_door(number):
    for house in draw(number).houses:
        assert house.panes
        for pane in house.panes:
            assert house.x < pane.x < pane.x + facade.PANE_WIDTH < house.right
            foot = facade.QUAY - facade.DOOR_HEIGHT - facade.LINTEL
            assert house.top < pane.y < pane.y + facade.PANE_HEIGHT < foot


@given(NUMBERS)
def test_the_sun_stands_over_the_lowest_house_and_in_the_sky(number):
    row = draw(number)
    lowest = max(row.houses[1:-1], key=lambda house: house.peak)
    assert row.sun_size < row.sun_y
    assert row.sun_y + row.sun_size < lowest.peak
    assert lowest.x < row.sun_x < lowest.right


@given(NUMBERS)
def test_it_is_valid_xml_in_eight_colours(number):
    root = ElementTree.fromstring(svg(draw(number)))  # noqa: S314 -- our own
    assert root.tag == f"{SVG}svg"
    found = {
        value for part in root.iter() for name in ("fill", "stroke") if (value := part.get(name))
    }
    assert found <= {colour.value for colour in Colour}
    assert len(Colour) == 8


def test_it_is_said_to_who_cannot_see_it():
    said = ElementTree.fromstring(svg(draw(9), words='Huizen & "water"'))  # noqa: S314 -- our own
    assert said.get("role") == "img"
    assert said.get("aria-label") == 'Huizen & "water"'
    assert ElementTree.fromstring(svg(draw(9))).get("aria-hidden") == "true"  # noqa: S314


@pytest.mark.parametrize("gable", list(Gable))
def test_each_gable_is_drawn_somewhere(gable):
    rows = [draw(number) for number in range(1, 60)]
    assert any(house.gable == gable for row in rows for house in row.houses)
    assert len({svg(row) for row in rows}) == len(rows)
