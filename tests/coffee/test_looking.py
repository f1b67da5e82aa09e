"""Looking for coffee, changing that, skipping a month and stopping."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.coffee.story import FIRST, both_say_yes, draw, look
from vaknet.domain.activity.models import Activity
from vaknet.domain.coffee import actions, queries, rules
from vaknet.domain.coffee.everything import everything_of
from vaknet.domain.coffee.looking import wishes_of_round
from vaknet.domain.coffee.models import CoffeeWish, Often
from vaknet.domain.refusal import Refused

TODAY = date(2026, 12, 1)


def test_she_looks_and_nobody_else_knows(world, clock, waterveen):
    wish = look(world.samira, waterveen, wishes=["mentor"], mentors=True, parts=[3, 1])
    assert (wish.often, wish.place, wish.reach) == ("monthly", waterveen, 10)
    assert (wish.wishes, wish.mentors, wish.parts) == (["mentor"], True, [1, 3])
    assert (wish.until, wish.ends_on, wish.snoozed_until) == (None, None, None)
    assert str(wish) == f"{world.samira.pk} would like coffee, monthly"
    assert queries.wish_of(world.samira, TODAY) == wish
    assert queries.wish_of(world.joost, TODAY) is None
    assert Activity.objects.get(verb="looked_for_coffee").audience == "self"


def test_looking_again_changes_the_one_wish(world, clock, waterveen, duinrade):
    first = look(world.samira, waterveen)
    again = look(world.samira, duinrade, reach=25)
    assert again == first
    assert (again.place, again.reach) == (duinrade, 25)
    once = look(world.samira, often=Often.ONCE)
    assert (once, once.place, once.ends_on) == (first, None, date(2026, 12, 4))
    assert CoffeeWish.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"often": "daily"}, "often"),
        ({"often": "once", "reach": 7}, "reach"),
        ({"often": "once", "reach": 5}, "place"),
        ({"often": "once", "wishes": ["romance"]}, "wishes"),
        ({"often": "once", "parts": [12]}, "parts"),
    ],
)
def test_what_is_not_on_the_list_is_refused(world, clock, wanted, field):
    with pytest.raises(Refused) as refused:
        actions.look_for_coffee(world.samira, **wanted)
    assert refused.value.field == field
    assert not CoffeeWish.objects.exists()


def test_online_only_keeps_no_place(world, clock, waterveen):
    wish = actions.look_for_coffee(world.samira, often="once", place=waterveen, reach=0)
    assert wish.place is None


def test_what_was_for_this_week_ends_by_itself(world, clock, waterveen):
    wish = look(world.samira, waterveen, often=Often.ONCE)
    assert wish.ends_on == date(2026, 12, 4)
    assert queries.wish_of(world.samira, date(2026, 12, 4)) == wish
    assert queries.wish_of(world.samira, date(2026, 12, 5)) is None
    clock.shift(timedelta(days=7))
    new = look(world.samira, waterveen)
    wish.refresh_from_db()
    assert wish.until is not None
    assert new != wish


def test_from_friday_on_this_week_is_the_next_one():
    assert rules.week_ends_on(date(2026, 12, 3)) == date(2026, 12, 4)
    assert rules.week_ends_on(date(2026, 12, 4)) == date(2026, 12, 11)
    assert rules.week_ends_on(date(2026, 12, 6)) == date(2026, 12, 11)


def test_before_a_friday_that_is_a_holiday_it_is_the_next_one_too():
    assert rules.week_ends_on(date(2026, 12, 23)) == date(2026, 12, 25)
    assert rules.week_ends_on(date(2026, 12, 24)) == date(2027, 1, 1)
    assert rules.week_ends_on(date(2027, 3, 25)) == date(2027, 4, 2)  # Good Friday


def test_changing_to_this_week_after_a_coffee_puts_her_in_its_passes(looking, matched, waterveen):
    both_say_yes(matched, looking.samira, looking.joost)
    with time_machine.travel(FIRST + timedelta(hours=1), tick=False):
        wish = look(looking.samira, waterveen, often=Often.ONCE)
    assert list(wishes_of_round(Often.ONCE, TODAY)) == [wish]


def test_who_goes_first_does_so_with_her_next_wish(looking, matched, waterveen):
    """Stopped before it ended or after it, and until she is drawn."""
    samira, joost = looking.samira, looking.joost
    actions.stop_looking(samira)
    over = FIRST + timedelta(days=6)
    actions.end_waiting(now=over)
    actions.stop_looking(joost)
    assert look(samira, waterveen).first_since == over
    assert look(joost, waterveen).first_since == over
    assert look(looking.noor, waterveen).first_since is None
    CoffeeWish.objects.filter(person=joost, until=None).update(first_since=None)
    actions.stop_looking(joost)
    assert look(joost, waterveen).first_since is None


def test_stopping_can_be_undone(world, clock, waterveen):
    wish = look(world.samira, waterveen)
    assert actions.stop_looking(world.samira) == wish
    assert actions.stop_looking(world.samira) is None
    assert queries.wish_of(world.samira, TODAY) is None
    stopped = queries.stopped_wish(world.samira)
    assert stopped == wish
    assert actions.look_again(world.samira, wish=stopped) == wish
    assert actions.look_again(world.samira, wish=stopped) == wish
    assert queries.wish_of(world.samira, TODAY) == wish
    assert queries.stopped_wish(world.samira) is None
    assert queries.stopped_wish(world.joost) is None


def test_a_week_that_is_over_does_not_come_back(world, clock, waterveen):
    wish = look(world.samira, waterveen, often=Often.ONCE)
    actions.stop_looking(world.samira)
    clock.shift(timedelta(days=7))
    assert actions.look_again(world.samira, wish=wish) is None


def test_the_wish_of_somebody_else_does_not_come_back(world, clock, waterveen):
    wish = look(world.samira, waterveen)
    actions.stop_looking(world.samira)
    with pytest.raises(CoffeeWish.DoesNotExist):
        actions.look_again(world.joost, wish=wish)


def test_skipping_is_of_the_next_round(world, clock, waterveen):
    look(world.samira, waterveen)
    before = actions.skip_round(world.samira)
    assert before.snoozed_until == date(2026, 12, 31)
    assert actions.skip_round(world.samira).snoozed_until == date(2026, 12, 31)
    assert actions.take_part_again(world.samira).snoozed_until is None
    assert actions.take_part_again(world.samira).snoozed_until is None
    draw()
    after = actions.skip_round(world.samira)
    assert after.snoozed_until == date(2027, 1, 31)


def test_only_rounds_can_be_skipped(world, clock, waterveen):
    assert actions.skip_round(world.samira) is None
    assert actions.take_part_again(world.samira) is None
    look(world.samira, waterveen, often=Often.ONCE)
    assert actions.skip_round(world.samira).snoozed_until is None


def test_the_rounds_of_a_month_are_due_from_its_first_working_day():
    assert rules.round_of(Often.MONTHLY, date(2026, 11, 1)) is None  # a Sunday
    assert rules.round_of(Often.MONTHLY, date(2026, 11, 2)) == date(2026, 11, 1)
    assert rules.round_of(Often.MONTHLY, date(2026, 11, 28)) == date(2026, 11, 1)
    assert rules.round_of(Often.ONCE, date(2026, 11, 28)) is None
    assert rules.round_of(Often.ONCE, date(2026, 12, 25)) is None
    assert rules.round_of(Often.ONCE, TODAY) == TODAY


def test_the_last_pass_of_a_week_is_the_last_working_day(world, clock, waterveen):
    wish = look(world.samira, waterveen, often=Often.ONCE)
    assert not rules.is_last_pass(wish, date(2026, 12, 3))
    assert rules.is_last_pass(wish, date(2026, 12, 4))
    wish.ends_on = date(2026, 12, 25)
    assert rules.is_last_pass(wish, date(2026, 12, 24))
    assert not rules.is_last_pass(CoffeeWish(ends_on=None), TODAY)
    assert timezone.now().date() == TODAY


def test_she_takes_along_what_she_said_of_it(looking, matched):
    actions.say_yes(looking.samira, match=matched)
    wishes, seats = everything_of(looking.samira)
    ((often, place, reach, *_more),) = wishes.rows()
    assert (often, place, reach) == ("monthly", "Waterveen", 10)
    ((_drawn_at, town, online, accepted_at, declined_at, *_rest),) = seats.rows()
    assert (town, online, declined_at) == ("Waterveen", False, None)
    assert accepted_at is not None
    assert [len(list(part.rows())) for part in everything_of(looking.noor)] == [0, 0]
