"""Towns on a small map: north up, hers first, and all of it within the drawing."""

from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.layout.towns import HEIGHT, WIDTH, draw

UTRECHT, ZEIST = ("Utrecht", 52.0908, 5.1222), ("Zeist", 52.0900, 5.2333)
GRONINGEN = ("Groningen", 53.2192, 6.5667)


def test_one_town_is_no_map():
    assert draw([]) is None
    assert draw([UTRECHT, UTRECHT]) is None


def test_north_is_up_and_east_is_right():
    drawn = draw([UTRECHT, GRONINGEN])
    hers, other = drawn.towns
    assert (hers.name, hers.is_hers, other.is_hers) == ("Utrecht", True, False)
    assert other.x > hers.x
    assert other.y < hers.y
    assert other.name_y < other.y < hers.y < hers.name_y
    assert (drawn.km, drawn.bar > 50) == (100, True)


def test_names_stay_on_the_map():
    hers, other = draw([UTRECHT, ZEIST]).towns
    assert (hers.anchor, other.anchor) == ("start", "end")
    three = draw([UTRECHT, ("Bilthoven", 52.13, 5.178), ZEIST])
    assert [town.anchor for town in three.towns] == ["start", "middle", "end"]


@given(
    st.lists(
        st.tuples(st.just("Ergens"), st.integers(505, 536), st.integers(25, 73)),
        min_size=2,
        max_size=3,
        unique=True,
    )
)
def test_everything_is_within_the_drawing(places):
    drawn = draw([(name, north / 10, east / 10) for name, north, east in places])
    for town in drawn.towns:
        assert 0 < town.x < WIDTH
        assert 0 < town.y < HEIGHT
    assert 0 < drawn.bar < WIDTH
