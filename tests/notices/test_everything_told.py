"""Each kind of thing that somebody is told of: its words, where it leads, and when it is over."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.notices.test_noticed import english, react, signed_in, words  # noqa: F401
from tests.world import World, acquaint, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import GroupDuty
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices.models import Kind, Notice
from vaknet.domain.people import actions as people
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.tips import actions as tips


def leads_to(person: Actor, start: str) -> bool:
    """The page of notices has a link there, and it opens."""
    client = signed_in(person)
    page = client.get("/meldingen/").text
    if f'href="{start}' not in page:
        return False
    address = page.split(f'href="{start}', 1)[1].split('"', 1)[0]
    return opens(client, start + address)


def opens(client: Client, address: str) -> bool:
    return client.get(address.replace("&amp;", "&"), follow=True).status_code == 200


def test_doubt_thanks_and_a_question_that_was_asked_before(english: World, react) -> None:  # noqa: F811
    world = english
    knowledge.choose_best(world.joost, answer=world.answer)
    knowledge.doubt_answer(world.noor, question=world.question, doubt="De regels zijn nieuw.")
    knowledge.thank(world.samira, answer=world.answer)
    again = knowledge.ask(world.fatma, group=_joined(world, world.fatma), title="Mag een dakkapel?")
    knowledge.say_same(world.marit, question=again, original=world.question)
    react()
    said = words(world.marit)
    assert "Noor Janssen doubts whether an answer still holds: Wanneer mag" in said
    assert "Samira El Idrissi thanked you for your answer to Wanneer mag" in said
    assert leads_to(world.marit, f"/vraag/{world.question.pk}/#answer-{world.answer.pk}")
    assert "Your question was asked before: Mag een dakkapel?" in words(world.fatma)
    assert leads_to(world.fatma, f"/vraag/{again.pk}/")
    knowledge.take_back_thanks(world.samira, answer=world.answer)
    assert "thanked you" not in words(world.marit)
    knowledge.confirm_answer(world.samira, question=world.question)
    assert "doubts whether" not in words(world.marit)
    knowledge.withdraw_question(world.fatma, question=again)
    assert "asked before" not in words(world.fatma)


def _joined(world: World, person: Actor):
    groups.join_group(person, group=world.group)
    return world.group


def test_replies_lead_to_the_last_of_them(english: World, react) -> None:  # noqa: F811
    world = english
    post = knowledge.start_conversation(
        world.samira, groups=[world.group], title="Een plan", body="Kort."
    )
    for author in (world.noor, world.joost):
        last = knowledge.reply(author, post=post, text="Goed.")
    react()
    told = "Joost van der Meer replied in your conversation, the latest of 2 replies: Een plan"
    assert told in words(world.samira)
    assert leads_to(world.samira, f"/gesprek/{post.pk}/?reactie={last.pk}#reply-{last.pk}")


def test_getting_to_know_people(english: World, react) -> None:  # noqa: F811
    world = english
    request = connections.request_connection(world.bram, recipient=world.noor, note="Hallo!")
    connections.reply_to_request(world.noor, request=request, text="Waarover?")
    react()
    assert "Noor Janssen replied to your note" in words(world.bram)
    connections.accept_request(world.noor, request=request)
    ask = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Papier"
    )
    connections.agree_to_introduce(world.joost, step=ask.steps.get())
    connections.accept_introduction(world.marit, introduction=ask)
    connections.write(world.marit, introduction=ask, text="Dag!")
    connections.thank_for_introduction(world.samira, introduction=ask, text="Dank!")
    react()
    assert "Noor Janssen said yes: you know each other now" in words(world.bram)
    assert leads_to(world.bram, "/ik/bekenden/")
    said = words(world.samira)
    assert "Marit Hoekstra said yes to an introduction" in said
    assert "Marit Hoekstra wrote to you after an introduction" in said
    assert leads_to(world.samira, f"/ik/introducties/{ask.pk}/")
    assert "Samira El Idrissi thanked you for an introduction" in words(world.joost)


def test_congratulations_and_tips_for_who_looks_for_work(english: World, react) -> None:  # noqa: F811
    world = english
    role = people.add_role(world.samira, kind="work", title="hoofd", organisation="Duinrade")
    told = connections.announce_role(world.samira, role=role)
    connections.congratulate(world.joost, announcement=told, text="Gefeliciteerd!")
    until = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(world.samira, text="Iets", audience="members", until_on=until)
    connections.send_tip(world.noor, to=world.samira, kind="tip", text="Bij ons komt iets vrij.")
    react()
    said = words(world.samira)
    assert "Joost van der Meer congratulated you" in said
    assert "Noor Janssen wrote to you" in said
    page = reverse("announcement", args=[told.pk])
    assert leads_to(world.samira, page)
    assert leads_to(world.samira, "/ik/werk/")
    connections.take_back_announcement(world.samira, announcement=told)
    assert "congratulated you" not in words(world.samira)


def test_getting_into_a_group(english: World, react) -> None:  # noqa: F811
    world = english
    closed = groups.start_group(
        world.marit, name="Archief", purpose="Papier", admission="request", readers="group"
    )
    groups.invite(world.marit, group=closed, person=world.noor)
    for one in (world.samira, world.joost):
        groups.ask_to_join(one, group=closed, text="Ik doe dit werk ook.")
    react()
    assert "Marit Hoekstra invites you into Archief" in words(world.noor)
    assert leads_to(world.noor, f"/g/{closed.actor.handle}/")
    signed_in(world.noor).post("/meldingen/gelezen/")
    assert "Marit Hoekstra invites you into Archief" in words(world.noor)
    assert "would like to join" in words(world.marit)
    assert leads_to(world.marit, f"/g/{closed.actor.handle}/")
    requests = closed.join_requests
    groups.let_in(world.marit, request=requests.get(actor=world.samira))
    groups.decline_request(
        world.marit, request=requests.get(actor=world.joost), reply="Nog even wachten."
    )
    groups.decline_invitation(world.noor, group=closed)
    react()
    assert "would like to join" not in words(world.marit)
    assert "invites you into" not in words(world.noor)
    said = words(world.samira)
    assert "A steward let you in: Archief" in said
    assert "Marit" not in said
    assert "There is an answer from Archief" in words(world.joost)
    people.mute(world.joost, other=world.marit)  # does not tell who decided
    assert "There is an answer from Archief" in words(world.joost)
    groups.leave_group(world.samira, group=closed)
    assert "Archief" not in words(world.samira)


def test_who_is_asked_to_look_after_a_group(english: World, react) -> None:  # noqa: F811
    world = english
    group = groups.start_group(world.marit, name="Archief", purpose="Papier")
    bring_in(world.marit, group, world.noor)
    groups.leave_group(world.marit, group=group)
    groups.ask_for_stewards(at=timezone.now())
    react()
    assert "You are asked to look after Archief" in words(world.noor)
    groups.decline_stewardship(world.noor, group=group)
    assert "asked to look after" not in words(world.noor)


def test_an_article_from_draft_to_page(english: World, react) -> None:  # noqa: F811
    world = english
    draft = knowledge.begin_article(
        world.samira, group=world.group, title="Zo scan je", lead="Kort.", body="Lang."
    )
    knowledge.ask_author(world.samira, article=draft, handle=world.noor.handle)
    knowledge.send_in(world.samira, article=draft)
    knowledge.ask_changes(world.marit, article=draft, text="Korter.")
    react()
    assert "Samira El Idrissi asks you to write along: Zo scan je" in words(world.noor)
    said = words(world.samira)
    assert "An editor asks for changes in Zo scan je" in said
    assert "Marit" not in said
    knowledge.decline_authorship(world.noor, article=draft)
    assert "write along" not in words(world.noor)
    knowledge.send_in(world.samira, article=draft)
    react()
    assert "An article waits for an editor: Zo scan je" in words(world.marit)
    knowledge.publish_article(world.marit, article=draft)
    react()
    assert "Your article is published: Zo scan je" in words(world.samira)
    assert leads_to(world.samira, f"/artikel/{draft.pk}/")
    assert GroupDuty.objects.exists()


def test_another_route_and_a_poll_until_they_are_over(english: World, react) -> None:  # noqa: F811
    world = english
    ask = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Papier"
    )
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=True):
        connections.offer_next_routes(now=timezone.now())
        react()
    poll = surveys.ask_poll(
        world.noor,
        group=world.group,
        question="Waar?",
        choices=["Hier", "Daar"],
        closes_on=timezone.localdate() + timedelta(days=7),
    )
    Notice.objects.create(
        reader=world.samira,
        activity=Activity.objects.get(verb="asked_poll"),
        kind=Kind.ASKED,
        matter=f"poll-{poll.pk}",
        at=timezone.now(),
    )
    react()
    said = words(world.samira)
    assert "There is another route for your introduction" in said
    assert "Noor Janssen asks your group: Waar?" in said
    assert leads_to(world.samira, f"/ik/introducties/{ask.pk}/")
    connections.withdraw_introduction(world.samira, introduction=ask)
    surveys.vote(world.samira, poll=poll, choices=[poll.choices.first().pk])
    said = words(world.samira)
    assert "another route" not in said
    assert "Waar?" not in said


def test_a_tip_and_what_came_of_it(english: World, react) -> None:  # noqa: F811
    world = english
    asked = knowledge.ask(world.joost, group=world.group, title="Wie scant?")
    tips.tip_colleague(
        world.noor, to=world.samira, kind="question", about=asked.pk, text="Dit is iets voor jou."
    )
    react()
    assert "Noor Janssen has a tip for you: Dit is iets voor jou." in words(world.samira)
    assert leads_to(world.samira, "/ik/tips/")
    answer = knowledge.answer(world.samira, question=asked, text="Ik.")
    knowledge.thank(world.joost, answer=answer)
    react()
    react()
    assert "Your tip helped" in words(world.noor)


@pytest.mark.parametrize("other", ["mute", "block"])
def test_who_is_kept_apart_is_not_there(english: World, react, other: str) -> None:  # noqa: F811
    world = english
    acquaint(world.bram, world.noor)
    react()
    assert "Noor Janssen" in words(world.bram)
    getattr(people, other)(world.bram, other=world.noor)
    assert "Noor Janssen" not in words(world.bram)
