"""What came of a search: agreed, helped, and of which search that is."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.learning.story import follow_up, look, open_page, outcomes
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.learning import actions
from vaknet.domain.learning.models import Outcome, Search, Shown
from vaknet.domain.talks import actions as talks


def test_agreed_and_helped_are_joined_to_the_choice(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    follow_up("accepted_introduction")
    assert outcomes()["Marit"] == Outcome.ACCEPTED
    connections.say_outcome(marit, introduction=asked, kind="helped")
    follow_up("said_outcome")
    assert outcomes()["Marit"] == Outcome.ACCEPTED, "what the other says is not about her choice"
    connections.say_outcome(samira, introduction=asked, kind="helped")
    follow_up("said_outcome")
    assert outcomes() == {"Marit": 3, "Joost": 0, "Peter": 0, "Fatma": 0}
    follow_up("accepted_introduction")
    assert outcomes()["Marit"] == Outcome.HELPFUL, "it goes no way back"


def test_thanks_for_an_introduction_say_that_it_helped(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    connections.thank_for_introduction(samira, introduction=asked, text="Dank!")
    follow_up("thanked_for_introduction")
    assert outcomes()["Marit"] == Outcome.HELPFUL


@pytest.mark.parametrize("kind", ["nothing", "spoke", "unsaid"])
def test_polite_thanks_do_not_overrule_what_she_says(learns: World, kind: str) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    connections.say_outcome(samira, introduction=asked, kind=kind)
    connections.thank_for_introduction(samira, introduction=asked, text="Dank!")
    follow_up("said_outcome")
    follow_up("thanked_for_introduction")
    assert outcomes()["Marit"] == Outcome.CHOSEN, "that it came to nothing is kept by nobody"
    connections.say_outcome(samira, introduction=asked, kind="helped")
    follow_up("thanked_for_introduction")
    assert outcomes()["Marit"] == Outcome.HELPFUL


def test_a_no_leaves_what_stands(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    before = list(Shown.objects.order_by("pk").values())
    connections.decline_introduction(marit, introduction=asked)
    follow_up("declined_introduction")
    assert list(Shown.objects.order_by("pk").values()) == before


def test_a_contact_and_a_talk_count_when_agreed(learns: World) -> None:
    bram, samira, joost = learns.bram, learns.samira, learns.joost
    open_page(bram, joost, look(bram)[joost])
    request = connections.request_connection(bram, recipient=joost, note="Hoi Joost")
    connections.accept_request(joost, request=request)
    follow_up("accepted_request")
    assert outcomes()["Joost"] == Outcome.ACCEPTED
    Search.objects.all().delete()
    open_page(samira, joost, look(samira)[joost])
    at = timezone.now() + timedelta(days=2)
    talk = talks.propose_talk(samira, invitee=joost, purpose="Scannen", times=[at])
    talks.pick_time(joost, talk=talk, time=talk.proposed_times.get())
    follow_up("picked_time")
    assert outcomes()["Joost"] == Outcome.ACCEPTED
    with time_machine.travel(at + timedelta(hours=2)):
        talks.say_outcome(joost, talk=talk, kind="helped")
        talks.say_outcome(samira, talk=talk, kind="helped")
        follow_up("said_talk_outcome")
    assert outcomes()["Joost"] == Outcome.HELPFUL


def _asks(world: World, *, without_name: bool = False, asker: Actor | None = None) -> Answer:
    group = groups.start_group(world.samira, name="Scannen", purpose="Scannen", readers="members")
    for person in (world.marit, world.joost, world.peter, world.fatma):
        groups.join_group(person, group=group)
    by, title = asker or world.samira, "Hoe scan je dossiers?"
    question = knowledge.ask(by, group=group, title=title, without_name=without_name)
    return knowledge.answer(world.marit, question=question, text="Met een scanner.")


def test_an_answer_by_who_was_chosen_counts_and_the_best_one_more(learns: World) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    answer = _asks(learns)
    follow_up("answered")
    assert outcomes()["Marit"] == Outcome.ACCEPTED
    knowledge.choose_best(learns.samira, answer=answer)
    follow_up("chose_best_answer")
    assert outcomes()["Marit"] == Outcome.HELPFUL


def test_a_steward_who_chooses_the_best_answer_says_nothing_of_any_search(learns: World) -> None:
    """Not of her own, for she did not ask; nor of the asker's, for he did not say it."""
    for person in (learns.samira, learns.joost):
        open_page(person, learns.marit, look(person)[learns.marit])
    answer = _asks(learns, asker=learns.joost)
    knowledge.choose_best(learns.samira, answer=answer)
    follow_up("chose_best_answer")
    assert _of_each_search(learns.marit) == [Outcome.CHOSEN, Outcome.CHOSEN]


def test_a_later_search_does_not_get_what_an_earlier_one_came_to(learns: World) -> None:
    """She looks again while an introduction, a talk and a question are under way."""
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    asked = connections.ask_introduction(
        samira, target=marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    connections.accept_introduction(marit, introduction=asked)
    open_page(samira, marit, look(samira)[marit])
    connections.say_outcome(samira, introduction=asked, kind="helped")
    follow_up("said_outcome")
    assert _of_each_search(marit) == [Outcome.HELPFUL, Outcome.CHOSEN]


def test_a_later_search_does_not_get_the_best_answer(learns: World) -> None:
    samira, marit = learns.samira, learns.marit
    open_page(samira, marit, look(samira)[marit])
    answer = _asks(learns)
    open_page(samira, marit, look(samira)[marit])
    knowledge.choose_best(samira, answer=answer)
    follow_up("chose_best_answer")
    assert _of_each_search(marit) == [Outcome.HELPFUL, Outcome.CHOSEN]


def test_a_later_search_does_not_get_a_talk_that_helped(learns: World) -> None:
    samira, joost = learns.samira, learns.joost
    open_page(samira, joost, look(samira)[joost])
    at = timezone.now() + timedelta(days=2)
    talk = talks.propose_talk(samira, invitee=joost, purpose="Scannen", times=[at])
    talks.pick_time(joost, talk=talk, time=talk.proposed_times.get())
    open_page(samira, joost, look(samira)[joost])
    with time_machine.travel(at + timedelta(hours=2)):
        talks.say_outcome(samira, talk=talk, kind="helped")
        follow_up("said_talk_outcome")
    assert _of_each_search(joost) == [Outcome.HELPFUL, Outcome.CHOSEN]


def _of_each_search(person: Actor) -> list[int]:
    rows = Shown.objects.filter(person=person).order_by("search", "pk")
    return [one.outcome for one in rows]


def test_thanks_for_an_answer_count_for_who_asked_and_for_who_found_it(learns: World) -> None:
    for person in (learns.samira, learns.joost):
        open_page(person, learns.marit, look(person)[learns.marit])
    answer = _asks(learns)
    for person in (learns.samira, learns.joost):
        knowledge.thank(person, answer=answer)
    follow_up("thanked")
    assert _of_each_search(learns.marit) == [Outcome.HELPFUL, Outcome.HELPFUL]


def test_an_asker_without_a_name_is_not_recognised(learns: World) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    knowledge.thank(learns.samira, answer=_asks(learns, without_name=True))
    follow_up("answered")
    follow_up("thanked")
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_who_was_not_chosen_did_not_come_of_it(learns: World) -> None:
    look(learns.samira)
    _asks(learns)
    follow_up("answered")
    assert set(outcomes().values()) == {0}


def test_when_learning_stopped_nothing_more_is_joined(learns: World, settings) -> None:
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    settings.VAKNET_LEARNING = False
    _asks(learns)
    follow_up("answered")
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_what_she_asked_before_did_not_come_of_the_search(learns: World) -> None:
    asked = connections.ask_introduction(
        learns.samira, target=learns.marit, route=[learns.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(learns.joost, step=asked.steps.get())
    open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    connections.accept_introduction(learns.marit, introduction=asked)
    follow_up("accepted_introduction")
    assert outcomes()["Marit"] == Outcome.CHOSEN


def test_the_last_of_several_searches_is_the_one_that_led_there(learns: World) -> None:
    for _ in range(2):
        open_page(learns.samira, learns.marit, look(learns.samira)[learns.marit])
    actions.it_came_to(Outcome.HELPFUL, asker=learns.samira.pk, person=learns.marit.pk)
    hers = Shown.objects.filter(person=learns.marit).order_by("pk")
    assert [one.outcome for one in hers] == [Outcome.CHOSEN, Outcome.HELPFUL]
