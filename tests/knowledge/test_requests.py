"""Asking a member of the group by name whether she would answer."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from tests import postbox
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions, queries
from vaknet.domain.knowledge.actions import requests
from vaknet.domain.knowledge.models import AnswerRequest, Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

SENTENCE = "Welke scanner kochten jullie voor A0?"


def asked(world: World, person: Actor | None = None, title: str = SENTENCE) -> Question:
    return actions.ask(world.joost, group=world.group, title=title, person=person or world.marit)


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def waiting(actor: Actor) -> list[Question]:
    return [stop.about for stop in today(actor).stops if stop.kind == "asked"]


def letters(verb: str = "requested_answer") -> list[mail.EmailMessage]:
    for activity in Activity.objects.filter(verb=verb):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


def test_who_is_asked_has_it_on_today_until_she_answers(world: World) -> None:
    question = asked(world)
    assert waiting(world.marit) == [question]
    assert waiting(world.samira) == []
    page = signed_in(world.marit).get("/").text
    assert "Joost asks you by name." in page
    actions.answer(world.marit, question=question, text="Een tweedehands, uit Duitsland.")
    assert waiting(world.marit) == []


def test_only_the_two_of_them_know(world: World) -> None:
    question = asked(world)
    groups.join_group(world.bram, group=world.group)
    address = f"/vraag/{question.pk}/"
    assert "You asked Marit Hoekstra by name" in signed_in(world.joost).get(address).text
    assert "Joost asks you by name" in signed_in(world.marit).get(address).text
    for other in (world.bram, world.samira, world.moderator):
        page = signed_in(other).get(address).text
        assert SENTENCE in page
        assert "by name" not in page
        assert world.marit.name not in page
    assert "by name" not in Client(headers={"accept-language": "en"}).get(address).text


def test_she_hears_by_mail_with_the_whole_question(world: World) -> None:
    question = actions.ask(
        world.joost, group=world.group, title=SENTENCE, body="Tot 10.000 euro.", person=world.marit
    )
    (letter,) = letters()
    assert letter.to == [world.marit.account.email]
    assert SENTENCE in letter.body
    assert "Tot 10.000 euro." in letter.body
    assert f"/vraag/{question.pk}/" in letter.body


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world, question: actions.withdraw_question(world.joost, question=question),
        lambda world, question: actions.answer(world.marit, question=question, text="Ja."),
        lambda world, question: actions.decline_answer(world.marit, question=question),
        lambda world, _question: people.mute(world.marit, other=world.joost),
        lambda world, _question: people.block(world.marit, other=world.joost),
    ],
    ids=["withdrawn", "answered", "declined", "muted", "blocked"],
)
def test_what_no_longer_waits_comes_neither_today_nor_by_mail(
    world: World, meanwhile: Callable[[World, Question], object]
) -> None:
    meanwhile(world, asked(world))
    assert waiting(world.marit) == []
    assert letters() == []


def test_rather_not_is_told_to_nobody(world: World) -> None:
    question = asked(world)
    before = signed_in(world.joost).get(f"/vraag/{question.pk}/").text
    answer = signed_in(world.marit).post(f"/vraag/{question.pk}/liever-niet/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    actions.decline_answer(world.marit, question=question)
    after = signed_in(world.joost).get(f"/vraag/{question.pk}/").text
    assert _without_tokens(before) == _without_tokens(after)
    page = signed_in(world.marit).get(f"/vraag/{question.pk}/").text
    assert "by name" not in page
    assert "Your answer" in page
    assert Activity.objects.filter(verb="declined_answer").count() == 1


def test_declining_what_nobody_asked_does_nothing(world: World) -> None:
    question = asked(world)
    assert signed_in(world.samira).post(f"/vraag/{question.pk}/liever-niet/").status_code == 303
    assert waiting(world.marit) == [question]
    assert not Activity.objects.filter(verb="declined_answer").exists()


def test_only_a_group_of_both_is_offered_and_taken(world: World) -> None:
    own = groups.start_group(world.joost, name="Bijen", purpose="Zoemen")
    page = signed_in(world.joost).get(f"/vraag/nieuw/?aan={world.marit.handle}").text
    assert f'value="{world.group.actor.handle}"' in page
    assert f'value="{own.actor.handle}"' not in page
    with pytest.raises(Refused):
        actions.ask(world.joost, group=own, title=SENTENCE, person=world.marit)
    with pytest.raises(Refused):
        asked(world, world.joost)
    assert not Question.objects.filter(title=SENTENCE).exists()


def test_who_shares_no_group_is_told_what_to_do(world: World) -> None:
    page = signed_in(world.joost).get(f"/vraag/nieuw/?aan={world.bram.handle}").text
    assert "You and Bram share no group" in page
    assert '<form class="stack stack--loose"' not in page


def test_her_profile_has_the_button_where_both_are_in_a_group(world: World) -> None:
    link = f"/vraag/nieuw/?aan={world.marit.handle}"
    assert link in signed_in(world.joost).get(f"/@{world.marit.handle}/").text
    assert link not in signed_in(world.bram).get(f"/@{world.marit.handle}/").text
    assert "?aan=" not in signed_in(world.marit).get(f"/@{world.marit.handle}/").text


def test_short_questions_lead_to_asking_her(world: World) -> None:
    people.offer_help(world.marit, kind="short_questions")
    link = f'<a href="/vraag/nieuw/?aan={world.marit.handle}">Short questions</a>'
    assert link in signed_in(world.joost).get(f"/@{world.marit.handle}/").text
    assert link not in signed_in(world.bram).get(f"/@{world.marit.handle}/").text


def test_by_the_page(world: World) -> None:
    posted = signed_in(world.joost).post(
        f"/vraag/nieuw/?aan={world.marit.handle}",
        {"title": SENTENCE, "group": world.group.actor.handle},
    )
    assert posted.status_code == 303
    assert AnswerRequest.objects.get().person == world.marit


def test_between_who_blocked_it_cannot_be_and_what_was_closes(world: World) -> None:
    question = asked(world)
    people.block(world.marit, other=world.joost)
    address = f"/vraag/nieuw/?aan={world.marit.handle}"
    nobody = signed_in(world.joost).get("/vraag/nieuw/?aan=niemand.hier")
    assert signed_in(world.joost).get(address).status_code == nobody.status_code == 404
    with pytest.raises(Refused):
        asked(world, title="En welke voor A3?")
    assert queries.question(world.joost, question.pk).requested == []
    assert "by name" not in signed_in(world.marit).get(f"/vraag/{question.pk}/").text


def test_who_left_the_group_is_not_waited_for(world: World) -> None:
    closed = groups.start_group(world.joost, name="Kring", purpose="Intern", readers="group")
    bring_in(world.joost, closed, world.marit)
    question = actions.ask(world.joost, group=closed, title=SENTENCE, person=world.marit)
    assert waiting(world.marit) == [question]
    groups.leave_group(world.marit, group=closed)
    assert waiting(world.marit) == []
    assert letters() == []
    assert signed_in(world.marit).post(f"/vraag/{question.pk}/liever-niet/").status_code == 404


def test_asking_twice_is_asking_once_and_ten_a_day_is_enough(world: World) -> None:
    for _ in range(2):
        asked(world)
    assert AnswerRequest.objects.count() == 1
    for number in range(requests.REQUESTS_A_DAY - 1):
        asked(world, title=f"En nummer {number}?")
    with pytest.raises(Refused, match="10"):
        asked(world, title="En nog een?")
    assert not Question.objects.filter(title="En nog een?").exists()


def test_two_who_are_asked_by_name_are_both_told_to_the_asker(world: World) -> None:
    question = asked(world)
    assert asked(world, world.samira) == question
    view = queries.question(world.joost, question.pk)
    assert view.requested == [world.marit, world.samira]


def test_she_who_left_is_named_to_nobody(world: World) -> None:
    question = asked(world, world.samira)
    leaving.close_account(world.samira, answers="stay")
    assert queries.question(world.joost, question.pk).requested == []


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if not re.search("csrf|nonce", line, re.IGNORECASE)]
