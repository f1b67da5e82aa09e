"""The line of a day stays as it was laid out, and remembers what was skipped."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.notices import actions
from vaknet.domain.notices.models import Round, RoundStop
from vaknet.domain.notices.queries import Today, today
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock

NEED = "Hoe richt je een digitaal bouwdossier in?"
NOW = timezone.localtime()
# Still to come, so that what the world says is older than what is asked on it.
MONDAY = (NOW + timedelta(days=8 - NOW.isoweekday())).replace(hour=9, minute=0, second=0)


def on(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def opened(viewer: Actor, days: int = 0) -> Today:
    """She opens her start page, so many days after that Monday."""
    page = today(viewer, now=on(days))
    if page.is_new:
        actions.lay_round(actor=viewer, day=page.day, stops=page.line)
    return today(viewer, now=on(days))


def kinds(page: Today) -> list[str]:
    return [stop.kind for stop in page.stops]


def states(page: Today) -> list[tuple[str, str]]:
    return [(stop.kind, stop.state) for stop in page.line]


def skip(viewer: Actor, kind: str, days: int = 0) -> None:
    [stop] = [one for one in opened(viewer, days).line if one.kind == kind]
    actions.skip_stop(viewer, day=on(days).date(), kind=kind, about=stop.number)


@pytest.fixture
def asked(world: World) -> Question:
    """Samira said that she knows about it. She seeks nothing, so that nobody is suggested."""
    for topic in world.samira.sought_topics.all():
        people.remove_sought_topic(world.samira, topic=topic)
    question = knowledge.ask(world.joost, group=world.group, title=NEED)
    question.asked_at = on(0) - timedelta(hours=2)  # the database set it by its own clock
    question.save(update_fields=["asked_at"])
    return question


def test_what_comes_in_later_is_for_the_next_round(world: World, asked: Question) -> None:
    assert kinds(opened(world.samira)) == ["answer"]
    connections.request_connection(world.bram, recipient=world.samira, note="Kennismaken?")
    assert kinds(opened(world.samira)) == ["answer"]
    assert kinds(opened(world.samira, days=1)) == ["request", "answer"]


def test_a_line_without_a_stop_waits_for_the_first(world: World) -> None:
    assert opened(world.marit).is_new
    connections.request_connection(world.bram, recipient=world.marit, note="Kennismaken?")
    assert kinds(opened(world.marit)) == ["request"]


def test_what_she_did_stays_on_the_line_as_done(world: World, asked: Question) -> None:
    with time_machine.travel(on(0)):
        opened(world.samira)
        knowledge.answer(world.samira, question=asked, text="Begin bij de zaaktypen.")
    assert states(opened(world.samira)) == [("answer", "done")]
    assert (opened(world.samira).stops, opened(world.samira).minutes) == ([], 0)


def test_what_another_did_is_over_without_a_word(world: World, asked: Question) -> None:
    opened(world.samira)
    knowledge.answer(world.marit, question=asked, text="Begin bij de zaaktypen.")
    assert states(opened(world.samira)) == []


def test_what_is_skipped_can_be_taken_back_and_returns_once(world: World, asked: Question) -> None:
    skip(world.samira, "answer")
    skip(world.samira, "answer")  # a double click
    assert states(opened(world.samira)) == [("answer", "skipped")]
    actions.take_back_skip(world.samira, day=MONDAY.date(), kind="answer", about=asked.pk)
    actions.take_back_skip(world.samira, day=MONDAY.date(), kind="answer", about=asked.pk)
    assert states(opened(world.samira)) == [("answer", "open")]
    skip(world.samira, "answer")
    assert [kinds(opened(world.samira, days)) for days in (1, 2, 3)] == [[], [], ["answer"]]
    skip(world.samira, "answer", days=3)
    assert [kinds(opened(world.samira, days)) for days in (4, 8, 20)] == [[], [], []]
    verbs = Activity.objects.filter(actor=world.samira, verb__endswith="_skip")
    assert verbs.count() == 1


@pytest.mark.parametrize(("kind", "days"), [("request", 0), ("answer", 1)])
def test_nobody_skips_what_is_not_on_her_line(
    world: World, asked: Question, kind: str, days: int
) -> None:
    opened(world.samira)
    wrong = {"day": on(days).date(), "kind": kind, "about": asked.pk}
    with pytest.raises(RoundStop.DoesNotExist):
        actions.skip_stop(world.samira, **wrong)
    with pytest.raises(RoundStop.DoesNotExist):
        actions.skip_stop(world.marit, **wrong)


def test_who_was_asked_this_week_is_not_asked_for_another(world: World, asked: Question) -> None:
    opened(world.samira)
    knowledge.answer(world.marit, question=asked, text="Begin bij de zaaktypen.")
    with time_machine.travel(on(1)):
        second = knowledge.ask(world.joost, group=world.group, title=f"En {NEED.lower()}")
    assert kinds(opened(world.samira, days=3)) == []
    assert [stop.about for stop in opened(world.samira, days=7).stops] == [second]


def test_what_she_left_standing_comes_back_two_more_days(world: World, asked: Question) -> None:
    found = [kinds(opened(world.samira, days)) for days in (0, 1, 2, 3)]
    assert found == [["answer"], ["answer"], ["answer"], []]


def test_a_question_is_offered_to_few(world: World, asked: Question) -> None:
    def knows_of_it(number: int) -> Actor:
        person = member(f"Kenner {number}", f"kenner{number}@waterveen.example")
        groups.join_group(person, group=world.group)
        people.add_known_topic(person, text="Digitaal bouwdossier inrichten")
        return person

    several = [knows_of_it(number) for number in range(6)]
    offered = ["answer" in kinds(opened(one)) for one in several]
    assert offered == [True] * 5 + [False]
    assert "answer" in kinds(opened(several[5], days=8))


def test_after_a_week_away_there_is_one_round_and_no_backlog(world: World) -> None:
    for number, sender in enumerate((world.bram, world.peter, world.marit)):
        with time_machine.travel(on(number)):
            connections.request_connection(sender, recipient=world.samira, note="Hallo!")
    line = [stop.about.sender for stop in opened(world.samira, days=9).stops if stop.waits]
    assert line == [world.bram]


def test_of_who_left_nothing_is_kept(world: World, asked: Question) -> None:
    opened(world.samira)
    seen = RoundStop.objects.create(
        round=Round.objects.create(actor=world.marit, day=MONDAY.date()),
        position=1,
        kind="meet",
        about=world.samira.pk,
        topic="Haar woorden",
    )
    actions.erase_rounds(actor=world.samira)
    assert not Round.objects.filter(actor=world.samira).exists()
    assert not RoundStop.objects.filter(pk=seen.pk).exists()


def test_rounds_of_long_ago_are_forgotten(world: World, asked: Question) -> None:
    opened(world.samira)
    for days, left in ((180, 1), (181, 0)):
        with time_machine.travel(on(days)):
            clock.forget_rounds(timestamp=0)
        assert Round.objects.count() == left


def test_two_windows_at_once_lay_one_round(world: World, asked: Question) -> None:
    page = today(world.samira, now=on(0))
    for _window in range(2):
        actions.lay_round(actor=world.samira, day=page.day, stops=page.line)
    assert RoundStop.objects.count() == 1


def test_who_told_nothing_is_invited_to_begin_with_one_thing(world: World) -> None:
    [stop] = opened(world.bram).stops
    assert (stop.kind, stop.about) == ("tell", world.bram)
    with time_machine.travel(on(0) + timedelta(hours=1)):
        people.add_known_topic(world.bram, text="Jongerenwerk")
    assert states(opened(world.bram)) == [("tell", "done")]


def test_an_answer_that_helped_is_worth_a_tip(world: World) -> None:
    with time_machine.travel(on(0) - timedelta(days=1)):
        knowledge.thank(world.joost, answer=world.answer)
        knowledge.thank(world.samira, answer=world.answer)
    [stop] = opened(world.marit).stops
    assert (stop.kind, stop.about) == ("share", world.answer)
    with time_machine.travel(on(0) + timedelta(hours=1)):
        knowledge.start_conversation(
            world.marit, groups=[world.group], title="Neem een foto mee", body=""
        )
    assert states(opened(world.marit)) == [("share", "done")]
    assert kinds(opened(world.marit, days=8)) == []


def test_thanks_of_who_is_kept_apart_are_no_reason(world: World) -> None:
    with time_machine.travel(on(0) - timedelta(days=1)):
        knowledge.thank(world.joost, answer=world.answer)
    people.mute(world.marit, other=world.joost)
    assert kinds(opened(world.marit)) == []


def test_no_tip_for_a_group_that_she_left(world: World) -> None:
    people.add_known_topic(world.noor, text="Cao")
    with time_machine.travel(on(0) - timedelta(days=1)):
        given = knowledge.answer(world.noor, question=world.question, text="Kijk in de cao.")
        knowledge.thank(world.joost, answer=given)
    assert kinds(opened(world.noor)) == ["share"]
    groups.leave_group(world.noor, group=world.group)
    assert kinds(opened(world.noor)) == []


def test_a_line_of_which_all_is_over_is_not_laid_out_anew(world: World, asked: Question) -> None:
    opened(world.samira)
    knowledge.answer(world.marit, question=asked, text="Begin bij de zaaktypen.")
    with time_machine.travel(on(0)):
        knowledge.ask(world.joost, group=world.group, title=f"En {NEED.lower()}")
    page = opened(world.samira)
    assert (page.line, page.is_new) == ([], False)


def test_a_kind_that_is_there_no_more_is_left_out(world: World, asked: Question) -> None:
    opened(world.samira)
    RoundStop.objects.update(kind="of_before")
    assert today(world.samira, now=on(0)).is_new
    assert kinds(today(world.samira, now=on(1))) == ["answer"]


def test_a_question_that_came_back_without_its_answer_is_not_from_long_ago(
    world: World, asked: Question
) -> None:
    assert [kinds(opened(world.samira, days)) for days in (59, 60, 61)] == [["answer"], [], []]


def test_a_stop_of_who_blocked_her_since_is_gone(world: World, asked: Question) -> None:
    opened(world.samira)
    people.block(world.joost, other=world.samira)
    assert states(opened(world.samira)) == []


def test_a_pseudonym_is_no_newcomer(world: World) -> None:
    groups.join_group(world.fatma, group=world.group)
    with time_machine.travel(on(0) - timedelta(hours=2)):
        knowledge.ask(world.joost, group=world.group, title=NEED, without_name=True)
    [stop] = [one for one in today(world.samira, now=on(0)).line if one.kind == "answer"]
    assert not stop.newcomer


def test_nothing_of_a_closed_group_that_she_left(world: World) -> None:
    closed = groups.start_group(world.joost, name="Kring", purpose="Stil", readers="group")
    bring_in(world.joost, closed, world.samira)
    mine = knowledge.ask(world.samira, group=closed, title="Onder ons?")
    knowledge.answer(world.joost, question=mine, text="Zo.")
    theirs = knowledge.ask(world.joost, group=closed, title="En dit?")
    thanked = knowledge.answer(world.samira, question=theirs, text="Ja.")
    knowledge.thank(world.joost, answer=thanked)
    before = today(world.samira)
    assert (len(before.answers), len(before.thanks)) == (1, 1)
    groups.leave_group(world.samira, group=closed)
    after = today(world.samira)
    assert (after.answers, after.thanks) == ([], [])


def test_a_next_step_stays_when_another_comes_before_it(world: World) -> None:
    first, second = world.marit, world.joost
    for about, days in ((first, 0), (second, -2)):
        told = Words(next_step=f"Bel {about.first_name}")
        day = (on(0) + timedelta(days=days)).date()
        connections.keep_memory(world.samira, about=about, told=told, remind_on=day)
        steps = [stop for stop in opened(world.samira).line if stop.kind == "next_step"]
        assert [(stop.number, stop.state) for stop in steps] == [(first.pk, "open")]


def test_by_the_pages_a_skip_that_comes_too_late_changes_nothing(
    world: World, asked: Question, client
) -> None:
    client.force_login(world.samira.account)
    for address in (f"/halte/answer/{asked.pk}/", "/halte/nergens/1/", "/halte/meet/99999999999/"):
        gone = client.post(address, {"act": "skip"})
        assert (gone.status_code, gone["Location"]) == (303, "/#line")
        assert client.post(address, {"act": "back"}).status_code == 303
        again = client.post(address, {"act": "skip"}, headers={"hx-request": "true"})
        assert again.status_code == 200


def test_who_may_help_somebody_find_work_is_not_asked_for_an_answer_too(
    world: World, asked: Question
) -> None:
    with time_machine.travel(on(0) - timedelta(hours=1)):
        until = (on(30)).date()
        connections.look_for_work(
            world.joost, text="Iets anders", audience="contacts", until_on=until
        )
    assert [kinds(opened(world.samira, days)) for days in (0, 1)] == [["looking"], ["looking"]]
