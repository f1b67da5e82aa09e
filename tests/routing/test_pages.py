"""The asker's page: whom she may ask, whom she asked, and when more people are asked."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.leaving.story import take
from tests.routing.story import SENTENCE, Told, route, signed_in
from tests.routing.test_routing import after
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import AnswerRequest
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.routing.models import Routing


def test_after_asking_she_sees_who_may_know_and_asks_those_she_leaves_ticked(told: Told) -> None:
    joost = signed_in(told.asker)
    answer = joost.post(
        "/vraag/nieuw/",
        {"title": f"{SENTENCE} Ooit?", "group": told.world.group.actor.handle},
        follow=True,
    )
    page = answer.text
    assert "Who may know this?" in page
    assert page.count('name="person"') == 3
    assert "Ask these three" in page
    address = answer.redirect_chain[-1][0]
    left_out, *ticked = [
        line.split('value="')[1].split('"')[0]
        for line in page.splitlines()
        if 'name="person"' in line
    ]
    asked = joost.post(f"{address}wie-weet-dit/", {"person": ticked, "widen": "on"}, follow=True)
    assert asked.redirect_chain == [(f"{address}#wie-weet-dit", 303)]
    handles = AnswerRequest.objects.values_list("person__handle", flat=True)
    assert {*handles} == {*ticked}
    assert left_out not in handles
    assert "Whom you asked" in asked.text
    assert "Then we ask three more people." in asked.text
    assert "by name. Only the two of you know" not in asked.text


def test_stopping_is_one_press(told: Told) -> None:
    route(told)
    page = signed_in(told.asker).post(f"{told.address}wie-weet-dit/stop/", follow=True).text
    assert "We ask nobody else." in page
    assert "Then we ask three more" not in page
    assert Routing.objects.get().stopped_at is not None


def test_without_the_tick_nobody_else_is_asked(told: Told) -> None:
    joost = signed_in(told.asker)
    joost.post(f"{told.address}wie-weet-dit/", {"person": "marit.hoekstra"})
    assert Routing.objects.get().widens_at is None
    assert "We ask nobody else." in joost.get(told.address).text


def test_with_nobody_ticked_it_says_what_is_missing(told: Told) -> None:
    page = signed_in(told.asker).post(f"{told.address}wie-weet-dit/", {}, follow=True).text
    assert "Choose at least one and at most 3 people." in page
    assert "Who may know this?" in page


def test_a_day_later_it_says_that_more_were_asked(told: Told) -> None:
    route(told)
    after(told)
    page = signed_in(told.asker).get(told.address).text
    assert "Nobody answered for a day, so we asked more people." in page
    assert page.count("a day later") == 2


def test_or_that_there_was_nobody_else(told: Told) -> None:
    route(told)
    for one in (told.world.marit, told.world.samira, told.world.fatma, told.world.peter, told.ilse):
        people.remove_known_topic(one, topic=one.known_topics.get())
    after(told)
    page = signed_in(told.asker).get(told.address).text
    assert "we found nobody else to ask" in page


def test_nobody_fits_and_what_else_to_do(told: Told) -> None:
    asked = knowledge.ask(told.asker, group=told.world.group, title="Kwantumfysica?")
    page = signed_in(told.asker).get(f"/vraag/{asked.pk}/").text
    assert "We found nobody in this group who tells that they know this." in page
    assert 'name="person"' not in page


def test_once_it_is_answered_there_is_nothing_to_ask(told: Told) -> None:
    knowledge.answer(told.world.noor, question=told.question, text="Wij.")
    page = signed_in(told.asker).get(told.address).text
    assert "wie-weet-dit" not in page
    route_page = knowledge.ask(told.asker, group=told.world.group, title=f"{SENTENCE} En?")
    assert "wie-weet-dit" in signed_in(told.asker).get(f"/vraag/{route_page.pk}/").text


def test_whom_she_asked_by_name_is_told_apart(told: Told) -> None:
    joost, world = told.asker, told.world
    asked = knowledge.ask(joost, group=world.group, title=f"{SENTENCE} Nou?", person=world.noor)
    signed_in(joost).post(f"/vraag/{asked.pk}/wie-weet-dit/", {"person": "marit.hoekstra"})
    page = signed_in(joost).get(f"/vraag/{asked.pk}/").text
    assert "You asked Noor Janssen by name." in page
    assert "You asked Marit Hoekstra by name." not in page


def test_who_left_is_named_to_nobody(told: Told) -> None:
    route(told, told.world.peter)
    leaving.close_account(told.world.peter, answers="stay")
    assert "Peter" not in signed_in(told.asker).get(told.address).text


def test_as_many_statements_for_three_as_for_one(told: Told) -> None:
    joost = signed_in(told.asker)

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            joost.get(told.address)
        return len(caught)

    route(told, told.world.marit)
    statements()
    one = statements()
    after(told)
    assert statements() == one


def test_it_is_in_what_she_takes_along(told: Told) -> None:
    route(told, told.world.marit)
    [routed] = take(told.asker).told["questions_routed"]
    assert routed["question"] == SENTENCE
    assert routed["widens_at"] > routed["at"]
    assert take(told.world.noor).told["questions_put_to_me"] == []
    [put] = take(told.world.marit).told["questions_put_to_me"]
    assert (put["question"], put["because"]) == (SENTENCE, "4.200 bouwdossiers gescand")
