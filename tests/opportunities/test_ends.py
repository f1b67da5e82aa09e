"""Promises that end, places that are not left empty, and what happens when somebody goes."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.opportunities.a_masterclass import (
    DAY,
    HOUR,
    a_draft,
    an_open_one,
    applies,
    closes,
    details,
    judged,
    replied,
    row_of,
)
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.opportunities import actions, calendar, rules
from vaknet.domain.opportunities.models import Application, Opportunity, OpportunityOrganiser
from vaknet.domain.refusal import Refused
from vaknet.interfaces.mail.letters.opportunity_words import organisers_of

pytestmark = pytest.mark.django_db


def told(verb: str) -> int:
    return Activity.objects.filter(verb=verb).count()


def test_nobody_is_promised_a_reply_in_years(world: World) -> None:
    made = an_open_one(world, starts_on=None, ends_on=None)
    longest = localdate(made.closes_at) + timedelta(weeks=26)
    with pytest.raises(Refused, match="half a year") as refused:
        details(starts_on=None, ends_on=None, answer_by=longest + DAY).tidy()
    assert refused.value.field == "answer_by"
    far = now() + 4 * 366 * DAY
    for closes_at, answer_by, field in (
        (far, localdate(far) + DAY, "closes_at"),
        (made.closes_at, longest + DAY, "answer_by"),
        (made.closes_at + DAY, made.answer_by - DAY, "answer_by"),
    ):
        with pytest.raises(Refused) as refused:
            actions.lengthen(
                world.marit, opportunity=made, closes_at=closes_at, answer_by=answer_by
            )
        assert refused.value.field == field
    made = closes(made)
    with pytest.raises(Refused, match="half a year"):
        actions.promise_again(world.marit, opportunity=made, answer_by=longest + DAY)


def test_a_place_of_who_withdrew_before_the_press_is_not_left_empty(world: World) -> None:
    made = an_open_one(world, places=1)
    rows = {applies(world.samira, made): "place", applies(world.noor, made): "reserve"}
    made = closes(made)
    judged(world, rows)
    actions.withdraw_application(world.samira, opportunity=made)
    actions.send_replies(world.joost, opportunity=made)
    assert rules.is_offered(row_of(world.noor), now())
    assert told("offered_place") == 1


def test_places_that_are_added_go_to_the_reserve_list(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    same = details(closes_at=made.closes_at, places=1, text="Meer")
    actions.change_opportunity(world.marit, opportunity=made, details=same)
    assert not rules.is_offered(row_of(world.noor), now())
    more = details(closes_at=made.closes_at, places=2)
    actions.change_opportunity(world.marit, opportunity=made, details=more)
    assert rules.is_offered(row_of(world.noor), now())


def test_the_reserve_list_waits_for_places_that_are_kept(world: World) -> None:
    replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    at = now() + 29 * DAY
    Application.objects.filter(person=world.samira).update(offered_until=at + HOUR)
    assert actions.end_reserves(at=at) == 0
    actions.lapse_offers(at=at + HOUR)
    assert row_of(world.noor).offered_until is not None


def test_once_it_began_no_place_is_given(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    made = closes(made)
    judged(world, {row: "place"})
    Opportunity.objects.filter(pk=made.pk).update(starts_on=localdate())
    with pytest.raises(Refused, match="It began already"):
        actions.send_replies(world.joost, opportunity=made)
    actions.decide(world.joost, application=row, outcome="no", reply="Te laat.")
    assert actions.send_replies(world.joost, opportunity=made).answered_at


def test_that_a_reader_left_is_told(world: World) -> None:
    made = an_open_one(world)
    actions.step_out(actor=world.joost, at=now())
    gone = Activity.objects.get(verb="declined_to_sit")
    assert (gone.actor, gone.group) == (world.joost, world.group.actor)
    assert organisers_of(made) == [world.marit]
    OpportunityOrganiser.objects.update(until=now())
    assert organisers_of(made) == [world.marit]  # the steward of the group


def test_a_group_that_sleeps_keeps_no_yes_away(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "place"})
    actions.confirm_place(world.samira, opportunity=made)
    group = actions.make_cohort(world.marit, opportunity=made)
    groups.put_to_sleep(world.marit, group=group)
    assert actions.confirm_place(world.noor, opportunity=made).confirmed_at
    assert not groups_of.is_member(world.noor, group)


def test_in_a_group_that_sleeps_nothing_is_published(world: World) -> None:
    made = a_draft(world)
    groups.put_to_sleep(world.marit, group=world.group)
    with pytest.raises(Refused, match="asleep"):
        actions.publish_opportunity(world.marit, opportunity=made)


@pytest.mark.parametrize("lapsed", [False, True])
def test_of_two_accounts_the_one_that_waits_counts(world: World, lapsed: bool) -> None:
    people_of = {world.peter: "place", world.noor: "reserve", world.samira: "no"}
    made = replied(world, people_of, places=1)
    if lapsed:
        past = {"outcome": "place", "offered_until": now() - HOUR, "lapsed_at": now()}
        Application.objects.filter(person=world.samira).update(**past)
    actions.take_over_opportunities(kept=world.samira, merged=world.noor, at=now())
    assert rules.is_on_reserve(row_of(world.samira))
    assert made.answered_at is not None


def test_on_the_day_that_the_clock_changes(world: World) -> None:
    made = a_draft(world)
    made.starts_on = made.ends_on = date(2027, 3, 28)
    begins, ends = calendar.span(made) or (now(), now())
    assert ends - begins == 23 * HOUR
    body = calendar.file(made, base_url="https://vak.example").decode()
    assert "Closes" not in body
    made.starts_on = made.ends_on = None
    body = calendar.file(made, base_url="https://vak.example").decode()
    assert "SUMMARY:Closes: " in body
    hour = calendar.closing_hour(made)
    assert hour[1] - hour[0] == HOUR


def test_who_takes_part_is_kept_until_it_was(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    actions.confirm_place(world.samira, opportunity=made)
    starts_on = localdate() + 400 * DAY
    Opportunity.objects.filter(pk=made.pk).update(starts_on=starts_on, ends_on=None)
    actions.erase_applications(now=now() + 370 * DAY)
    assert row_of(world.samira).confirmed_at
    actions.erase_applications(now=now() + 430 * DAY)
    assert not Application.objects.exists()


def test_what_has_been_is_not_cancelled(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    Opportunity.objects.filter(pk=made.pk).update(starts_on=localdate() - DAY, ends_on=None)
    with pytest.raises(Refused, match="It has been"):
        actions.cancel_opportunity(world.marit, opportunity=made, reason="Ziek")
