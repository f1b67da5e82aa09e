"""Drawing a round: who is in it, once and whole, and never the same two within a year."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.coffee.story import FIRST, draw, look, pairs, seat_of
from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.activity.models import Activity
from vaknet.domain.coffee import actions
from vaknet.domain.coffee.actions import drawing
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeRound, CoffeeSeat, CoffeeWish, Often
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, Closure, Occupation, Profile

NEXT = FIRST + timedelta(days=34)  # Monday 4 January


def verbs():
    return sorted(
        Activity.objects.filter(verb__contains="coffee")
        .exclude(verb="looked_for_coffee")
        .values_list("actor__name", "verb")
    )


def test_two_near_each_other_meet(looking):
    drawn = draw()
    assert pairs() == [["Joost", "Samira"]]
    match = CoffeeMatch.objects.get()
    assert not match.online
    whys = [(reason["why"], reason["number"]) for reason in match.reasons]
    assert ("distance", 8) in whys
    assert ("other_employer", None) in whys
    assert verbs() == [
        ("Joost van der Meer", "was_given_coffee"),
        ("Samira El Idrissi", "was_given_coffee"),
    ]
    assert str(drawn) == "coffee, monthly, 2026-12-01"
    assert str(match) == f"coffee {match.pk} of round {drawn.pk}"
    assert str(seat_of(looking.samira)) == f"{looking.samira.pk} at coffee {match.pk}"


def test_drawing_twice_is_drawing_once(looking):
    assert draw() == draw(seed=99)
    assert CoffeeRound.objects.get().seed == 7
    assert len(verbs()) == 2


def test_the_same_seed_gives_the_same(world, clock, waterveen):
    for person in world.everybody:
        look(person, waterveen)
    draw()
    first = pairs()
    CoffeeRound.objects.all().delete()
    draw()
    assert pairs() == first


def test_a_crash_in_the_middle_draws_nothing(looking, monkeypatch):
    def crash(reason, numbers):
        raise ConnectionError

    monkeypatch.setattr(drawing, "_plain", crash)
    with pytest.raises(ConnectionError):
        draw()
    assert not CoffeeRound.objects.exists()
    assert not CoffeeSeat.objects.exists()
    monkeypatch.undo()
    draw()
    assert pairs() == [["Joost", "Samira"]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_draw_one_round(world, waterveen, duinrade):
    look(world.samira, waterveen)
    look(world.joost, duinrade)
    both = Barrier(2)
    drawn = []

    def work():
        try:
            both.wait()
            drawn.append(draw(now=timezone.now()).pk)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(set(drawn)) == 1 == CoffeeMatch.objects.count()


def test_the_clock_draws_what_is_due_once(looking, clock, waterveen, duinrade):
    look(looking.noor, waterveen, often=Often.ONCE)
    look(looking.fatma, duinrade, often=Often.ONCE)
    actions.draw_due(now=FIRST)
    actions.draw_due(now=FIRST)
    assert pairs() == [["Fatma", "Noor"], ["Joost", "Samira"]]
    assert sorted(CoffeeRound.objects.values_list("often", "on")) == [
        ("monthly", date(2026, 12, 1)),
        ("once", date(2026, 12, 1)),
    ]


def test_on_a_day_off_nothing_is_drawn(looking):
    actions.draw_due(now=FIRST + timedelta(days=4))
    assert [str(one.on) for one in CoffeeRound.objects.all()] == ["2026-12-01"]


def test_they_do_not_meet_again_within_a_year(looking, clock):
    draw()
    clock.move_to(NEXT)
    draw(on=date(2027, 1, 1), now=NEXT)
    assert pairs() == [["Joost", "Samira"]]
    assert ("Samira El Idrissi", "found_no_coffee") in verbs()
    later = FIRST + timedelta(days=366)
    clock.move_to(later)
    draw(on=date(2027, 12, 1), now=later)
    assert pairs() == [["Joost", "Samira"]] * 2


def test_who_was_left_goes_first(world, clock, waterveen):
    look(world.samira, waterveen)
    draw()
    wish = CoffeeWish.objects.get()
    assert wish.first_since == FIRST
    assert verbs() == [("Samira El Idrissi", "found_no_coffee")]
    clock.move_to(NEXT)
    look(world.joost, waterveen)
    draw(on=date(2027, 1, 1), now=NEXT)
    wish.refresh_from_db()
    assert wish.first_since is None


def test_what_is_for_once_is_told_at_the_end_of_its_week(world, clock, waterveen):
    look(world.samira, waterveen, often=Often.ONCE)
    for days in range(4):
        now = FIRST + timedelta(days=days)
        clock.move_to(now)
        actions.draw_due(now=now)
        assert bool(verbs()) is (days == 3)


def test_who_has_coffee_this_week_is_not_drawn_again(world, clock, waterveen):
    for person in (world.samira, world.joost, world.noor):
        look(person, waterveen, often=Often.ONCE)
    draw(Often.ONCE)
    assert len(pairs()[0]) == 3
    draw(Often.ONCE, on=date(2026, 12, 2), now=FIRST + timedelta(days=1))
    assert CoffeeMatch.objects.count() == 1


@pytest.mark.parametrize("how", ["blocks", "is blocked", "mutes", "left", "off", "skips"])
def test_who_is_not_there_is_not_drawn(looking, how):
    samira, joost = looking.samira, looking.joost
    match how:
        case "blocks":
            people.block(samira, other=joost)
        case "is blocked":
            people.block(joost, other=samira)
        case "mutes":
            people.mute(samira, other=joost)
        case "left":
            Closure.objects.create(
                actor=joost, name=joost.name, answers="stay", since=FIRST, erase_at=NEXT
            )
        case "off":
            Account.objects.filter(actor=joost).update(is_active=False)
        case "skips":
            actions.skip_round(joost)
    draw()
    assert pairs() == []


def occupations_that_all_may_see_are_reasons(looking):
    occupation = Occupation.objects.create(
        uri="https://esco.example/1", isco="3354", label_nl="x", label_en="x"
    )
    hers = [looking.samira, looking.joost]
    Profile.objects.filter(actor__in=hers).update(occupation=occupation)
    draw()
    whys = [reason["why"] for reason in CoffeeMatch.objects.get().reasons]
    assert "same_trade" in whys


def test_an_occupation_that_is_hidden_is_no_reason(looking):
    occupation = Occupation.objects.create(
        uri="https://esco.example/1", isco="3354", label_nl="x", label_en="x"
    )
    hers = [looking.samira, looking.joost]
    Profile.objects.filter(actor__in=hers).update(occupation=occupation)
    people.show_parts(looking.joost, who_sees={"profession": "contacts"})
    draw()
    whys = [reason["why"] for reason in CoffeeMatch.objects.get().reasons]
    assert "same_trade" not in whys


def test_a_trial_tells_nobody(looking):
    jobs = ProcrastinateJob.objects.filter(task_name=FOLLOW_UP)
    before = jobs.count()
    actions.draw_round(often=Often.MONTHLY, on=FIRST.date(), now=FIRST, seed=1, quietly=True)
    assert len(verbs()) == 2
    assert jobs.count() == before
