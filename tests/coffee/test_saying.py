"""Yes of both, a no that nobody hears, and what came of it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.coffee.story import FIRST, both_say_yes, draw, look, pairs, seat_of, table_of
from vaknet.domain.activity.models import Activity
from vaknet.domain.coffee import actions, queries
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeWish
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Occupation, Profile
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.queries import are_acquainted
from vaknet.engine.pairing import Why


def verbs_of(person):
    rows = Activity.objects.filter(actor=person, verb__contains="coffee").order_by("pk")
    return [verb for verb in rows.values_list("verb", flat=True) if verb != "looked_for_coffee"]


def test_a_yes_is_seen_when_both_said_it(looking, matched):
    samira, joost = looking.samira, looking.joost
    first = actions.say_yes(samira, match=matched)
    assert actions.say_yes(samira, match=matched) == first
    assert table_of(samira, matched).agreed == []
    assert table_of(joost, matched).agreed == []
    actions.say_yes(joost, match=matched)
    assert [seat.person for seat in table_of(samira, matched).agreed] == [joost]
    assert verbs_of(samira) == ["was_given_coffee", "said_yes_to_coffee"]


def test_two_who_said_yes_may_propose_a_time(world, clock, waterveen):
    """Samira and Bram do not know each other in any other way."""
    samira, bram = world.samira, world.bram
    look(samira, waterveen)
    look(bram, waterveen)
    draw()
    match = CoffeeMatch.objects.get()
    soon = [FIRST + timedelta(days=2)]
    assert not are_acquainted(samira, bram)
    actions.say_yes(samira, match=match)
    assert not are_acquainted(samira, bram)
    with pytest.raises(Refused):
        talks.propose_talk(samira, invitee=bram, purpose="Koffie", times=soon)
    actions.say_yes(bram, match=match)
    assert are_acquainted(samira, bram)
    assert are_acquainted(bram, samira)
    assert talks.propose_talk(samira, invitee=bram, purpose="Koffie", times=soon).pk


def test_a_no_is_not_seen(looking, matched):
    samira, joost = looking.samira, looking.joost
    actions.say_yes(samira, match=matched)
    before = table_of(samira, matched)
    no = actions.say_no(joost, match=matched)
    assert actions.say_no(joost, match=matched) == no
    assert table_of(samira, matched) == before
    assert not table_of(samira, matched).is_over
    assert table_of(joost, matched).is_over
    with pytest.raises(Refused):
        actions.say_yes(joost, match=matched)
    assert Activity.objects.get(verb="said_no_to_coffee").audience == "self"


def test_a_yes_can_be_taken_back_until_both_said_it(looking, matched):
    samira, joost = looking.samira, looking.joost
    actions.say_yes(samira, match=matched)
    actions.say_no(samira, match=matched)
    actions.say_yes(joost, match=matched)
    assert table_of(joost, matched).agreed == []


def test_once_both_said_yes_she_tells_the_other_herself(looking, matched):
    both_say_yes(matched, looking.samira, looking.joost)
    with pytest.raises(Refused):
        actions.say_no(looking.samira, match=matched)


def test_only_those_at_the_table_say_anything(looking, matched):
    for act in (actions.say_yes, actions.say_no):
        with pytest.raises(CoffeeMatch.DoesNotExist):
            act(looking.noor, match=matched)
    assert queries.tables(looking.noor) == []


def test_after_three_working_days_it_is_over_for_both(looking, matched):
    samira, joost = looking.samira, looking.joost
    actions.say_yes(samira, match=matched)
    actions.say_no(joost, match=matched)
    actions.end_waiting(now=datetime(2026, 12, 4, 8, 29, tzinfo=UTC))
    assert "coffee_came_to_nothing" not in verbs_of(samira)
    over = datetime(2026, 12, 4, 8, 31, tzinfo=UTC)
    actions.end_waiting(now=over)
    actions.end_waiting(now=over)
    for person in (samira, joost):
        assert verbs_of(person).count("coffee_came_to_nothing") == 1
        assert CoffeeWish.objects.get(person=person).first_since == over
        assert table_of(person, matched).is_over
    matched.refresh_from_db()
    assert matched.ended_at == over
    with pytest.raises(Refused):
        actions.say_no(samira, match=matched)


def test_what_both_said_yes_to_does_not_end(looking, matched):
    both_say_yes(matched, looking.samira, looking.joost)
    actions.end_waiting(now=FIRST + timedelta(days=30))
    matched.refresh_from_db()
    assert matched.ended_at is None


def test_who_said_nothing_is_reminded_once(looking, matched):
    actions.say_yes(looking.samira, match=matched)
    actions.remind(now=FIRST + timedelta(hours=23))
    assert "was_reminded_of_coffee" not in verbs_of(looking.joost)
    for hours in (25, 26):
        actions.remind(now=FIRST + timedelta(hours=hours))
    assert verbs_of(looking.joost).count("was_reminded_of_coffee") == 1
    assert "was_reminded_of_coffee" not in verbs_of(looking.samira)


def test_what_came_of_it_is_hers_alone(looking, matched):
    samira, joost = looking.samira, looking.joost
    with pytest.raises(Refused):
        actions.say_met(samira, match=matched, met="met")
    both_say_yes(matched, samira, joost)
    with pytest.raises(Refused):
        actions.say_met(samira, match=matched, met="kissed")
    actions.say_met(samira, match=matched, met="not_yet")
    said = actions.say_met(samira, match=matched, met="met")
    assert actions.say_met(samira, match=matched, met="met").said_at == said.said_at
    assert (seat_of(samira).met, seat_of(joost).met) == ("met", "")


@pytest.mark.parametrize("how", [people.block, people.mute])
def test_who_is_kept_apart_afterwards_is_not_seen(looking, matched, how):
    samira, joost = looking.samira, looking.joost
    actions.say_yes(joost, match=matched)
    how(samira, other=joost)
    assert queries.tables(samira) == []
    with pytest.raises(CoffeeMatch.DoesNotExist):
        actions.say_yes(samira, match=matched)
    assert bool(queries.tables(joost)) is (how is people.mute)


def test_of_three_those_two_go_on_who_said_yes(looking, waterveen):
    samira, joost, noor = looking.samira, looking.joost, looking.noor
    look(noor, waterveen)
    draw()
    match = CoffeeMatch.objects.get()
    assert pairs() == [["Joost", "Noor", "Samira"]]
    actions.say_no(noor, match=match)
    both_say_yes(match, samira, joost)
    assert [seat.person for seat in table_of(samira, match).agreed] == [joost]
    assert {seat.person for seat in table_of(samira, match).others} == {joost, noor}
    told = {one.other for one in table_of(samira, match).reasons}
    assert told == {joost, noor}
    people.block(samira, other=noor)
    assert [seat.person for seat in table_of(samira, match).others] == [joost]
    assert {one.other for one in table_of(samira, match).reasons} == {joost}


def test_what_somebody_keeps_to_few_since_is_no_reason_any_more(looking, matched):
    def whys(person):
        return {one.why for one in table_of(person, matched).reasons}

    assert Why.OTHER_EMPLOYER in whys(looking.samira)
    people.show_parts(looking.joost, who_sees={"work": "contacts"})
    assert Why.OTHER_EMPLOYER not in whys(looking.samira)
    assert Why.OTHER_EMPLOYER in whys(looking.joost)
    assert Why.DISTANCE in whys(looking.samira)


def test_a_wish_for_the_same_work_elsewhere_says_nothing_of_a_hidden_employer(
    world, clock, waterveen
):
    occupation = Occupation.objects.create(
        uri="https://esco.example/1", isco="3354", label_nl="x", label_en="x"
    )
    Profile.objects.filter(actor__in=[world.samira, world.joost]).update(occupation=occupation)
    look(world.samira, waterveen, wishes=["same_trade"])
    look(world.joost, waterveen)
    draw()
    match = CoffeeMatch.objects.get()

    def told(person):
        return {(one.why, one.wish) for one in table_of(person, match).reasons}

    wished = (Why.WISH, "same_trade")
    assert {wished, (Why.SAME_TRADE, "")} <= told(world.samira)
    people.show_parts(world.joost, who_sees={"work": "contacts"})
    assert wished not in told(world.samira)
    assert (Why.SAME_TRADE, "") in told(world.samira)
    assert wished in told(world.joost)


def test_who_leaves_is_not_waited_for(looking, matched):
    samira, joost = looking.samira, looking.joost
    at = FIRST + timedelta(hours=1)
    actions.step_out(actor=samira, at=at)
    assert CoffeeWish.objects.get(person=samira).until == at
    assert seat_of(samira).declined_at == at
    actions.step_in_again(actor=samira, at=at)
    assert CoffeeWish.objects.get(person=samira).until is None
    assert seat_of(samira).declined_at is None
    assert table_of(joost, matched).others


def test_two_accounts_of_one_person_have_one_coffee(looking, matched):
    """Joost was Samira's other account all along."""
    samira, joost = looking.samira, looking.joost
    at = FIRST + timedelta(hours=1)
    actions.take_over_coffee(kept=samira, merged=joost, at=at)
    actions.take_over_coffee(kept=samira, merged=joost, at=at)
    matched.refresh_from_db()
    assert matched.ended_at == at
    assert seat_of(samira).match == matched
    assert CoffeeWish.objects.get(until=None).person == samira
    assert queries.tables(samira) == []


def test_what_is_of_the_other_account_comes_along(looking, matched):
    actions.take_over_coffee(kept=looking.noor, merged=looking.joost, at=FIRST)
    assert [seat.person for seat in table_of(looking.samira, matched).others] == [looking.noor]
    assert queries.wish_of(looking.noor, FIRST.date()) is not None


def test_notices_lead_only_to_what_she_may_see(looking, matched):
    samira, joost = looking.samira, looking.joost
    hers, theirs = seat_of(samira).pk, seat_of(joost).pk
    assert queries.matches_of_seats(samira, [hers, theirs]) == {
        hers: matched.pk,
        theirs: matched.pk,
    }
    assert queries.matches_of_seats(looking.noor, [hers]) == {}
