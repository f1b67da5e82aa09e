"""What somebody asks or writes is not brought to whoever muted her; it stands on the page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import postbox
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions
from vaknet.domain.connections.models import Introduction
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import followups

# Who reads, whom she muted, and where it stands all the same.
Story = Callable[[World], tuple[Actor, Actor, Callable[[], str]]]


def ask(world: World) -> Introduction:
    return actions.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )


def agreed(world: World) -> Introduction:
    introduction = ask(world)
    actions.agree_to_introduce(world.joost, step=introduction.steps.get())
    return introduction


def a_request(world: World):
    def happens() -> str:
        asked = actions.request_connection(world.bram, recipient=world.samira, note="Zullen we?")
        return f"/ik/bekenden/verzoek/{asked.pk}/"

    return world.samira, world.bram, happens


def a_reply(world: World):
    asked = actions.request_connection(world.samira, recipient=world.bram, note="Hallo!")

    def happens() -> str:
        actions.reply_to_request(world.bram, request=asked, text="Zullen we?")
        return f"/ik/bekenden/verzoek/{asked.pk}/"

    return world.samira, world.bram, happens


def an_introduction_to_make(world: World):
    return world.joost, world.samira, lambda: f"/ik/introducties/{ask(world).pk}/"


def a_question_back(world: World):
    introduction = ask(world)

    def happens() -> str:
        step = introduction.steps.get()
        actions.write_to_step(world.joost, step=step, text="Van papier af?")
        return f"/ik/introducties/{introduction.pk}/"

    return world.samira, world.joost, happens


def an_introduction(world: World):
    return world.marit, world.samira, lambda: f"/ik/introducties/{agreed(world).pk}/"


def words_of_all(world: World):
    introduction = agreed(world)
    actions.accept_introduction(world.marit, introduction=introduction)

    def happens() -> str:
        actions.write(world.marit, introduction=introduction, text="Zullen we?")
        return f"/ik/introducties/{introduction.pk}/"

    return world.joost, world.marit, happens


def a_talk(world: World):
    def happens() -> str:
        times = [timezone.now() + timedelta(days=2)]
        talk = talks.propose_talk(world.joost, invitee=world.marit, purpose="Praten", times=times)
        return f"/ik/afspraken/{talk.pk}/"

    return world.marit, world.joost, happens


STORIES = [
    a_request,
    a_reply,
    an_introduction_to_make,
    a_question_back,
    an_introduction,
    words_of_all,
    a_talk,
]


@pytest.mark.parametrize("is_muted", [False, True], ids=["heard", "muted"])
@pytest.mark.parametrize("story", STORIES)
def test_a_mute_keeps_it_from_mail_and_from_today(world: World, story: Story, is_muted) -> None:
    reader, other, happens = story(world)
    if is_muted:
        people.mute(reader, other=other)
    before = set(Activity.objects.values_list("pk", flat=True))
    page = happens()
    for activity in Activity.objects.exclude(pk__in=before).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    mailed = [letter for letter in mail.outbox if letter.to == [reader.account.email]]
    assert len(mailed) == (0 if is_muted else 1)
    client = Client(headers={"accept-language": "en"})
    client.force_login(reader.account)
    assert client.get(page).status_code == 200
    if story in (a_request, an_introduction_to_make, an_introduction, a_talk):
        assert any(stop.waits for stop in today(reader).stops) != is_muted


@pytest.mark.parametrize("is_muted", [False, True], ids=["heard", "muted"])
def test_answers_and_thanks_are_not_brought_either(world: World, is_muted) -> None:
    asked = knowledge.ask(world.samira, group=world.group, title="Wie scant bouwdossiers?")
    answer = knowledge.answer(world.joost, question=asked, text="Wij doen dat.")
    knowledge.thank(world.samira, answer=answer)
    if is_muted:
        people.mute(world.samira, other=world.joost)
        people.mute(world.joost, other=world.samira)
    assert [one.pk for one in today(world.samira).answers] == ([] if is_muted else [answer.pk])
    assert len(today(world.joost).thanks) == (0 if is_muted else 1)
