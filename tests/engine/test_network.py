"""A member's own network: how far it reaches, what goes cold, who are bridges, and its picture."""

from collections import deque
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, permutations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.network import (
    Bridge,
    Cold,
    Contact,
    Group,
    Node,
    Picture,
    Reach,
    Share,
    Spread,
    bridges,
    cold,
    constraint,
    layout,
    reach,
)
from vaknet.engine.network.labels import BASE, LINE, SIGN

TODAY = date(2026, 11, 23)
WORDS = st.sampled_from(["", "a", "b", "gemeente Waterveen", "Rijkswaterstaat"])
KEYS = st.integers(-3, 40)
DAYS = st.dates(date(1990, 1, 1), date(2027, 6, 1))


def contact(key, organisation="", *knows, region="", profession="", days=10):
    touched = TODAY - timedelta(days=days)
    return Contact(key, f"c{key}", profession, organisation, region, touched, frozenset(knows))


def many(number):
    """As in life: a few large organisations, and many where somebody knows one person."""
    names = [f"Omgevingsdienst {n * n % 23 if n % 3 else n % 40}" for n in range(number)]
    return [
        contact(n, names[n], (n * 7 + 1) % number, n // 2, days=n * 37 % 900) for n in range(number)
    ]


NETWORKS = st.lists(
    st.builds(
        Contact,
        key=KEYS,
        name=st.just(""),
        profession=WORDS,
        organisation=WORDS | st.text(max_size=40),
        region=WORDS,
        last_touch=DAYS,
        knows=st.frozensets(KEYS, max_size=6),
    ),
    unique_by=lambda contact: contact.key,
    max_size=25,
)


def test_the_largest_shares_come_first_and_then_by_label():
    given = [contact(1, "b"), contact(2, "b"), contact(3, "c"), contact(4, "a"), contact(5)]
    assert reach(given).organisation == Spread([Share("b", 2), Share("a", 1), Share("c", 1)], 1)


def test_beyond_the_eight_largest_all_others_are_one_share():
    given = [contact(n, profession=f"{n:02}") for n in range(11)] + [contact(20, profession="z")]
    eight = [Share(f"{n:02}", 1) for n in range(8)]
    assert reach(given).profession == Spread([*eight, Share("", 4)], 0, together=4)
    assert len(reach(given, most=None).profession.shares) == 12
    assert reach(given, most=None).profession.together == 0
    assert reach(given[:8]).profession == Spread(eight, 0)


def test_without_contacts_there_is_no_reach():
    assert reach([]) == Reach(Spread([], 0), Spread([], 0), Spread([], 0))


@given(NETWORKS)
def test_everybody_is_in_a_share_or_unknown(given):
    for spread in vars(reach(given)).values():
        assert sum(share.count for share in spread.shares) + spread.unknown == len(given)


def test_a_tie_goes_cold_on_its_last_day_and_the_longest_cold_is_first():
    warm, cool, coldest = contact(1, days=179), contact(2, days=180), contact(3, days=900)
    assert cold([warm, cool, coldest], TODAY) == [
        Cold(coldest, since=TODAY - timedelta(days=900)),
        Cold(cool, since=TODAY - timedelta(days=180)),
    ]


def test_all_cold_ties_are_there_and_who_waits_decides_when():
    given = [contact(n, days=n) for n in range(30)]
    found = cold(given, TODAY, after=timedelta(days=5))
    assert [one.contact.key for one in found] == list(range(29, 4, -1))


def test_who_ties_two_teams_is_a_bridge_to_the_smaller():
    large = [contact(n, "large", *range(1, 5)) for n in range(1, 5)]
    small = [contact(n, "small", 11, 12) for n in (11, 12)]
    between = contact(7, "large", 1, 11, 12)
    assert bridges([*large, between, *small]) == [
        Bridge(large[0], "small", 3),  # without her 3 x 3 pairs lose each other
        Bridge(between, "small", 2),  # 4 x 2
    ]


def test_of_two_sides_as_large_hers_is_where_her_colleagues_are():
    given = [contact(1, "a"), contact(2, "b", 1, 3), contact(3, "b"), contact(4, "a")]
    assert bridges(given) == [Bridge(given[1], "a", 1)]


def test_a_cluster_is_called_by_what_is_known_of_it():
    def across(**known):
        given = [contact(1), contact(2, "", 1, 3), contact(3), contact(4, "", 1)]
        given[2] = contact(3, "", **known)
        return [bridge.to for bridge in bridges(given) if bridge.contact.key == 2]

    assert across(region="Zeeland", profession="jurist") == ["Zeeland"]
    assert across(profession="jurist") == ["jurist"]
    assert across() == [""]


def test_who_is_alone_somewhere_is_the_only_way_there():
    given = [
        contact(1, "a", 2, region="Zeeland"),
        contact(2, "a", region="Drenthe"),
        contact(3, "b", region="Drenthe"),
        contact(4, "c", region="Friesland"),
    ]
    assert bridges(given) == [
        Bridge(given[3], "Friesland"),  # alone in two ways
        Bridge(given[2], "b"),  # tied to nobody, so less constrained than the next
        Bridge(given[0], "Zeeland"),
    ]


def test_a_chain_longer_than_the_stack_has_its_strongest_bridges_in_the_middle():
    chain = [contact(n, "", n + 1) for n in range(3001)]
    found = bridges(chain)
    assert found[0] == Bridge(chain[1500], "", 1500)
    assert {bridge.contact.key for bridge in found[:3]} == {1499, 1500, 1501}


@given(NETWORKS)
def test_bridges_are_who_parts_the_others_when_she_is_taken_out(given):
    together = [replace(one, organisation="x", region="x") for one in given]
    given = [*together, contact(1000, "x", region="x"), contact(1001, "x", region="x")]
    parting = {one.key for one in given if _parts(given, without=one.key) > _parts(given)}
    found = [bridge.contact.key for bridge in bridges(given)]
    assert len(found) == min(len(parting), 10)
    assert set(found) <= parting


@given(NETWORKS, st.randoms())
def test_bridges_do_not_depend_on_the_order_of_contacts(given, chance):
    shuffled = chance.sample(given, len(given))
    assert bridges(shuffled) == bridges(given)


@pytest.mark.parametrize(
    ("given", "total"),
    [
        ([contact(1), contact(2), contact(3), contact(4)], 1 / 4),
        ([contact(1, "", 2), contact(2)], 1.125),
        ([contact(1, "", 2, 3), contact(2, "", 3), contact(3)], 25 / 27),
    ],
)
def test_constraint_is_as_burt_has_it(given, total):
    assert sum(constraint(given).values()) == pytest.approx(total)


def test_who_knows_all_the_others_constrains_the_most():
    found = constraint([contact(1, "", 2, 3), contact(2), contact(3), contact(4)])
    assert sorted(found, key=found.__getitem__) == [4, 2, 3, 1]


@pytest.mark.parametrize("number", [0, 1, 2, 10, 150, 500])
@pytest.mark.parametrize(("width", "height"), [(720, 520), (400, 700)])
def test_nobody_overlaps_and_everybody_is_inside(number, width, height):
    drawn = layout(many(number), width=width, height=height)
    assert len(drawn.nodes) == number
    _check(drawn)


def test_everybody_at_one_organisation_is_a_full_circle_under_its_name():
    drawn = layout([contact(n, "Rijkswaterstaat", days=n) for n in range(120)])
    (group,) = drawn.groups
    assert (group.text, group.anchor, group.x) == (("Rijkswaterstaat",), "middle", drawn.x)
    _check(drawn)


def test_sectors_go_from_the_largest_to_the_others():
    given = [contact(100 * n + k, f"o{n}") for n in range(10) for k in range(12 - n)]
    drawn = layout([*given, contact(5000)])
    assert [(group.label, group.size) for group in drawn.groups] == [
        *[(f"o{n}", 12 - n) for n in range(8)],
        ("", 4 + 3 + 1),
    ]
    by_key = {node.key: drawn.groups[node.group].label for node in drawn.nodes}
    assert [by_key[key] for key in (0, 700, 800, 900, 5000)] == ["o0", "o7", "", "", ""]


def test_the_more_recent_the_nearer():
    given = many(150)
    drawn = layout(given)
    touched = {contact.key: contact.last_touch for contact in given}
    for one, other in permutations(drawn.nodes, 2):
        if one.group == other.group and touched[one.key] > touched[other.key]:
            assert _ring(drawn, one) <= _ring(drawn, other)


def test_of_very_many_the_most_recently_touched_are_drawn():
    given = [contact(n, "a", n + 1, days=n) for n in range(620)]
    drawn = layout(given)
    assert drawn.left_out == 120
    assert {node.key for node in drawn.nodes} == set(range(500))
    assert len(drawn.lines) == 499


def test_a_tie_that_both_mention_is_one_line_and_strangers_have_none():
    given = [contact(1, "a", 2, 1, 99), contact(2, "a", 1, 3), contact(3, "b")]
    drawn = layout(given)
    assert sorted(drawn.lines) == [(1, 2), (2, 3)]
    assert [(one.key, other.key) for one, other in drawn.ends()] == drawn.lines


def test_the_shortest_lines_are_drawn_first_and_six_hundred_are_enough():
    drawn = layout([contact(n, f"o{n % 5}", *range(60), days=n) for n in range(60)])
    lengths = [hypot(one.x - other.x, one.y - other.y) for one, other in drawn.ends()]
    assert (len(lengths), lengths) == (600, sorted(lengths))


def test_long_names_are_wrapped_and_cut_off():
    words = "Ministerie van Infrastructuur en Waterstaat, directie Strategie en Bestuur, afdeling X"
    drawn = layout([contact(n, f"{n} {words}") for n in range(8)])
    assert all(len(group.text) == 2 and group.text[1].endswith("…") for group in drawn.groups)
    _check(drawn)


@given(NETWORKS, st.integers(360, 1000), st.integers(360, 1000))
def test_any_network_is_a_picture(given, width, height):
    drawn = layout(given, width=width, height=height)
    keys = {contact.key for contact in given}
    assert sorted(node.key for node in drawn.nodes) == sorted(keys)
    assert len(set(drawn.lines)) == len(drawn.lines)
    assert all(one < other and {one, other} <= keys for one, other in drawn.lines)
    _check(drawn)


@given(NETWORKS, st.randoms())
def test_the_picture_does_not_depend_on_the_order_of_contacts(given, chance):
    assert layout(chance.sample(given, len(given))) == layout(given)


def _check(drawn: Picture) -> None:
    """Nothing over anything else, and all of it inside the box."""
    dots = [(node.x, node.y, node.radius) for node in drawn.nodes]
    for (x1, y1, r1), (x2, y2, r2) in combinations([*dots, (drawn.x, drawn.y, drawn.radius)], 2):
        assert hypot(x1 - x2, y1 - y2) >= r1 + r2
    labels = [_box(group) for group in drawn.groups]
    for left, top, right, bottom in labels:
        assert 0 <= left < right <= drawn.width
        assert 0 <= top < bottom <= drawn.height
        for x, y, radius in dots:
            away = hypot(x - min(max(x, left), right), y - min(max(y, top), bottom))
            assert away >= radius
    for one, other in combinations(labels, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _box(group: Group) -> tuple[float, float, float, float]:
    wide = max((len(line) for line in group.text), default=4) * SIGN
    left = group.x - wide * {"start": 0, "middle": 0.5, "end": 1}[group.anchor]
    top = group.y - BASE
    return left, top, left + wide, top + max(len(group.text), 1) * LINE


def _ring(drawn: Picture, node: Node) -> int:
    away = hypot(node.x - drawn.x, node.y - drawn.y)
    return min(range(len(drawn.rings)), key=lambda ring: abs(drawn.rings[ring] - away))


def _parts(given: list[Contact], without: int | None = None) -> int:
    """Counted the slow way."""
    ties = {c.key: c.knows for c in given if c.key != without}
    unseen, parts = set(ties), 0
    while unseen:
        parts += 1
        queue = deque([unseen.pop()])
        while queue:
            one = queue.popleft()
            near = {o for o in unseen if o in ties[one] or one in ties[o]}
            unseen -= near
            queue.extend(near)
    return parts
