"""Goals: set in own words, with things hanging from them, seen by nobody but their owner."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.world import World, acquaint
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.models import Introduction
from vaknet.domain.goals import actions, queries, rules
from vaknet.domain.goals.models import Goal, GoalEnd, GoalLink, GoalNote, GoalShown
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk

PAPERLESS = "Voor de zomer werken wij zonder papier"


@pytest.fixture
def goal(world: World) -> Goal:
    return actions.set_goal(world.samira, text=PAPERLESS)


def introduced(world: World) -> Introduction:
    """Samira met Marit through Joost."""
    introduction = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(world.joost, step=introduction.steps.get())
    return connections.accept_introduction(world.marit, introduction=introduction)


def asked(world: World) -> Question:
    return knowledge.ask(world.samira, group=world.group, title="Wie scande zijn archief?")


def talk(world: World) -> Talk:
    times = [timezone.now() + timedelta(days=2)]
    return talks.propose_talk(world.samira, invitee=world.joost, purpose="Koffie", times=times)


def line(viewer: Actor, goal: Goal) -> list[tuple[str, bool, str]]:
    stops = queries.line(viewer, queries.goal(viewer, goal.pk))
    return [(stop.kind, stop.is_done, stop.outcome) for stop in stops]


def test_a_goal_is_hers_alone(world: World, goal: Goal) -> None:
    assert [view.goal for view in queries.my_goals(world.samira)] == [goal]
    for other in (world.joost, world.bram, world.moderator):
        assert queries.my_goals(other) == []
        assert queries.shown_goals(other, world.samira) == []
        for query in (queries.goal, queries.own_goal):
            with pytest.raises(Goal.DoesNotExist):
                query(other, goal.pk)
        for act in (
            lambda by: actions.change_goal(by, goal=goal, text="Iets anders"),
            lambda by: actions.end_goal(by, goal=goal, kind="reached"),
            lambda by: actions.take_up_goal(by, goal=goal),
            lambda by: actions.throw_goal_away(by, goal=goal),
            lambda by: actions.hang(by, goal=goal, thing=world.samira),
            lambda by: actions.take_off(by, goal=goal, thing=world.samira),
            lambda by: actions.note_for_goal(by, goal=goal, text="Gelezen!"),
        ):
            with pytest.raises(Goal.DoesNotExist):
                act(other)
    assert set(Activity.objects.filter(verb="set_goal").values_list("audience", flat=True)) == {
        Audience.SELF
    }


def test_shown_to_contacts_it_is_shown_to_contacts_only(world: World, goal: Goal) -> None:
    def readers() -> list[Actor]:
        everybody = [one for one in world.everybody if one != world.samira]
        return [one for one in everybody if queries.shown_goals(one, world.samira) == [goal]]

    for _ in range(2):
        actions.change_goal(world.samira, goal=goal, text=PAPERLESS, shown=True)
    assert readers() == [world.joost, world.noor, world.fatma]
    assert queries.shown_goals(world.samira, world.samira) == [goal]
    people.block(world.noor, other=world.samira)
    connections.end_connection(world.fatma, contact=world.samira)
    assert readers() == [world.joost]
    actions.end_goal(world.samira, goal=goal, kind="let_go")
    assert readers() == []
    actions.take_up_goal(world.samira, goal=goal)
    actions.change_goal(world.samira, goal=goal, text=PAPERLESS)
    assert readers() == []
    assert [row.until is None for row in GoalShown.objects.all()] == [False]


def test_things_hang_in_the_order_they_happened(world: World, goal: Goal, time_machine) -> None:
    now = timezone.now()
    question, introduction, coffee = asked(world), introduced(world), talk(world)
    for days, thing in enumerate((question, world.joost, introduction, coffee), 1):
        time_machine.move_to(now + timedelta(hours=days), tick=False)
        for _ in range(2):
            actions.hang(world.samira, goal=goal, thing=thing)
    time_machine.move_to(now + timedelta(hours=9), tick=False)
    for _ in range(2):
        actions.note_for_goal(world.samira, goal=goal, text="Marit stuurt haar bestek")
    assert line(world.samira, goal) == [
        ("set", True, ""),
        ("question", False, ""),
        ("contact", True, ""),
        ("introduction", True, ""),
        ("talk", False, ""),
        ("note", True, ""),
    ]
    knowledge.answer(world.marit, question=question, text="Wij.")
    connections.say_outcome(world.samira, introduction=introduction, kind="helped")
    connections.say_outcome(world.marit, introduction=introduction, kind="nothing")
    actions.end_goal(world.samira, goal=goal, kind="reached")
    told = {kind: (done, outcome) for kind, done, outcome in line(world.samira, goal)}
    assert (told["question"], told["introduction"]) == ((True, ""), (True, "helped"))
    assert list(told)[-1] == "end"
    for thing in (question, world.joost, introduction, coffee):
        for _ in range(2):
            actions.take_off(world.samira, goal=goal, thing=thing)
    assert [kind for kind, *_ in line(world.samira, goal)] == ["set", "note", "end"]
    assert Activity.objects.filter(verb="took_off_goal").count() == 4


def test_the_other_side_of_a_meeting_hangs_it_from_a_goal_of_her_own(world: World) -> None:
    hers = actions.set_goal(world.marit, text="Onze aanpak verspreiden")
    his = actions.set_goal(world.joost, text="Minder alleen doen")
    introduction = introduced(world)
    actions.hang(world.marit, goal=hers, thing=introduction)
    actions.hang(world.joost, goal=his, thing=introduction)
    actions.hang(world.joost, goal=his, thing=talk(world))
    [_, stop] = queries.line(world.marit, queries.goal(world.marit, hers.pk))
    assert stop.other == world.samira
    assert {
        stop.other for stop in queries.line(world.joost, queries.goal(world.joost, his.pk))
    } == {
        None,
        world.marit,
        world.samira,
    }


def test_what_is_not_hers_does_not_hang(world: World, goal: Goal) -> None:
    strangers_talk = talks.propose_talk(
        world.joost, invitee=world.marit, purpose="x", times=[timezone.now() + timedelta(days=1)]
    )
    for thing, missing in {
        world.question: Question.DoesNotExist,
        world.bram: Actor.DoesNotExist,
        strangers_talk: Talk.DoesNotExist,
        Introduction(pk=10**9): Introduction.DoesNotExist,
    }.items():
        with pytest.raises(missing):
            actions.hang(world.samira, goal=goal, thing=thing)
    with pytest.raises(Talk.DoesNotExist):
        queries.thing(world.samira, "memory", 1)


def test_who_is_kept_apart_and_what_is_over_is_not_on_the_line(world: World, goal: Goal) -> None:
    question, introduction, coffee = asked(world), introduced(world), talk(world)
    for thing in (question, world.joost, introduction, coffee):
        actions.hang(world.samira, goal=goal, thing=thing)
    knowledge.withdraw_question(world.samira, question=question)
    talks.cancel_talk(world.samira, talk=coffee)
    assert [kind for kind, *_ in line(world.samira, goal)] == ["set", "contact", "introduction"]
    people.block(world.marit, other=world.samira)
    people.block(world.samira, other=world.joost)
    assert [kind for kind, *_ in line(world.samira, goal)] == ["set"]


def test_ended_taken_up_and_thrown_away(world: World, goal: Goal) -> None:
    other = actions.set_goal(world.samira, text="Een tweede doel")
    for kind in ("let_go", "reached", "reached"):
        actions.end_goal(world.samira, goal=goal, kind=kind)
    views = queries.my_goals(world.samira)
    assert [(view.goal, view.end and view.end.kind) for view in views] == [
        (other, None),
        (goal, "reached"),
    ]
    assert [choice.pk for choice in queries.choices(world.samira, "talk", 1)] == [other.pk]
    for _ in range(2):
        actions.take_up_goal(world.samira, goal=goal)
    assert queries.goal(world.samira, goal.pk).end is None
    assert GoalEnd.objects.filter(until=None).count() == 0
    actions.hang(world.samira, goal=goal, thing=world.joost)
    actions.note_for_goal(world.samira, goal=goal, text="Iets")
    actions.throw_goal_away(world.samira, goal=goal)
    assert (Goal.objects.get(), GoalLink.objects.count(), GoalNote.objects.count()) == (other, 0, 0)
    with pytest.raises(Goal.DoesNotExist):
        actions.throw_goal_away(world.samira, goal=goal)


def test_what_makes_no_goal_is_refused(world: World, goal: Goal, monkeypatch) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    refused = [
        ("text", {"text": " … "}),
        ("text", {"text": "x" * 301}),
        ("until_on", {"text": "Iets", "until_on": yesterday}),
        ("until_on", {"text": "Iets", "until_on": date(9999, 1, 1)}),
    ]
    for field, given in refused:
        for act in (
            lambda given=given: actions.set_goal(world.samira, **given),
            lambda given=given: actions.change_goal(world.samira, goal=goal, **given),
        ):
            with pytest.raises(Refused) as said:
                act()
            assert said.value.field == field
    with pytest.raises(Refused):
        actions.end_goal(world.samira, goal=goal, kind="failed")
    with pytest.raises(Refused):
        actions.note_for_goal(world.samira, goal=goal, text=" ")
    assert actions.set_goal(world.samira, text=PAPERLESS) == goal
    for limit in ("OPEN_GOALS", "LINKS", "NOTES"):
        monkeypatch.setattr(rules, limit, 0)
    for act in (
        lambda: actions.set_goal(world.samira, text="Nog een doel"),
        lambda: actions.hang(world.samira, goal=goal, thing=world.joost),
        lambda: actions.note_for_goal(world.samira, goal=goal, text="Iets"),
    ):
        with pytest.raises(Refused):
            act()


def test_a_day_that_went_by_may_stay(world: World, goal: Goal, time_machine) -> None:
    until_on = timezone.localdate() + timedelta(days=1)
    actions.change_goal(world.samira, goal=goal, text=PAPERLESS, until_on=until_on)
    time_machine.move_to(timezone.now() + timedelta(days=5))
    actions.change_goal(world.samira, goal=goal, text="Zonder papier", until_on=until_on)
    assert queries.goal(world.samira, goal.pk).goal.text == "Zonder papier"


def test_a_link_is_to_one_thing(world: World, goal: Goal) -> None:
    with pytest.raises(IntegrityError):
        GoalLink.objects.create(goal=goal, contact=world.joost, question=world.question)


def test_what_networking_brought_is_told_a_year_at_a_time(world: World) -> None:
    year = timezone.localdate().year
    introduction = introduced(world)
    connections.say_outcome(world.samira, introduction=introduction, kind="helped")
    question = asked(world)
    knowledge.answer(world.samira, question=question, text="Ik vond het zelf al.")
    assert queries.brought(world.samira, year).answered == []
    knowledge.answer(world.marit, question=question, text="Wij.")
    goal = actions.set_goal(world.samira, text=PAPERLESS)
    actions.end_goal(world.samira, goal=goal, kind="reached")
    hers = queries.brought(world.samira, year)
    assert hers.met == [world.fatma, world.joost, world.marit, world.noor]
    assert (hers.answered, hers.outcomes, hers.reached) == ([question], [introduction], [goal])
    assert (hers.helped, hers.introduced) == ([], [])
    assert queries.brought(world.joost, year).introduced == [introduction]
    assert queries.brought(world.marit, year).helped == [world.answer]
    assert not queries.brought(world.samira, year - 1)
    assert not queries.brought(world.bram, year)
    assert queries.years(world.samira) == [year]
    assert queries.brought(world.fatma, year).introduced == []
    people.block(world.marit, other=world.samira)
    assert world.marit not in queries.brought(world.samira, year).met
    assert queries.brought(world.samira, year).outcomes == []


def test_a_way_that_came_to_a_stop_is_not_told_to_who_was_on_it(world: World, time_machine) -> None:
    introduction = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.fatma, world.peter], purpose="Van papier af"
    )
    connections.agree_to_introduce(world.fatma, step=introduction.steps.get(position=1))
    time_machine.move_to(timezone.now() + timedelta(days=7))
    connections.try_route(world.samira, introduction=introduction, route=[world.joost])
    step = introduction.steps.get(go_between=world.joost)
    connections.agree_to_introduce(world.joost, step=step)
    connections.accept_introduction(world.marit, introduction=introduction)
    year = timezone.localdate().year
    assert queries.brought(world.fatma, year).introduced == []
    assert queries.brought(world.joost, year).introduced == [introduction]


def test_a_line_costs_the_same_however_long(world, goal, django_assert_num_queries) -> None:
    acquaint(world.samira, world.bram)
    introduction, coffee = introduced(world), talk(world)
    for thing in (introduction, coffee):
        actions.hang(world.samira, goal=goal, thing=thing)
    with django_assert_num_queries(8):
        line(world.samira, goal)
    for thing in (world.joost, world.bram, asked(world)):
        actions.hang(world.samira, goal=goal, thing=thing)
    with django_assert_num_queries(8):
        line(world.samira, goal)


def test_what_came_of_a_talk_hangs_along_for_who_said_it(
    world: World, goal: Goal, time_machine
) -> None:
    coffee = talk(world)
    times = coffee.proposed_times.get()
    talks.pick_time(world.joost, talk=coffee, time=times)
    theirs = actions.set_goal(world.joost, text="Vaker bijpraten")
    actions.hang(world.samira, goal=goal, thing=coffee)
    actions.hang(world.joost, goal=theirs, thing=coffee)
    time_machine.move_to(times.starts_at + timedelta(minutes=1))
    assert line(world.samira, goal)[-1] == ("talk", True, "")
    talks.say_outcome(world.samira, talk=coffee, kind="helped", note="Joost stuurt het bestek")
    assert line(world.samira, goal)[-1] == ("talk", True, "helped")
    assert line(world.joost, theirs)[-1] == ("talk", True, "")
    [*_, stop] = queries.line(world.samira, queries.goal(world.samira, goal.pk))
    assert stop.note == "Joost stuurt het bestek"
    year = timezone.localdate(times.starts_at).year
    assert queries.brought(world.samira, year).talked == [coffee]
    assert queries.brought(world.samira, year - 1).talked == []
    assert queries.brought(world.joost, year).talked == []
    connections.part_from(world.samira, other=world.joost)
    assert queries.brought(world.samira, year).talked == []


def test_whom_she_met_counts_also_when_the_tie_is_over(world: World) -> None:
    year = timezone.localdate().year
    connections.end_connection(world.samira, contact=world.joost)
    assert world.joost in queries.brought(world.samira, year).met
    people.block(world.samira, other=world.joost)
    assert world.joost not in queries.brought(world.samira, year).met
