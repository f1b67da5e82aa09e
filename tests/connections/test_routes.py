"""Routes and reach: only through people who agreed, named no farther than one's own contacts."""

from datetime import timedelta
from math import exp

import pytest
from django.utils import timezone

from tests.world import acquaint, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.graph import terms
from vaknet.domain.connections.models import Connection
from vaknet.domain.connections.queries import Reach
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused


def names(routes: list[queries.Route]) -> list[list[str]]:
    return [[stop.name for stop in route.stops] for route in routes]


def test_the_shortest_comes_first_and_farther_stops_are_described(world):
    assert names(queries.routes(world.samira, world.marit)) == [
        ["Joost van der Meer"],
        ["Fatma Yıldız", "a contact of Fatma"],
    ]
    assert names(queries.routes(world.samira, world.marit, max_stops=1)) == [["Joost van der Meer"]]
    assert names(queries.routes(world.samira, world.marit, limit=1)) == [["Joost van der Meer"]]
    without = queries.routes(world.samira, world.marit, without=[world.joost.pk])
    assert names(without) == [["Fatma Yıldız", "a contact of Fatma"]]


def test_a_public_body_says_more_than_a_contact(world):
    Organisation.objects.create(
        name="gemeente Zuiderstreek",
        uri="https://identifier.overheid.nl/tooi/id/gemeente/gm9999",
    )
    people.add_role(
        world.peter, kind="work", title="archivaris", organisation="gemeente Zuiderstreek"
    )
    assert names(queries.routes(world.samira, world.marit))[1] == [
        "Fatma Yıldız",
        "someone at a municipality",
    ]


def test_a_body_of_another_kind_says_no_more_than_a_contact(world):
    Organisation.objects.create(
        name="Instituut Zuiderstreek",
        uri="https://identifier.overheid.nl/tooi/id/oorg/oorg99999",
    )
    people.add_role(
        world.peter, kind="work", title="archivaris", organisation="Instituut Zuiderstreek"
    )
    assert names(queries.routes(world.samira, world.marit))[1][1] == "a contact of Fatma"


def test_an_unnamed_stop_is_nowhere_in_the_route(world):
    [_, route] = queries.routes(world.samira, world.marit)
    farther = route.stops[1]
    assert (farther.actor, farther.handle, farther.headline) == (None, "", "")
    assert farther.first_name == "a contact of Fatma"
    assert route.first == world.fatma
    assert route.stops[0].handle == route.token.split(":")[0] == "fatma.yildiz"
    for told in (repr(route), route.token):
        assert "peter" not in told.lower()
        assert f"{world.peter.pk}" not in told.split(":")[1:]


def test_a_token_opens_its_own_route_for_its_own_viewer(world):
    [short, long] = queries.routes(world.samira, world.marit)
    assert queries.route_of(world.samira, world.marit, short.token) == [world.joost]
    assert queries.route_of(world.samira, world.marit, long.token) == [world.fatma, world.peter]
    tampered = [
        (world.noor, world.marit, short.token),
        (world.samira, world.noor, short.token),
        (world.samira, world.marit, short.token.replace("joost", "fatma")),
        (world.samira, world.marit, "joost.van.der.meer:"),
        (world.samira, world.marit, "joost.van.der.meer:ééé"),
        (world.samira, world.marit, "fatma.yildiz:wrong"),
        (world.samira, world.marit, ""),
        (world.samira, world.marit, "\x00"[:0] + "nobody:1234"),
        (None, world.marit, short.token),
    ]
    for viewer, target, token in tampered:
        with pytest.raises(Actor.DoesNotExist):
            queries.route_of(viewer, target, token)


def test_only_through_who_agreed(world):
    assert queries.routes(world.noor, world.joost) == []  # Samira stands between, and did not agree
    actions.stop_being_go_between(world.joost)
    actions.stop_being_go_between(world.peter)
    assert queries.routes(world.samira, world.marit) == []
    assert queries.reach(world.samira, [world.marit.pk]) == {world.marit.pk: Reach(None)}


# Who says "not through me" to whom, and the ways from Samira to Marit that are left.
EXCEPTS = [
    ("joost", "marit", [["Fatma Yıldız", "a contact of Fatma"]]),
    ("fatma", "peter", [["Joost van der Meer"]]),
    ("peter", "marit", [["Joost van der Meer"]]),
    ("joost", "samira", [["Joost van der Meer"], ["Fatma Yıldız", "a contact of Fatma"]]),
]


@pytest.mark.parametrize(("by", "contact", "left"), EXCEPTS)
def test_not_through_her_to_this_person(world, by, contact, left):
    """No route, no reach, and a token of before opens nothing; until she takes it back."""
    by, contact = getattr(world, by), getattr(world, contact)
    before = queries.routes(world.samira, world.marit)
    ways = [queries.route_of(world.samira, world.marit, route.token) for route in before]
    actions.keep_out_of_reach(by, contact=contact)
    actions.keep_out_of_reach(by, contact=contact)
    assert names(queries.routes(world.samira, world.marit)) == left
    for route, way in zip(names(before), ways, strict=True):
        if route not in left:
            with pytest.raises(Refused, match="no longer possible"):
                actions.ask_introduction(
                    world.samira, target=world.marit, route=way, purpose="Van papier af"
                )
    assert list(queries.out_of_reach(by)) == [contact]
    assert list(queries.out_of_reach(contact)) == []
    actions.let_be_reached(by, contact=contact)
    actions.let_be_reached(by, contact=contact)
    assert queries.routes(world.samira, world.marit) == before
    assert list(queries.out_of_reach(by)) == []


def test_not_through_her_by_another_to_this_person_either(world):
    """Fatma knows Marit too; who asks around by Peter would still come through Fatma."""
    acquaint(world.fatma, world.marit)
    actions.end_connection(world.joost, contact=world.marit)
    actions.keep_out_of_reach(world.fatma, contact=world.marit)
    assert queries.routes(world.samira, world.marit) == []
    with pytest.raises(Refused, match="no longer possible"):
        actions.ask_introduction(
            world.samira, target=world.marit, route=[world.fatma, world.peter], purpose="Vraag"
        )


def test_a_long_token_of_before_opens_no_way_that_is_closed_since(world):
    [_short, long] = queries.routes(world.samira, world.marit)
    for by, contact in ((world.fatma, world.peter), (world.peter, world.marit)):
        actions.keep_out_of_reach(by, contact=contact)
        with pytest.raises(Actor.DoesNotExist):
            queries.route_of(world.samira, world.marit, long.token)
        actions.let_be_reached(by, contact=contact)
    assert queries.route_of(world.samira, world.marit, long.token) == [world.fatma, world.peter]


def test_reach_knows_of_it_too(world):
    lotte = member("Lotte van Dam", "lotte@duinrade.example")
    acquaint(world.peter, lotte)
    wanted = [world.marit.pk, world.peter.pk, lotte.pk]
    actions.keep_out_of_reach(world.joost, contact=world.marit)
    actions.keep_out_of_reach(world.peter, contact=lotte)
    assert queries.reach(world.samira, wanted) == {
        world.marit.pk: Reach(3, (world.fatma.pk,)),
        world.peter.pk: Reach(2, (world.fatma.pk,)),
        lotte.pk: Reach(None),
    }


def test_only_a_contact_is_kept_out_of_reach(world):
    with pytest.raises(Connection.DoesNotExist):
        actions.keep_out_of_reach(world.joost, contact=world.bram)
    actions.keep_out_of_reach(world.joost, contact=world.marit)
    actions.end_connection(world.joost, contact=world.marit)
    assert list(queries.out_of_reach(world.joost)) == []  # nobody comes to her through him anyway


def test_no_route_to_oneself_to_a_contact_or_for_a_guest(world):
    assert queries.routes(world.samira, world.samira) == []
    assert queries.routes(world.samira, world.joost) == []
    assert queries.routes(world.samira, world.bram) == []
    assert queries.routes(None, world.marit) == []


def test_an_ended_tie_carries_nobody(world):
    actions.end_connection(world.joost, contact=world.marit)
    assert names(queries.routes(world.samira, world.marit)) == [
        ["Fatma Yıldız", "a contact of Fatma"]
    ]


def test_the_load_is_spread_over_go_betweens(world):
    """Both ties are as strong; each question halves what a way is worth for two weeks."""
    ruben = member("Ruben Vos", "ruben@duinrade.example")
    actions.agree_to_be_go_between(ruben)
    acquaint(world.samira, ruben)
    acquaint(ruben, world.marit)
    assert names(queries.routes(world.samira, world.marit, limit=1)) == [["Joost van der Meer"]]
    acquaint(world.joost, world.bram)
    actions.ask_introduction(
        world.samira, target=world.bram, route=[world.joost], purpose="Over jongeren en wonen."
    )
    assert names(queries.routes(world.samira, world.marit, limit=1)) == [["Ruben Vos"]]


def _age(years: float, *pairs: tuple[Actor, Actor]) -> None:
    """As if these two met so much longer ago."""
    for a, b in pairs:
        both = Connection.objects.filter(holder__in=(a, b), contact__in=(a, b))
        both.update(since=timezone.now() - timedelta(days=365.25 * years))


def test_the_strong_tie_comes_first_and_a_question_weighs_as_a_year(world):
    """Joost was met three years before, so he is asked when Ruben was asked often enough."""
    ruben = member("Ruben Vos", "ruben@duinrade.example")
    actions.agree_to_be_go_between(ruben)
    acquaint(world.samira, ruben)
    acquaint(ruben, world.marit)
    _age(3, (world.samira, world.joost))
    first = [queries.routes(world.samira, world.marit, limit=1)[0].first.first_name]
    for _ in range(3):
        _ask_through(world, ruben, 1)
        first.append(queries.routes(world.samira, world.marit, limit=1)[0].first.first_name)
    assert first == ["Ruben", "Ruben", "Ruben", "Joost"]


def test_a_hub_is_cut_at_her_strongest_ties(world, monkeypatch):
    monkeypatch.setattr(terms, "HUB", 1)
    _age(1, (world.samira, world.noor), (world.samira, world.fatma))
    assert names(queries.routes(world.samira, world.marit)) == [["Joost van der Meer"]]
    _age(2, (world.joost, world.marit))
    assert names(queries.routes(world.samira, world.marit)) == []
    wanted = [world.noor.pk, world.marit.pk]
    assert queries.reach(world.samira, wanted) == {
        world.noor.pk: Reach(1),
        world.marit.pk: Reach(None),
    }


def test_how_strong_the_way_is_that_leads_there(world):
    _age(1, (world.samira, world.joost))
    everybody = [world.noor.pk, world.joost.pk, world.marit.pk, world.bram.pk]
    found = queries.reach(world.samira, everybody)
    fresh, old = 1 - exp(-1 / 2), 1 - exp(-1 / 4)
    strengths = [found[pk].strength for pk in everybody]
    assert strengths == pytest.approx([fresh, old, old * fresh, 0], rel=0.02)


def test_through_nobody_whose_account_is_switched_off(world):
    world.joost.account.is_active = False
    world.joost.account.save()
    assert names(queries.routes(world.samira, world.marit)) == [
        ["Fatma Yıldız", "a contact of Fatma"]
    ]
    assert queries.reach(world.samira, [world.marit.pk])[world.marit.pk].degree == 3


def test_a_block_is_no_way_and_no_way_leads_there(world):
    people.block(world.peter, other=world.samira)
    people.block(world.samira, other=world.noor)
    assert queries.reach(world.samira, [world.peter.pk, world.noor.pk]) == {
        world.peter.pk: Reach(None),
        world.noor.pk: Reach(None),
    }
    assert names(queries.routes(world.samira, world.marit)) == [["Joost van der Meer"]]


def _ask_through(world, go_between: Actor, times: int, *, answer=None) -> None:
    """Others ask this go-between, each to meet somebody else."""
    for _ in range(times):
        number = Actor.objects.count()
        asker = member(f"Vrager {number}", f"vrager{number}@duinrade.example")
        target = member(f"Doel {number}", f"doel{number}@duinrade.example")
        acquaint(asker, go_between)
        acquaint(target, go_between)
        asked = actions.ask_introduction(asker, target=target, route=[go_between], purpose="Vraag")
        if answer is not None:
            answer(go_between, step=asked.steps.get())


def test_the_load_is_spread_over_second_stops_too(world):
    ruben = member("Ruben Vos", "ruben@duinrade.example")
    actions.agree_to_be_go_between(ruben)
    acquaint(world.fatma, ruben)
    acquaint(ruben, world.marit)
    actions.end_connection(world.joost, contact=world.marit)

    def second() -> Actor:
        [route] = queries.routes(world.samira, world.marit, limit=1)
        return queries.route_of(world.samira, world.marit, route.token)[1]

    assert second() == world.peter  # both ties are as strong
    _ask_through(world, world.peter, 1)
    assert second() == ruben  # who was asked less
    _ask_through(world, ruben, 2)
    assert second() == world.peter


@pytest.mark.parametrize("answer", [None, actions.decline_to_introduce, actions.agree_to_introduce])
@pytest.mark.parametrize("busy", ["joost", "fatma", "peter"])
def test_who_was_asked_a_lot_lately_is_left_alone_whatever_she_said(
    world, time_machine, busy, answer
):
    """A no changes nothing of it: neither the routes, nor how far, nor what is refused."""
    long = [world.fatma, world.peter]
    ways = {("joost",): [world.joost], ("fatma", "peter"): long}
    _ask_through(world, getattr(world, busy), rules.ASKED_LATELY - 1, answer=answer)
    assert len(queries.routes(world.samira, world.marit)) == 2
    _ask_through(world, getattr(world, busy), 1, answer=answer)
    left = [way for names, way in ways.items() if busy not in names]
    routes = queries.routes(world.samira, world.marit)
    assert [queries.route_of(world.samira, world.marit, one.token) for one in routes] == left
    for names_, way in ways.items():
        if busy in names_:
            with pytest.raises(Refused, match="no longer possible"):
                actions.ask_introduction(
                    world.samira, target=world.marit, route=way, purpose="Van papier af"
                )
    time_machine.move_to(timezone.now() + rules.LATELY + timedelta(minutes=1))
    assert len(queries.routes(world.samira, world.marit)) == 2


def test_reach_names_the_contact_who_was_asked_least(world):
    ruben = member("Ruben Vos", "ruben@duinrade.example")
    actions.agree_to_be_go_between(ruben)
    acquaint(ruben, world.samira)
    acquaint(ruben, world.marit)

    def via() -> int:
        return queries.reach(world.samira, [world.marit.pk])[world.marit.pk].via_ids[0]

    assert via() == world.joost.pk
    _ask_through(world, world.joost, 1)
    assert via() == ruben.pk
    _ask_through(world, ruben, rules.ASKED_LATELY)
    assert via() == world.joost.pk
    _ask_through(world, world.joost, rules.ASKED_LATELY - 1)
    assert queries.reach(world.samira, [world.marit.pk])[world.marit.pk].degree == 3  # by Fatma


def test_reach_says_how_far_and_through_which_contact(world):
    asked = [one.pk for one in world.everybody]
    found = queries.reach(world.samira, asked)
    assert found == {
        world.samira.pk: Reach(None),
        world.joost.pk: Reach(1),
        world.marit.pk: Reach(2, (world.joost.pk,)),
        world.noor.pk: Reach(1),
        world.fatma.pk: Reach(1),
        world.peter.pk: Reach(2, (world.fatma.pk,)),
        world.bram.pk: Reach(None),
        world.moderator.pk: Reach(None),
    }
    lotte = member("Lotte van Dam", "lotte@duinrade.example")
    acquaint(world.peter, lotte)
    assert queries.reach(world.samira, [lotte.pk]) == {lotte.pk: Reach(3, (world.fatma.pk,))}
    assert queries.reach(None, [lotte.pk]) == {lotte.pk: Reach(None)}
    assert queries.reach(world.samira, []) == {}


def test_one_or_many_cost_the_same(world, django_assert_num_queries):
    everybody = [one.pk for one in world.everybody]
    for ids in (everybody[:1], everybody):
        with django_assert_num_queries(1):
            queries.reach(world.samira, ids)
    for limit in (1, 3):
        with django_assert_num_queries(3 if limit == 3 else 2):
            queries.routes(world.samira, world.marit, limit=limit)
