"""What who is asked reads of it: why her, for whom, and that she need not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from tests import postbox
from tests.routing.story import Told, route, signed_in
from tests.world import bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.knowledge.rules import REQUESTS_A_DAY
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.domain.routing import actions, queries
from vaknet.domain.routing.why import why_you
from vaknet.interfaces.jobs import followups

BY_NAME = "asks you by name"
AT_ONCE = "Joost asks you, and perhaps a few others."


def letters() -> dict[str, str]:
    """What each was sent, by whose it is."""
    mail.outbox.clear()
    for activity in Activity.objects.filter(verb="requested_answer").order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return {one.to[0].split("@")[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}


def why(actor: Actor, question: Question) -> str:
    found = queries.put_to_her(actor, question.pk)
    assert found is not None
    return why_you(found)


def test_today_says_who_asks_and_why_her(told: Told) -> None:
    route(told, told.world.marit)
    page = signed_in(told.world.marit).get("/").text
    assert AT_ONCE in page
    assert "You say you know “4.200 bouwdossiers gescand”." in page
    assert BY_NAME not in page
    page = signed_in(told.world.marit).get("/meldingen/").text
    assert "asks you, and perhaps a few others:" in page


def test_the_page_of_the_question_says_so_too_until_she_declines(told: Told) -> None:
    marit = told.world.marit
    route(told, marit)
    page = signed_in(marit).get(told.address).text
    assert AT_ONCE in page
    assert "You say you know “4.200 bouwdossiers gescand”." in page
    signed_in(marit).post(f"{told.address}liever-niet/")
    page = signed_in(marit).get(told.address).text
    assert "a few others" not in page


@pytest.mark.parametrize(
    ("language", "asks", "because", "no"),
    [
        (
            "en",
            "Joost van der Meer asks you, and perhaps a few others of Vergunningen & Toezicht",
            "You say you know “4.200 bouwdossiers gescand”.",
            "Say so, or do nothing. Nobody is told",
        ),
        (
            "nl",
            "Joost van der Meer vraagt het jou, en misschien een paar anderen van Vergunningen",
            "Je zegt dat je dit weet: ‘4.200 bouwdossiers gescand’.",
            "Zeg het, of doe niets. Niemand hoort het",
        ),
    ],
)
def test_the_letter(told: Told, language: str, asks: str, because: str, no: str) -> None:
    Account.objects.update(language=language)
    route(told, told.world.marit, told.world.noor)
    sent = {person: " ".join(text.split()) for person, text in letters().items()}
    assert {*sent} == {"marit", "noor"}
    for words in (asks, because, told.question.title, no):
        assert words in sent["marit"]
    assert asks in sent["noor"]
    assert because not in sent["noor"]
    assert "Fatma" not in sent["marit"]


def test_no_letter_when_it_was_answered_or_declined_or_kept_out_meanwhile(told: Told) -> None:
    world = told.world
    route(told, world.marit, world.fatma, world.peter)
    knowledge.decline_answer(world.marit, question=told.question)
    people.mute(world.fatma, other=told.asker)
    assert [*letters()] == ["peter"]
    knowledge.answer(world.noor, question=told.question, text="Wij.")
    assert letters() == {}


def test_her_work_and_her_answers_are_told_as_they_are_then(told: Told) -> None:
    world = told.world
    people.add_role(world.noor, kind="work", title="scanner van bouwdossiers")
    before = knowledge.ask(world.samira, group=world.group, title="Bouwdossiers scannen?")
    knowledge.answer(world.peter, question=before, text="Bouwdossiers gescand, bij ons.")
    people.remove_known_topic(world.peter, topic=world.peter.known_topics.get())
    finding.index_everything()
    route(told, world.noor, world.peter, world.marit)
    assert why(world.noor, told.question) == "You know this work: scanner van bouwdossiers."
    assert why(world.peter, told.question) == "You answered “Bouwdossiers scannen?”."
    people.remove_known_topic(world.marit, topic=world.marit.known_topics.get())
    assert why(world.marit, told.question) == ""
    knowledge.withdraw_answer(world.peter, answer=before.answers.get())
    assert why(world.peter, told.question) == ""


def test_an_answer_in_a_group_that_she_left_is_not_quoted_to_her(told: Told) -> None:
    """Nor what it was asked by there: the asker reads it, she does not any more."""
    world = told.world
    closed = groups.start_group(told.asker, name="Kring", purpose="x", readers="group")
    bring_in(told.asker, closed, world.fatma)
    secret = knowledge.ask(told.asker, group=closed, title="Wie kent kluizenaars?")
    knowledge.answer(world.fatma, question=secret, text="Kluizenaars, ja.")
    finding.index_everything()
    asked = knowledge.ask(told.asker, group=world.group, title="Wie zag kluizenaars?")
    actions.route_question(told.asker, question=asked, people=[world.fatma])
    assert why(world.fatma, asked) == ""
    assert "kent kluizenaars" not in letters()["fatma"]
    unnamed = knowledge.ask(
        told.asker, group=world.group, title="Wie ziet kluizenaars?", without_name=True
    )
    for one in (asked, unnamed):
        assert queries.who_fit_it(told.asker, one) == [], "she would know that the asker reads it"
    inside = knowledge.ask(told.asker, group=closed, title="Wie vond kluizenaars?")
    assert [one.actor for one in queries.who_may_know(told.asker, inside)] == [world.fatma]
    actions.route_question(told.asker, question=inside, people=[world.fatma])
    assert why(world.fatma, inside) == "You answered “Wie kent kluizenaars?”."
    groups.leave_group(world.fatma, group=closed)
    assert queries.put_to_her(world.fatma, inside.pk) is None
    with translation.override("en"):
        assert "kent kluizenaars" not in signed_in(world.fatma).get("/").text


def test_who_asks_without_her_name_stays_unknown(told: Told) -> None:
    world = told.world
    asked = knowledge.ask(
        told.asker, group=world.group, title="Wie scant bouwdossiers stiekem?", without_name=True
    )
    address = f"/vraag/{asked.pk}/"
    page = signed_in(told.asker).get(address).text
    assert "Who may know this?" in page
    actions.route_question(told.asker, question=asked, people=[world.marit, world.fatma])
    assert "Marit Hoekstra" in signed_in(told.asker).get(address).text
    for one in (world.noor, world.fatma, world.marit):
        for path in (address, "/", "/meldingen/"):
            assert "Joost" not in signed_in(one).get(path).text.replace(told.question.title, "")
    assert (
        "A member of this group asks you, and perhaps a few others."
        in signed_in(one).get(address).text
    )
    sent = letters()
    assert {*sent} == {"marit", "fatma"}
    assert "Een lid van deze groep vraagt het jou" in sent["marit"]
    assert "Joost" not in "".join(sent.values())
    names = set(Activity.objects.filter(verb__contains="rout").values_list("actor", flat=True))
    assert names == {asked.author_id}


def test_a_question_of_long_ago_stands_on_today_of_who_is_asked_now(told: Told) -> None:
    Question.objects.filter(pk=told.question.pk).update(
        asked_at=timezone.now() - timedelta(days=200)
    )
    actions.route_question(told.asker, question=told.question, people=[told.world.marit])
    assert told.question.title in signed_in(told.world.marit).get("/").text


def test_who_was_asked_later_stays_when_the_first_are_gone(told: Told) -> None:
    world = told.world
    actions.route_question(told.asker, question=told.question, people=[world.peter])
    actions.widen_routings(now=timezone.now() + timedelta(days=2))
    connections.part_from(world.peter, other=told.asker)
    page = signed_in(told.asker).get(told.address).text
    assert "Whom you asked" in page
    assert "a day later" in page
    later = queries.routing_at(told.asker, told.question).later
    for one in later:
        connections.part_from(one, other=told.asker)
    page = signed_in(told.asker).get(told.address).text
    assert "so we asked more people" in page
    assert "we found nobody else" not in page


def test_whoever_asked_all_she_may_today_is_told_so(told: Told) -> None:
    for number in range(REQUESTS_A_DAY):
        knowledge.ask(
            told.asker, group=told.world.group, title=f"Nummer {number}?", person=told.world.noor
        )
    page = signed_in(told.asker).get(told.address).text
    assert "You asked 10 people today." in page
    assert "Ask these" not in page


def test_asked_is_only_said_of_who_was_asked(told: Told) -> None:
    client = signed_in(told.asker)
    address = reverse("route-question", args=[told.question.pk])
    page = client.post(address, {"person": told.world.marit.handle}, follow=True).text
    assert "Asked. You hear from us" in page
    page = client.post(address, {"person": told.ilse.handle}, follow=True).text
    assert "You asked people for this question before." in page
    assert "Asked. You hear from us" not in page
