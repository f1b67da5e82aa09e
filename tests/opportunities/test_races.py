"""At the same moment: no place is given twice, and nobody is counted twice."""

import pytest
from django.utils.timezone import now

from tests import world as worlds
from tests.connections.test_races import at_once
from tests.opportunities.a_masterclass import (
    an_open_one,
    applies,
    closes,
    judged,
    replied,
    row_of,
)
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions, rules
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(transactional_db: None) -> World:
    return worlds.build()


def told(verb: str) -> int:
    return Activity.objects.filter(verb=verb).count()


def test_the_last_place_is_taken_once(busy: World) -> None:
    """Who is late says yes while the clock gives it to the next, who says yes too."""
    made = replied(busy, {busy.samira: "place", busy.noor: "reserve"}, places=1)
    until = row_of(busy.samira).offered_until
    assert until is not None
    at_once(
        lambda: actions.confirm_place(busy.samira, opportunity=made),
        lambda: actions.lapse_offers(at=until),
        lambda: actions.confirm_place(busy.noor, opportunity=made),
        lambda: actions.confirm_place(busy.samira, opportunity=made),
    )
    rows = Application.objects.filter(opportunity=made)
    assert rows.filter(confirmed_at__isnull=False, declined_at=None).count() <= 1
    holding = rows.filter(offered_until__isnull=False, lapsed_at=None, declined_at=None)
    assert holding.count() == 1


def test_two_workers_let_an_offer_go_once(busy: World) -> None:
    made = replied(busy, {busy.samira: "place", busy.noor: "reserve"}, places=1)
    until = row_of(busy.samira).offered_until
    assert until is not None
    assert sum(at_once(*[lambda: actions.lapse_offers(at=until) for _ in range(4)])) == 1
    replied_at = made.answered_at
    assert replied_at is not None
    Application.objects.filter(person=busy.noor).update(offered_until=None)
    over = replied_at + rules.KEPT
    assert sum(at_once(*[lambda: actions.end_reserves(at=over) for _ in range(4)])) == 1


def test_two_let_go_and_two_get_a_place(busy: World) -> None:
    people = {busy.samira: "place", busy.noor: "place", busy.peter: "reserve", busy.bram: "reserve"}
    made = replied(busy, people, places=2)
    at_once(
        lambda: actions.decline_place(busy.samira, opportunity=made),
        lambda: actions.withdraw_application(busy.noor, opportunity=made),
        lambda: actions.decline_place(busy.samira, opportunity=made),
    )
    assert told("offered_place") == 2
    assert all(rules.is_offered(row_of(one), now()) for one in (busy.peter, busy.bram))


def test_who_leaves_while_she_gets_a_place(busy: World) -> None:
    """Her place goes on, whichever was first: the one after her gets it."""
    people = {busy.samira: "place", busy.noor: "reserve", busy.peter: "reserve"}
    made = replied(busy, people, places=1)
    at_once(
        lambda: actions.step_out(actor=busy.noor, at=now()),
        lambda: actions.decline_place(busy.samira, opportunity=made),
    )
    assert rules.is_offered(row_of(busy.peter), now())


def test_a_double_click_applies_once(busy: World) -> None:
    made = an_open_one(busy)
    at_once(*[lambda: applies(busy.samira, made) for _ in range(4)])
    assert (Application.objects.count(), told("applied")) == (1, 1)


def test_replies_go_out_once(busy: World) -> None:
    made = an_open_one(busy)
    row = applies(busy.samira, made)
    made = closes(made)
    judged(busy, {row: "place"})
    at_once(
        *[
            lambda by=by: actions.send_replies(by, opportunity=made)
            for by in (busy.joost, busy.fatma)
        ]
    )
    assert told("sent_replies") == 1


def test_who_applies_while_it_is_cancelled(busy: World) -> None:
    """She is told that it is closed, or hears that it is cancelled: her words have an end."""
    made = an_open_one(busy)
    at_once(
        lambda: applies(busy.samira, made),
        lambda: actions.cancel_opportunity(busy.marit, opportunity=made, reason="Ziek"),
    )
    assert not Application.objects.filter(erase_at=None).exists()
    assert Opportunity.objects.get().cancelled_at is not None


def test_one_group_for_all(busy: World) -> None:
    made = replied(busy, {busy.samira: "place"})
    actions.confirm_place(busy.samira, opportunity=made)
    before = Group.objects.count()
    at_once(*[lambda: actions.make_cohort(busy.marit, opportunity=made) for _ in range(3)])
    assert Group.objects.count() == before + 1


def test_two_decide_on_one_number(busy: World) -> None:
    made = an_open_one(busy)
    rows = [applies(one, made) for one in (busy.samira, busy.noor)]
    closes(made)
    judged(busy, dict.fromkeys(rows, "no"))
    said = at_once(
        *[
            lambda by=by, row=row: actions.decide(
                by, application=row, outcome="reserve", reserve_rank=1, reply="Nog even."
            )
            for by, row in zip((busy.joost, busy.fatma), rows, strict=True)
        ]
    )
    assert sum(isinstance(one, Refused) for one in said) == 1
