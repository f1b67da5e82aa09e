"""Letters about meeting people, and the links in them that work without signing in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import postbox
from tests.connections.test_pages import as_, words
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import ConnectionRequest, Introduction, IntroductionStep
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock, followups

PURPOSE = "Wij willen in Waterveen van het papier af."
SECRET_QUESTION = "Gaat het ook over de geheime tekeningen?"


@pytest.fixture
def postman(world) -> Callable[[], dict[str, mail.EmailMultiAlternatives]]:
    """Does what the worker does: the follow-ups of all that happened since last time."""
    done = set(Activity.objects.values_list("pk", flat=True))
    for actor in world.everybody:
        people.set_language(actor.account, language="en")
    done |= set(Activity.objects.values_list("pk", flat=True))

    def deliver() -> dict[str, mail.EmailMultiAlternatives]:
        mail.outbox.clear()
        for activity in Activity.objects.exclude(pk__in=done).order_by("pk"):
            done.add(activity.pk)
            followups.run(activity.pk)
        postbox.empty()
        return {letter.to[0].split("@")[0]: letter for letter in mail.outbox}

    return deliver


def link_in(letter: mail.EmailMultiAlternatives) -> str:
    [address] = re.findall(r"https?://[^\s/]+(/i/\S+/)", letter.body)
    return address


def whole(letter: mail.EmailMultiAlternatives) -> str:
    return (
        letter.subject
        + letter.body
        + str(letter.alternatives[0].content)
        + str(letter.extra_headers)
    )


def guest() -> Client:
    return Client(headers={"accept-language": "en"})


def ask(world, *route: Actor) -> Introduction:
    return actions.ask_introduction(
        world.samira, target=world.marit, route=route or [world.joost], purpose=PURPOSE
    )


def test_a_whole_introduction_by_mail_alone(world, postman):
    introduction = ask(world)
    letters = postman()
    assert list(letters) == ["joost"]
    assert letters["joost"].subject == "Samira El Idrissi would like to meet Marit Hoekstra"
    assert PURPOSE in letters["joost"].body
    link = link_in(letters["joost"])

    reader = guest()
    page = reader.get(link)
    assert page.status_code == 200
    assert "Yes, I introduce you" in words(page)
    assert reader.post(link, {"act": "ask", "ask-text": SECRET_QUESTION}).status_code == 303
    letters = postman()
    assert list(letters) == ["samira"]
    assert SECRET_QUESTION in letters["samira"].body
    step = introduction.steps.get()
    actions.write_to_step(world.samira, step=step, text="Alleen de dossiers.")
    assert "Alleen de dossiers." in postman()["joost"].body

    assert reader.post(link, {"act": "yes", "note": "Een goed mens."}).status_code == 303
    letters = postman()
    assert list(letters) == ["marit"]
    assert "Joost van der Meer introduces Samira El Idrissi to you." in letters["marit"].body
    assert SECRET_QUESTION not in whole(letters["marit"])

    link = link_in(letters["marit"])
    assert "Samira El Idrissi would like to meet you" in words(reader.get(link))
    assert reader.post(link, {"act": "yes"}).status_code == 303
    assert queries.are_connected(world.samira, world.marit)
    assert "Samira and Marit know each other now." in words(reader.get(link))
    letters = postman()
    assert set(letters) == {"samira", "joost", "marit"}

    actions.write(world.marit, introduction=introduction, text="Dinsdag bellen?")
    assert set(postman()) == {"samira", "joost"}
    actions.leave_introduction(world.joost, introduction=introduction)
    actions.write(world.samira, introduction=introduction, text="Ja, graag!")
    assert set(postman()) == {"marit"}


def test_the_letters_of_one_introduction_are_one_thread(world, postman):
    introduction = ask(world)
    first = postman()["joost"]
    actions.agree_to_introduce(world.joost, step=introduction.steps.get())
    second = postman()["marit"]
    assert first.extra_headers["References"] == second.extra_headers["References"]


def test_a_no_is_never_mailed(world, postman):
    request = actions.request_connection(world.samira, recipient=world.bram, note="Hallo Bram.")
    introduction = ask(world)
    postman()
    actions.decline_request(world.bram, request=request)
    actions.decline_to_introduce(world.joost, step=introduction.steps.get())
    actions.reply_to_request(world.samira, request=request, text="Geen haast!")
    actions.write_to_step(world.samira, step=introduction.steps.get(), text="Geen haast!")
    actions.withdraw_request(world.samira, request=request)
    actions.request_connection(world.samira, recipient=world.bram, note="Nog een keer dan.")
    assert postman() == {}


def test_a_target_who_said_no_gets_no_second_letter(world, postman, time_machine):
    introduction = ask(world)
    actions.agree_to_introduce(world.joost, step=introduction.steps.get())
    postman()
    actions.decline_introduction(world.marit, introduction=introduction)
    time_machine.move_to(timezone.now() + timedelta(days=7))
    actions.try_route(world.samira, introduction=introduction, route=[world.fatma, world.peter])
    mailed = set(postman())
    for one in (world.fatma, world.peter):
        actions.agree_to_introduce(one, step=introduction.steps.get(go_between=one))
        mailed |= set(postman())
    assert mailed == {"fatma", "peter"}


def test_names_that_must_not_cross_are_in_no_letter(world, postman):
    introduction = ask(world, world.fatma, world.peter)
    collected = dict(postman())
    actions.agree_to_introduce(world.fatma, step=introduction.steps.get(position=1))
    collected |= postman()
    step = introduction.steps.get(position=2)
    actions.write_to_step(world.peter, step=step, text="Hoe lang duurt het?")
    collected |= postman()
    assert "A contact of Fatma writes:" in collected["samira"].body
    actions.agree_to_introduce(world.peter, step=step)
    collected |= postman()
    assert set(collected) == {"fatma", "peter", "samira", "marit"}
    for secret in ("Peter", "peter"):
        assert secret not in whole(collected["samira"])
        assert secret not in whole(collected["fatma"])
    assert "Fatma" not in whole(collected["marit"])


def test_the_clock_offers_the_next_route_once_by_mail(world, postman, time_machine):
    ask(world)
    postman()
    time_machine.move_to(timezone.now() + timedelta(days=7))
    clock.offer_next_routes(0)
    clock.offer_next_routes(0)
    letters = postman()
    assert list(letters) == ["samira"]
    assert letters["samira"].subject == "Another route to Marit Hoekstra"
    assert "You can wait, or ask through Fatma." in letters["samira"].body
    assert "Peter" not in whole(letters["samira"])


def test_without_another_route_there_is_no_letter(world, postman, time_machine):
    ask(world)
    actions.stop_being_go_between(world.fatma)
    postman()
    time_machine.move_to(timezone.now() + timedelta(days=7))
    clock.offer_next_routes(0)
    assert postman() == {}


def test_a_letter_late_in_the_queue_looks_at_how_things_stand_now(world, postman):
    request = actions.request_connection(world.samira, recipient=world.bram, note="Hallo Bram.")
    actions.reply_to_request(world.samira, request=request, text="Nog iets.")
    actions.withdraw_request(world.samira, request=request)
    introduction = ask(world)
    step = introduction.steps.get()
    actions.write_to_step(world.joost, step=step, text="Waarom?")
    actions.agree_to_introduce(world.joost, step=step)
    actions.withdraw_introduction(world.samira, introduction=introduction)
    assert postman() == {}


def test_a_request_is_answered_from_the_letter(world, postman):
    actions.request_connection(world.samira, recipient=world.bram, note="Hallo Bram.")
    letters = postman()
    assert letters["bram"].subject == "Samira El Idrissi would like to connect"
    link = link_in(letters["bram"])
    reader = guest()
    assert "Hallo Bram." in words(reader.get(link))
    assert reader.post(link, {"act": "reply", "text": "Waarover?"}).status_code == 303
    assert "Waarover?" in postman()["samira"].body
    assert reader.post(link, {"act": "reply", "text": ""}).status_code == 422
    assert reader.post(link, {"act": "withdraw"}).status_code == 422
    assert reader.post(link, {"act": "accept"}).status_code == 303
    assert postman()["samira"].subject == "You and Bram Kuipers know each other now"


def test_letters_are_in_the_language_of_their_reader(world, postman):
    people.set_language(world.joost.account, language="nl")
    ask(world)
    letter = postman()["joost"]
    assert letter.subject == "Samira El Idrissi wil kennismaken met Marit Hoekstra"
    assert "Lees en antwoord" in letter.body


def test_looking_at_a_link_does_nothing_however_often(world, postman):
    introduction = ask(world)
    link = link_in(postman()["joost"])
    for _ in range(3):
        assert guest().get(link).status_code == 200
        assert guest().head(link).status_code == 200
    assert introduction.steps.get().agreed_at is None
    assert introduction.steps.get().declined_at is None


def test_a_used_link_says_what_was_decided(world, postman):
    introduction = ask(world)
    link = link_in(postman()["joost"])
    reader = guest()
    reader.post(link, {"act": "no"})
    page = reader.get(link)
    assert page.status_code == 200
    assert "You said no. Nobody is told." in words(page)
    assert "Yes, I introduce you" not in words(page)
    again = reader.post(link, {"act": "yes"})
    assert again.status_code == 422
    assert "no longer open" in words(again)
    assert introduction.steps.get().agreed_at is None


def test_a_link_to_what_is_gone_says_so(world, postman):
    request = actions.request_connection(world.samira, recipient=world.bram, note="Hallo Bram.")
    link = link_in(postman()["bram"])
    actions.withdraw_request(world.samira, request=request)
    page = guest().get(link)
    assert page.status_code == 410
    assert "Nothing is open here any more" in words(page)
    assert guest().post(link, {"act": "accept"}).status_code == 410
    assert not queries.are_connected(world.samira, world.bram)


def test_an_expired_link_says_so(world, postman, time_machine):
    ask(world)
    link = link_in(postman()["joost"])
    time_machine.move_to(timezone.now() + timedelta(days=31))
    page = guest().get(link)
    assert page.status_code == 410
    assert "This link has expired" in words(page)
    assert guest().post(link, {"act": "yes"}).status_code == 410
    assert IntroductionStep.objects.get().agreed_at is None


def test_a_changed_or_invented_link_says_so(world, postman):
    ask(world)
    link = link_in(postman()["joost"])
    invented = [
        link[:-2] + "/",
        link.replace("step", "introduction"),
        "/i/onzin/",
        "/i/step-1-1/",
        f"/i/{'x' * 4000}/",
        "/i/%00/",
        f"/i/{action_token(world.joost, 'riddle', 1)}/",
    ]
    for address in invented:
        for method in (guest().get, guest().post):
            answer = method(address)
            assert answer.status_code in (404, 410)
    assert IntroductionStep.objects.get().agreed_at is None


def test_a_link_of_somebody_else_says_so(world, postman):
    ask(world)
    link = link_in(postman()["joost"])
    for method in (as_(world.samira).get, as_(world.samira).post):
        answer = method(link, {"act": "yes"})
        assert answer.status_code == 403
        assert "This link is for somebody else" in words(answer)
    assert as_(world.joost).get(link).status_code == 200
    assert IntroductionStep.objects.get().agreed_at is None


def test_a_link_opens_no_more_than_its_own_matter(world, postman):
    """A token for what the holder has no part in was never made; if it were, it opens nothing."""
    introduction = ask(world)
    request = actions.request_connection(world.samira, recipient=world.bram, note="Hallo Bram.")
    step = introduction.steps.get()
    for purpose, thing in (("step", step), ("introduction", introduction), ("request", request)):
        link = f"/i/{action_token(world.noor, purpose, thing.pk)}/"
        assert guest().get(link).status_code == 410
        assert guest().post(link, {"act": "yes"}).status_code == 410
    asker = f"/i/{action_token(world.samira, 'introduction', introduction.pk)}/"
    for act in ("withdraw", "write", "route", "leave", "answer"):
        assert guest().post(asker, {"act": act}).status_code == 422
    assert Introduction.objects.get().withdrawn_at is None


def test_a_closed_account_gets_no_letters_and_its_links_are_dead(world, postman):
    from vaknet.domain.people.models import Account

    ask(world)
    link = link_in(postman()["joost"])
    Account.objects.filter(actor=world.joost).update(is_active=False)
    assert guest().get(link).status_code == 404
    actions.request_connection(world.bram, recipient=world.joost, note="Hallo Joost.")
    assert postman() == {}
    assert ConnectionRequest.objects.filter(recipient=world.joost, sender=world.bram).exists()
