"""What waits for somebody today: people first, at most four stops, each with a true reason."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.queries import STOPS, today
from vaknet.domain.people import actions as people
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk


def kinds(viewer: Actor) -> list[str]:
    """Without the invitation to tell something, which most people in the world get."""
    return [stop.kind for stop in today(viewer).stops if stop.kind != "tell"]


def soon() -> list[datetime]:
    return [timezone.now() + timedelta(days=2)]


def test_nothing_waits_for_who_knows_nobody(world: World) -> None:
    people.add_known_topic(world.bram, text="Jongerenwerk")
    line = today(world.bram)
    assert (line.stops, line.minutes) == ([], 0)
    assert (line.answers, line.thanks, line.group_questions, line.talks) == ([], [], [], [])


def test_people_who_wait_come_before_questions(world: World) -> None:
    knowledge.ask(world.joost, group=world.group, title="Hoe richt je een digitaal bouwdossier in?")
    connections.request_connection(world.bram, recipient=world.samira, note="Kennismaken?")
    talks.propose_talk(world.fatma, invitee=world.samira, purpose="Bijpraten", times=soon())
    connections.agree_to_be_go_between(world.samira)
    connections.ask_introduction(
        world.noor, target=world.joost, route=[world.samira], purpose="Over de cao"
    )
    assert kinds(world.samira) == ["request", "talk", "introduce", "answer"]
    assert len(kinds(world.samira)) == STOPS


def test_a_question_comes_with_what_she_said_to_know(world: World) -> None:
    asked = knowledge.ask(
        world.joost, group=world.group, title="Hoe richt je een digitaal bouwdossier in?"
    )
    (stop,) = today(world.samira).stops
    assert (stop.about, stop.topic, stop.minutes) == (asked, "Digitaal bouwdossier inrichten", 2)
    assert asked not in today(world.samira).group_questions
    assert kinds(world.joost) == []  # not to who asked


@pytest.mark.parametrize("title", ["Wie weet iets van vissen?", "Ja of nee?"])
def test_a_question_that_fits_nothing_she_knows_is_not_hers(world: World, title: str) -> None:
    asked = knowledge.ask(world.joost, group=world.group, title=title)
    assert kinds(world.samira) == []
    assert asked in today(world.samira).group_questions


def test_who_told_nothing_is_asked_nothing(world: World) -> None:
    for topic in world.samira.known_topics.all():
        people.remove_known_topic(world.samira, topic=topic)
    knowledge.ask(world.joost, group=world.group, title="Hoe richt je een digitaal bouwdossier in?")
    assert kinds(world.samira) == []


def test_an_answered_question_waits_for_nobody(world: World) -> None:
    asked = knowledge.ask(
        world.joost, group=world.group, title="Hoe richt je een digitaal bouwdossier in?"
    )
    knowledge.answer(world.marit, question=asked, text="Begin bij de zaaktypen.")
    assert kinds(world.samira) == []
    (shown,) = [one for one in today(world.samira).group_questions if one == asked]
    assert shown.is_answered


def test_an_introduction_is_told_when_the_go_between_agreed(world: World) -> None:
    introduction = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    assert (kinds(world.joost), kinds(world.marit)) == (["introduce"], [])
    connections.agree_to_introduce(world.joost, step=introduction.steps.get())
    assert (kinds(world.joost), kinds(world.marit)) == ([], ["introduction"])


def test_one_proposal_at_a_time_and_never_ones_own(world: World) -> None:
    for purpose in ("Bijpraten", "Nog iets"):
        talks.propose_talk(world.samira, invitee=world.joost, purpose=purpose, times=soon())
    assert (kinds(world.samira), kinds(world.joost)) == ([], ["talk"])


def test_agreed_talks_answers_and_thanks_stand_beside_the_line(world: World) -> None:
    talk = talks.propose_talk(world.samira, invitee=world.joost, purpose="Koffie", times=soon())
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    knowledge.thank(world.joost, answer=world.answer)
    assert today(world.joost).talks == [talk]
    assert today(world.joost).answers == [world.answer]
    assert [thanks.actor for thanks in today(world.marit).thanks] == [world.joost]
    later = timezone.now() + timedelta(days=15)
    assert today(world.joost, now=later).answers == []
    assert today(world.joost, now=later).talks == []
    assert today(world.marit, now=later).thanks == []


def test_nothing_of_a_group_she_is_not_in(world: World) -> None:
    knowledge.ask(world.joost, group=world.group, title="Hoe richt je een digitaal bouwdossier in?")
    people.add_known_topic(world.bram, text="Bouwdossier inrichten")
    assert kinds(world.bram) == []
    assert today(world.bram).group_questions == []


def test_old_questions_wait_no_more(world: World) -> None:
    asked = knowledge.ask(
        world.joost, group=world.group, title="Hoe richt je een digitaal bouwdossier in?"
    )
    Question.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - timedelta(days=61))
    assert kinds(world.samira) == []


def test_more_that_waits_makes_no_more_queries(world: World, django_assert_num_queries) -> None:
    title = "Hoe richt je een digitaal bouwdossier in?"
    knowledge.ask(world.joost, group=world.group, title=title)
    with django_assert_num_queries(41):
        today(world.samira)
    connections.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    with django_assert_num_queries(32):  # nobody needs to look for somebody to meet
        today(world.samira)
    for number, person in enumerate((world.peter, world.marit)):
        knowledge.ask(world.marit, group=world.group, title=f"{title} {number}")
        connections.request_connection(person, recipient=world.samira, note="Hallo!")
    with django_assert_num_queries(32):
        today(world.samira)


def test_where_four_wait_nothing_is_looked_for(world: World, django_assert_num_queries) -> None:
    connections.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    talks.propose_talk(
        world.joost,
        invitee=world.samira,
        purpose="Bijpraten",
        times=[timezone.now() + timedelta(days=3)],
    )
    knowledge.ask(world.joost, group=world.group, title="Wie scant?", person=world.samira)
    knowledge.start_conversation(
        world.noor, groups=[world.group], title="Een plan", body=f"@{world.samira.handle}?"
    )
    with django_assert_num_queries(29):
        page = today(world.samira)
    assert [stop.kind for stop in page.stops] == ["request", "talk", "asked", "named"]


def talked(world: World, *, ago: timedelta) -> Talk:
    """Samira and Joost had a talk that began so long ago."""
    began = timezone.now() - ago
    with time_machine.travel(began - timedelta(days=2)):
        talk = talks.propose_talk(
            world.samira, invitee=world.joost, purpose="Bijpraten", times=[began]
        )
        talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    return talk


def test_the_morning_after_both_are_asked_how_a_talk_went(world: World) -> None:
    talk = talked(world, ago=timedelta(hours=20))
    for one in (world.samira, world.joost):
        stop = today(one).stops[0]
        assert (stop.kind, stop.about) == ("talked", talk)
    talks.say_outcome(world.samira, talk=talk, kind="helped")
    assert kinds(world.samira) == []
    assert kinds(world.joost) == ["talked"]
    assert kinds(world.marit) == []


@pytest.mark.parametrize("ago", [timedelta(hours=2), timedelta(days=8)])
def test_not_on_the_day_itself_and_not_after_a_week(world: World, ago: timedelta) -> None:
    talked(world, ago=ago)
    assert kinds(world.samira) == []


def test_a_talk_that_did_not_happen_is_not_asked_about(world: World) -> None:
    cancelled = talked(world, ago=timedelta(hours=20))
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        talks.cancel_talk(world.joost, talk=cancelled)
    assert kinds(world.samira) == []
    talked(world, ago=timedelta(hours=20))
    people.block(world.samira, other=world.joost)
    assert (kinds(world.samira), kinds(world.joost)) == ([], [])


def alone_at_first() -> tuple[Actor, Client]:
    ada = member("Ada de Boer", "ada@lindewoude.example", knows=["archieven"])
    client = Client(headers={"accept-language": "nl"})
    client.force_login(ada.account)
    return ada, client


def test_who_is_alone_here_reads_how_to_begin(db: None) -> None:
    ada, client = alone_at_first()
    page = client.get("/").text
    assert "Je bent hier nu alleen" in page
    assert 'href="/g/nieuw/"' in page
    bram = member("Bram Kuipers", "bram@lindewoude.example", knows=["daken"])
    people.block(ada, other=bram)
    assert "Je bent hier nu alleen" not in client.get("/").text
    leaving.close_account(bram, answers="stay")
    assert "Je bent hier nu alleen" in client.get("/").text


def test_who_is_alone_and_began_a_group_reads_no_more_that_she_should(db: None) -> None:
    ada, client = alone_at_first()
    groups.start_group(ada, name="Archieven", purpose="Samen beter bewaren.")
    page = client.get("/").text
    assert "Je bent hier nu alleen" in page
    assert "Geef vakgenoten het adres van dit netwerk" in page
    assert "Begin een groep" not in page
    assert 'href="/g/nieuw/"' not in page
