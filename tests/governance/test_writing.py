"""Who may not write for a while, and who not much at once: nothing that she typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World, member, settled
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.knowledge.writing import limited_until
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import actions as surveys

LINK = "[hier](https://winkel.example/)"


def test_whoever_is_limited_writes_nothing(world: World) -> None:
    joost = world.joost
    post = actions.start_conversation(joost, groups=[world.group], title="Hoe dan?")
    reply = actions.reply(joost, post=post, text="Zo.")
    mine = actions.answer(joost, question=world.question, text="Ik weet het zelf")
    until = timezone.now() + timedelta(days=7)
    actions.limit_writing(actor=joost, until=until)
    assert limited_until(joost) == until
    for write in (
        lambda: actions.ask(joost, group=world.group, title="Mag dit?"),
        lambda: actions.change_question(joost, question=world.question, title="Mag dit?"),
        lambda: actions.answer(joost, question=world.question, text="Toch nog iets"),
        lambda: actions.change_answer(joost, answer=mine, text="Toch nog iets"),
        lambda: actions.start_conversation(joost, groups=[world.group], title="Mag dit?"),
        lambda: actions.change_post(joost, post=post, title="Mag dit?"),
        lambda: actions.reply(joost, post=post, text="Toch nog iets"),
        lambda: actions.change_reply(joost, reply=reply, text="Toch nog iets"),
        lambda: surveys.ask_poll(
            joost,
            group=world.group,
            question="Mag dit?",
            choices=["Ja", "Nee"],
            closes_on=until.date(),
        ),
        lambda: actions.doubt_answer(joost, question=world.question, doubt="Klopt niet"),
    ):
        with pytest.raises(Refused, match="Je kunt niet schrijven tot"):
            write()
    actions.withdraw_answer(joost, answer=mine)
    actions.lift_limit(actor=joost, until=until)
    assert limited_until(joost) is None
    assert actions.answer(joost, question=world.question, text="Toch nog iets").pk


@pytest.fixture
def newcomer(world: World) -> Actor:
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    groups.join_group(ilse, group=world.group)
    return ilse


def test_a_newcomer_writes_ten_times_an_hour(world: World, newcomer: Actor, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.domain.knowledge.writing.AN_HOUR", 2)
    for text in ("Een", "Twee"):
        mine = actions.answer(newcomer, question=world.question, text=text)
    with pytest.raises(Refused, match="Je bent hier nieuw en schreef al veel"):
        actions.answer(newcomer, question=world.question, text="Drie")
    assert actions.change_answer(newcomer, answer=mine, text="Twee, beter").text
    Answer.objects.update(answered_at=timezone.now() - timedelta(hours=2))
    assert actions.answer(newcomer, question=world.question, text="Drie").pk
    monkeypatch.setattr("vaknet.domain.knowledge.writing.A_DAY", 3)
    with pytest.raises(Refused, match="Je bent hier nieuw en schreef al veel"):
        actions.ask(newcomer, group=world.group, title="Vier?")
    settled(newcomer)
    assert actions.ask(newcomer, group=world.group, title="Vier?").pk


def test_a_newcomer_puts_few_links_and_few_names(world: World, newcomer: Actor) -> None:
    names = " ".join(f"@naam.{number}" for number in range(11))
    post = actions.start_conversation(world.joost, groups=[world.group], title="Hoe dan?")
    mine = actions.reply(newcomer, post=post, text=f"{LINK} {LINK} {LINK}")
    with pytest.raises(Refused, match="hoogstens 5 links"):
        actions.ask(newcomer, group=world.group, title="Koop?", body=f"{LINK} {LINK} {LINK}")
    with pytest.raises(Refused, match="hoogstens 10 mensen"):
        actions.reply(newcomer, post=post, text=names)
    better = actions.change_reply(newcomer, reply=mine, text=f"Kijk {LINK} {LINK} {LINK}")
    assert better.text.startswith("Kijk")
    settled(newcomer)
    assert actions.reply(newcomer, post=post, text=f"{LINK} {LINK} {LINK} {names}").pk


def test_what_was_typed_stands_in_the_form(world: World) -> None:
    actions.limit_writing(actor=world.joost, until=timezone.now() + timedelta(days=7))
    client = Client()
    client.force_login(world.joost.account)
    page = client.post(f"/vraag/{world.question.pk}/", {"text": "Een mooie zin"})
    assert page.status_code == 422
    told = page.content.decode()
    assert "Je kunt niet schrijven tot" in told
    assert "Een mooie zin</textarea>" in told
