"""Tell me when there is an answer: on a device, once a day, by day, and without names."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from ipaddress import ip_network
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import postbox
from tests.offline.push_service import Browser, serving
from tests.world import World, member, settled
from vaknet.configuration import configuration
from vaknet.domain.activity.actions import FOLLOW_UP
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.actions import keep_rhythm
from vaknet.domain.people import actions as people
from vaknet.domain.pushing import actions, queries
from vaknet.domain.pushing.models import Device, Pushed, Wish
from vaknet.interfaces.jobs import clock, followups, pushing
from vaknet.kit.days_off import is_holiday
from vaknet.kit.web_push import Undelivered

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Not before today, for accounts are of today; and far from the moment that clocks change at.
WEDNESDAY = next(
    day
    for day in (date.today() + timedelta(days=number) for number in range(1, 30))  # noqa: DTZ011
    if day.isoweekday() == 3 and not any(is_holiday(day + timedelta(days=n), "NL") for n in (0, 1))
)
THURSDAY = WEDNESDAY + timedelta(days=1)
ONE = "Er is een antwoord op een vraag waar je op wacht."


def at(hour: int, minute: int = 0, *, day: date = WEDNESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


@pytest.fixture
def service(tmp_path, monkeypatch):
    """A push service on this machine, which the operator named as reachable."""
    with serving(tmp_path) as service:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "push.pem"))
        here = replace(configuration, reachable=[ip_network("127.0.0.0/8")])
        monkeypatch.setattr(pushing, "configuration", here)
        yield service


def client_of(actor: Actor) -> Client:
    client = Client(
        headers={"accept-language": "nl", "user-agent": "Mozilla/5.0 (Android) Firefox/150"}
    )
    client.force_login(actor.account)
    return client


def wish(client: Client, question: Question, browser: Browser | None = None):
    """She presses the button, and her browser says yes."""
    given = vars(browser.subscription) if browser else {}
    return client.post(f"/vraag/{question.pk}/zeg-het/", given, follow=True)


def device_of(client: Client, question: Question, service) -> Browser:
    """Allowed at an address of the whole internet; in this test that service is on this machine."""
    browser = Browser(f"https://push.example/{uuid4()}")
    wish(client, question, browser)
    there = browser.endpoint.replace("https://push.example", service.address)
    Device.objects.filter(endpoint=browser.endpoint).update(endpoint=there)
    browser.endpoint = there
    return browser


def work() -> None:
    """What the worker does, but letters."""
    tasks = {FOLLOW_UP: followups.run, actions.TELL: pushing.tell, actions.PUSH: pushing.bring}
    jobs = ProcrastinateJob.objects.filter(status="todo", task_name__in=tasks).order_by("pk")
    while job := jobs.values_list("pk", "task_name", "args").first():
        pk, name, args = job
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [pk])
        tasks[name](**args)


@pytest.fixture
def waiting(world: World, service):
    """Samira waits for an answer to Joost's other question, on her telephone, on a Wednesday."""
    with connection.cursor() as cursor:  # what follows on all that these people did before
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s", [FOLLOW_UP])
    question = knowledge.ask(world.joost, group=world.group, title="Wie heeft een sjabloon?")
    client = client_of(world.samira)
    browser = device_of(client, question, service)
    work()
    with time_machine.travel(at(10), tick=False):
        yield SimpleNamespace(world=world, question=question, client=client, browser=browser)


def brought(service, browser: Browser) -> list[dict[str, str]]:
    return [browser.opened(body) for _path, _headers, body in service.brought]


def answer(waiting, text: str = "Ik stuur je het onze.", by: Actor | None = None):
    return knowledge.answer(by or waiting.world.marit, question=waiting.question, text=text)


def test_an_answer_is_told_on_the_device(waiting, service):
    answer(waiting)
    work()
    there = f"/vraag/{waiting.question.pk}/"
    assert brought(service, waiting.browser) == [{"title": "Vaknet", "body": ONE, "url": there}]
    _path, headers, _body = service.brought[0]
    assert headers["TTL"] == str(8 * 3600)  # until six
    assert service.claims()["sub"].startswith("mailto:vaknet@")


def test_the_words_hold_nobody(waiting, service):
    """A screen lies on the table: no name, no question, no answer."""
    answer(waiting)
    work()
    [told] = brought(service, waiting.browser)
    for secret in ("Marit", "Joost", "Samira", "sjabloon", "onze"):
        assert secret not in str(told)


def test_in_her_language(waiting, service):
    people.set_language(waiting.world.samira.account, language="en")
    answer(waiting)
    work()
    [told] = brought(service, waiting.browser)
    assert told["body"] == "There is an answer to a question that you wait for."


def test_once_a_day_at_most(waiting, service):
    answer(waiting)
    work()
    with time_machine.travel(at(15), tick=False):
        answer(waiting, "En ik ook.", waiting.world.noor)
        work()
        clock.tell_who_waits(0)
        work()
    assert len(service.brought) == 1
    with time_machine.travel(at(8, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
        clock.tell_who_waits(0)
        work()
    assert brought(service, waiting.browser)[1]["body"] == ONE
    assert len(service.brought) == 2


@pytest.mark.parametrize(
    "late", [at(18), at(23, 59), at(7, 59, day=THURSDAY)], ids=["evening", "night", "morning"]
)
def test_in_the_evening_and_at_night_it_waits_for_the_morning(waiting, service, late):
    with time_machine.travel(late, tick=False):
        answer(waiting)
        work()
    assert service.brought == []
    with time_machine.travel(at(8, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
    assert len(service.brought) == 1


def test_on_a_day_off_it_waits_too(waiting, service):
    keep_rhythm(waiting.world.samira, days=[4])
    answer(waiting)
    work()
    assert service.brought == []
    with time_machine.travel(at(9, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
    assert len(service.brought) == 1


def test_by_her_own_clock(waiting, service):
    """Ten in Amsterdam is four in the morning in New York."""
    keep_rhythm(waiting.world.samira, days=range(1, 8), time_zone="America/New_York")
    answer(waiting)
    work()
    assert service.brought == []
    with time_machine.travel(at(14), tick=False):
        clock.tell_who_waits(0)
        work()
    assert len(service.brought) == 1


def test_what_she_saw_meanwhile_is_not_told(waiting, service):
    with time_machine.travel(at(19), tick=False):
        answer(waiting)
        work()
        waiting.client.get(f"/vraag/{waiting.question.pk}/")
    with time_machine.travel(at(8, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
    assert service.brought == []


def test_what_came_in_while_she_looked_is_seen_as_well(waiting, service):
    """The line "1 new answer" was pressed."""
    with time_machine.travel(at(19), tick=False):
        answer(waiting)
        work()
        page = f"/vraag/{waiting.question.pk}/?na=0"
        waiting.client.get(page, headers={"HX-Request": "true"})
    assert not Wish.objects.filter(news_at__isnull=False).exists()


def test_answers_to_two_questions_are_one_message(waiting, service):
    other = knowledge.ask(waiting.world.joost, group=waiting.world.group, title="En wanneer?")
    wish(waiting.client, other, Browser("https://push.example/x"))
    Device.objects.update(endpoint=waiting.browser.endpoint)
    subscription = waiting.browser.subscription
    Device.objects.update(key=subscription.key, secret=subscription.secret)
    with time_machine.travel(at(20), tick=False):
        answer(waiting)
        knowledge.answer(waiting.world.marit, question=other, text="Morgen.")
        work()
    with time_machine.travel(at(8, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
    [told] = brought(service, waiting.browser)
    assert told["body"] == "Er zijn antwoorden op 2 vragen waar je op wacht."
    assert told["url"] == "/"


def test_her_own_answer_is_no_news(waiting, service):
    answer(waiting, by=waiting.world.samira)
    work()
    assert service.brought == []
    assert not Pushed.objects.exists()


def test_what_she_adds_to_a_question_without_a_name_is_no_news_to_her(world, service):
    """Nor does a letter tell who stands behind it."""
    extra = settled(member("Ilse de Wit", "ilse@oosterhage.example"))
    groups.join_group(extra, group=world.group)
    asked = knowledge.ask(world.samira, group=world.group, title="Wie durft?", without_name=True)
    device_of(client_of(world.samira), asked, service)
    knowledge.answer(world.samira, question=asked, text="Het gaat om een weigering.")
    with time_machine.travel(at(10), tick=False):
        work()
        assert service.brought == []
        knowledge.answer(world.noor, question=asked, text="Ik.")
        work()
        assert len(service.brought) == 1


def test_an_answer_that_is_gone_again_is_no_news(waiting, service):
    given = answer(waiting)
    knowledge.withdraw_answer(waiting.world.marit, answer=given)
    work()
    assert service.brought == []


def test_of_whom_she_keeps_apart_she_hears_nothing(waiting, service):
    people.block(waiting.world.samira, other=waiting.world.marit)
    answer(waiting)
    work()
    assert service.brought == []


def test_of_what_she_may_not_read_any_more_she_hears_nothing(world, service):
    """She left the group before the answer came, or after."""
    group = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    groups.invite(world.noor, group=group, person=world.samira)
    groups.accept_invitation(world.samira, group=group)
    question = knowledge.ask(world.noor, group=group, title="Hoe staken we?")
    device_of(client_of(world.samira), question, service)
    with time_machine.travel(at(20), tick=False):
        knowledge.answer(world.samira, question=question, text="Samen.")
        second = settled(member("Ilse de Wit", "ilse@oosterhage.example"))
        groups.invite(world.noor, group=group, person=second)
        groups.accept_invitation(second, group=group)
        knowledge.answer(second, question=question, text="Rustig.")
        work()
        groups.leave_group(world.samira, group=group)
        knowledge.answer(second, question=question, text="Met koffie.")
        work()
    with time_machine.travel(at(9, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
    assert service.brought == []
    assert list(queries.wishes(world.samira)) == []


@pytest.mark.parametrize("gone", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(waiting, service, gone):
    service.answers.append(gone)
    answer(waiting)
    work()
    assert not Device.objects.exists()
    assert Wish.objects.exists()


def test_a_service_in_trouble_is_tried_again(waiting, service):
    """The worker does so with growing pauses; an operator sees it where letters that fail are."""
    service.answers += [503]
    answer(waiting)
    with pytest.raises(Undelivered):
        work()
    device = Device.objects.get()
    pushing.bring(device.pk, [waiting.question.pk])
    assert len(service.brought) == 2


def test_what_cannot_be_brought_before_six_is_for_the_morning(waiting, service):
    service.answers += [503]
    answer(waiting)
    with pytest.raises(Undelivered):
        work()
    device = Device.objects.get()
    with time_machine.travel(at(18, 30), tick=False):
        pushing.bring(device.pk, [waiting.question.pk])
    assert len(service.brought) == 1
    with time_machine.travel(at(8, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()
    assert len(service.brought) == 2


def test_signing_out_stops_it_and_then_it_is_mail(waiting, service):
    waiting.client.post("/uitloggen/")
    assert not Device.objects.exists()
    answer(waiting, "Vraag het de welstand.")
    work()
    assert service.brought == []
    assert len(letters_to(waiting.world.samira)) == 1


def test_being_signed_out_from_elsewhere_stops_it(waiting):
    now, session = timezone.now(), waiting.client.session.session_key
    account, names = waiting.world.samira.account, ("Firefox", "Android")
    people.note_sign_in(account, session=session, names=names, since=now, now=now)
    client_of(waiting.world.samira).post("/ik/inloggen/elders-uit/")
    assert not Device.objects.exists()


def test_signing_out_elsewhere_does_not_stop_this_one(waiting):
    """Her session gets another key, and the device goes with it."""
    before = Device.objects.get().session_id
    waiting.client.get("/ik/")
    waiting.client.post("/ik/inloggen/elders-uit/")
    assert Device.objects.get().session_id not in {before, None}


def test_a_session_past_its_time_is_told_nothing(waiting, service):
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    answer(waiting)
    work()
    assert service.brought == []


def test_a_device_that_was_stopped_meanwhile(waiting, service):
    pushing.bring(Device.objects.get().pk + 1, [waiting.question.pk])
    pushing.tell(waiting.world.samira.pk)
    assert service.brought == []


def test_a_key_that_the_operator_lost(waiting, service, settings):
    """Browsers hold us to the key of then: an older one still signs, a lost one ends it."""
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    answer(waiting)
    work()
    assert len(service.brought) == 1
    settings.SECRET_KEY_FALLBACKS = []
    pushing.bring(Device.objects.get().pk, [waiting.question.pk])
    assert not Device.objects.exists()


def letters_to(person: Actor) -> list:
    """About the answer."""
    postbox.empty()
    hers = [one for one in mail.outbox if one.to == [person.account.email]]
    return [one for one in hers if "Vraag het de welstand." in one.body]


def test_where_no_message_can_be_shown_the_button_is_for_mail(world):
    client = client_of(world.noor)
    said = wish(client, world.question)
    assert "We zeggen het je als er een antwoord is." in said.text
    assert "Je krijgt een e-mail als er een antwoord is." in said.text
    given = knowledge.answer(world.samira, question=world.question, text="Vraag het de welstand.")
    work()
    [letter] = letters_to(world.noor)
    assert letter.subject == "Er is een antwoord waar je op wacht"
    assert f"/vraag/{world.question.pk}/#answer-{given.pk}" in letter.body
    assert "Vraag het de welstand." in letter.body


def test_who_asked_gets_one_letter_and_not_two(world):
    wish(client_of(world.joost), world.question)
    knowledge.answer(world.samira, question=world.question, text="Vraag het de welstand.")
    work()
    assert len(letters_to(world.joost)) == 1


def test_what_is_no_subscription_is_refused(world):
    wrong = Browser("http://127.0.0.1/binnen")
    said = wish(client_of(world.samira), world.question, wrong)
    assert "Deze browser kan geen berichten krijgen." in said.text
    assert not Device.objects.exists()
    assert not Wish.objects.exists()


def test_a_browser_tells_only_who_allowed_it_last(waiting):
    """Samira lost her session; now it is Noor's telephone."""
    browser = Browser("https://push.example/the-same")
    wish(client_of(waiting.world.samira), waiting.question, browser)
    wish(client_of(waiting.world.noor), waiting.question, browser)
    assert Device.objects.get(endpoint=browser.endpoint).actor == waiting.world.noor


def test_she_takes_it_back(waiting, service):
    for _time in range(2):  # twice is no mistake
        waiting.client.post(f"/vraag/{waiting.question.pk}/zeg-het/", {"act": "stop"})
    answer(waiting)
    work()
    assert service.brought == []
    assert (
        "Zeg het als er een antwoord is"
        in waiting.client.get(f"/vraag/{waiting.question.pk}/").text
    )


def test_her_devices_and_what_she_waits_for(waiting):
    page = waiting.client.get("/ik/apparaten/").text
    assert "Firefox op Android" in page
    assert "dit apparaat" in page
    assert "Wie heeft een sjabloon?" in page
    assert "Firefox" not in client_of(waiting.world.noor).get("/ik/apparaten/").text


def test_a_device_is_stopped_by_its_owner_alone(waiting):
    device = Device.objects.get()
    client_of(waiting.world.noor).post(f"/ik/apparaten/{device.pk}/stop/")
    assert Device.objects.exists()
    for _time in range(2):
        waiting.client.post(f"/ik/apparaten/{device.pk}/stop/")
    assert not Device.objects.exists()
    waiting.client.post("/ik/inloggen/elders-uit/")
    assert not Device.objects.exists()


def test_another_device_is_stopped_and_this_one_goes_on(waiting):
    elsewhere = client_of(waiting.world.samira)
    wish(elsewhere, waiting.question, Browser("https://push.example/laptop"))
    other = Device.objects.get(endpoint="https://push.example/laptop")
    waiting.client.post(f"/ik/apparaten/{other.pk}/stop/")
    assert "push" in waiting.client.session
    assert Device.objects.get().session_id == waiting.client.session.session_key


def test_who_left_is_told_nothing(waiting, service):
    leaving.close_account(waiting.world.samira, answers="stay")
    answer(waiting)
    work()
    assert service.brought == []


def test_nobody_learns_who_waits(waiting):
    """The page of the asker, and of another who waits, is the same with and without her."""
    others = [waiting.world.joost, waiting.world.noor]
    pages = [client_of(one).get(f"/vraag/{waiting.question.pk}/").text for one in others]
    Wish.objects.all().delete()
    again = [client_of(one).get(f"/vraag/{waiting.question.pk}/").text for one in others]
    assert [len(page) for page in pages] == [len(page) for page in again]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(waiting, django_assert_num_queries, count):
    world, samira = waiting.world, waiting.world.samira
    for number in range(count):
        question = knowledge.ask(world.noor, group=world.group, title=f"Vraag {number}")
        wish(client_of(samira), question, Browser(f"https://push.example/{number}"))
    waiting.client.get("/ik/apparaten/")
    with django_assert_num_queries(4):
        waiting.client.get("/ik/apparaten/")


def told_by_mail(person: Actor) -> int:
    mail.outbox.clear()
    postbox.empty()
    mine = [one for one in mail.outbox if one.to == [person.account.email]]
    return sum(one.subject == "Er is een antwoord waar je op wacht" for one in mine)


def next_morning() -> None:
    with time_machine.travel(at(9, day=THURSDAY), tick=False):
        clock.tell_who_waits(0)
        work()


def test_who_has_no_device_any_more_hears_it_by_mail(waiting, service):
    """Its service knows it no longer, which is only found out when there is news."""
    service.answers.append(410)
    answer(waiting)
    work()
    assert not Device.objects.exists()
    next_morning()
    assert told_by_mail(waiting.world.samira) == 1
    next_morning()
    assert told_by_mail(waiting.world.samira) == 0


def test_who_signed_out_in_the_evening_hears_it_by_mail(waiting, service):
    with time_machine.travel(at(20), tick=False):
        answer(waiting)
        work()
        waiting.client.post("/uitloggen/")
    next_morning()
    assert service.brought == []
    assert told_by_mail(waiting.world.samira) == 1


def test_what_was_withdrawn_in_the_night_is_not_told(waiting, service):
    with time_machine.travel(at(20), tick=False):
        given = answer(waiting)
        work()
        knowledge.withdraw_answer(waiting.world.marit, answer=given)
    next_morning()
    assert service.brought == []
    assert not Pushed.objects.exists()
    waiting.client.post("/uitloggen/")
    next_morning()
    assert told_by_mail(waiting.world.samira) == 0


def test_a_job_that_runs_in_the_night_wakes_nobody(waiting, service):
    answer(waiting)
    device = Device.objects.get()
    with time_machine.travel(at(3, day=THURSDAY), tick=False):
        pushing.bring(device.pk, [waiting.question.pk])
    assert service.brought == []
    assert Wish.objects.get().news_at is not None
