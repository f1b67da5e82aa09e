"""Where somebody was named waits on her start page until she read it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Mention
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people

HELLO = "Dag @samira.el.idrissi, weet jij dit?"


def named(viewer: Actor) -> list[str]:
    return [stop.about.title for stop in today(viewer).stops if stop.kind == "named"]


def signed_in(person: Actor) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def test_in_a_conversation_until_she_read_it(world: World) -> None:
    post = actions.start_conversation(
        world.noor, groups=[world.group], title="Een plan", body=HELLO
    )
    assert named(world.samira) == ["Een plan"]
    assert named(world.noor) == named(world.joost) == []
    client, mention = signed_in(world.samira), Mention.objects.get()
    page = client.get("/").text
    assert "Je bent genoemd" in page
    assert "Noor noemde je hierin." in page
    client.get(f"/gesprek/{post.pk}/")
    assert named(world.samira) == ["Een plan"]  # looking changes nothing
    assert client.post(f"/genoemd/{mention.pk}/")["Location"] == f"/gesprek/{post.pk}/"
    assert named(world.samira) == []
    assert client.post(f"/genoemd/{mention.pk}/", {"act": "away"})["Location"] == "/"
    assert Activity.objects.filter(verb="read_mention").count() == 1


def test_each_place_leads_to_where_she_is_named(world: World) -> None:
    asked = actions.ask(world.joost, group=world.group, title="Een vraag", body=HELLO)
    given = actions.answer(world.noor, question=world.question, text=HELLO)
    post = actions.start_conversation(world.joost, groups=[world.group], title="Een plan", body="")
    said = actions.reply(world.marit, post=post, text=HELLO)
    client, places = signed_in(world.samira), []
    for mention in Mention.objects.order_by("pk"):
        assert len(named(world.samira)) == 1
        places.append(client.post(f"/genoemd/{mention.pk}/")["Location"])
    assert places == [
        f"/vraag/{asked.pk}/",
        f"/vraag/{world.question.pk}/#answer-{given.pk}",
        f"/gesprek/{post.pk}/?reactie={said.pk}#reply-{said.pk}",
    ]
    assert named(world.samira) == []


def test_who_wrote_back_read_it(world: World) -> None:
    asked = actions.ask(world.joost, group=world.group, title="Een vraag", body=HELLO)
    post = actions.start_conversation(world.noor, groups=[world.group], title="Plan", body=HELLO)
    with time_machine.travel(now() + timedelta(hours=1)):
        actions.answer(world.samira, question=asked, text="Ja.")
        assert named(world.samira) == ["Plan"]
        actions.reply(world.samira, post=post, text="Ja.")
        assert named(world.samira) == []


@pytest.mark.parametrize("act", [people.block, people.mute])
def test_of_whom_she_is_kept_from_nothing_waits(act, world: World) -> None:
    actions.start_conversation(world.noor, groups=[world.group], title="GEHEIM", body=HELLO)
    act(world.samira, other=world.noor)
    assert named(world.samira) == []
    mention = Mention.objects.get()
    assert signed_in(world.samira).post(f"/genoemd/{mention.pk}/").status_code == 404


def test_what_she_may_not_read_any_more_is_gone(world: World) -> None:
    closed = groups.start_group(world.noor, name="Kaderleden", purpose="x", readers="group")
    bring_in(world.noor, closed, world.samira)
    actions.start_conversation(world.noor, groups=[closed], title="GEHEIM", body=HELLO)
    assert named(world.samira) == ["GEHEIM"]
    groups.leave_group(world.samira, group=closed)
    assert named(world.samira) == []
    mention = Mention.objects.get()
    assert signed_in(world.samira).post(f"/genoemd/{mention.pk}/").status_code == 404


def test_nobody_else_puts_it_away(world: World) -> None:
    actions.start_conversation(world.noor, groups=[world.group], title="Plan", body=HELLO)
    mention = Mention.objects.get()
    assert signed_in(world.joost).post(f"/genoemd/{mention.pk}/").status_code == 404
    with pytest.raises(Mention.DoesNotExist):
        actions.read_mention(world.joost, mention=mention)
    assert named(world.samira) == ["Plan"]
