"""The door says the same to everybody, and opens for who holds the code."""

import re
from datetime import UTC, datetime, timedelta
from time import time

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.world import World
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs import letters
from vaknet.interfaces.web.adapter import CODE_LENGTH

MEMBER = "samira@waterveen.example"
STRANGER = "nobody@elsewhere.example"


@pytest.fixture
def member(world: World) -> str:
    """Samira's own address."""
    return world.samira.account.email


def knock(client: Client, email: str, **more: str):
    return client.post("/inloggen/", {"email": email, **more})


def code_for(email: str) -> str:
    job = ProcrastinateJob.objects.filter(task_name="mail_code", args__email=email).last()
    assert job is not None
    return job.args["code"]


def same(response) -> tuple:
    """What somebody outside can see, without what is random in every answer."""
    body = re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)  # tokens against forgery
    own = {"Set-Cookie", "Expires"}  # a second may pass between two answers
    headers = {name: value for name, value in response.headers.items() if name not in own}
    return response.status_code, body, headers, sorted(response.cookies)


def test_known_and_unknown_address_get_the_same_answer(member: str) -> None:
    known, unknown = knock(Client(), member), knock(Client(), STRANGER)
    assert same(known) == same(unknown)
    assert known.status_code == 303
    assert known.headers["Location"] == reverse("sign-in-code")


def test_known_and_unknown_address_get_the_same_page_for_the_code(member: str) -> None:
    pages = []
    for email in (member, STRANGER):
        client = Client()
        knock(client, email)
        page = client.get("/inloggen/code/")
        status, body, headers, cookies = same(page)
        del headers["Content-Length"]  # it holds the address
        pages.append((status, body.replace(email.encode(), b"EMAIL"), headers, cookies))
    assert pages[0] == pages[1]


def test_known_and_unknown_address_run_the_same_statements(member: str) -> None:
    knock(Client(), "first@elsewhere.example")  # the first one makes the limit's own row
    shapes = []
    for email in (member, STRANGER):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            knock(Client(), email)
        shapes.append([re.sub(r"'[^']*'|\d+", "?", query["sql"])[:80] for query in queries])
    assert shapes[0] == shapes[1]


def test_known_and_unknown_address_get_the_same_letter(member: str) -> None:
    for email in (member, STRANGER):
        letters.mail_code(email, "BCDF23", "nl", until=time() + 60)
    first, second = mail.outbox
    assert (first.subject, first.body) == (second.subject, second.body)
    assert first.alternatives == second.alternatives
    assert "BCDF23" in first.subject


def test_the_letter_speaks_the_language_of_the_page(db: None) -> None:
    client = Client(headers={"accept-language": "en"})
    knock(client, STRANGER)
    job = ProcrastinateJob.objects.filter(task_name="mail_code").last()
    letters.mail_code(**job.args)
    assert "15 minutes" in mail.outbox[-1].body


def test_a_member_gets_in_with_the_code(member: str) -> None:
    client = Client()
    knock(client, member, next="/g/")
    entered = client.post("/inloggen/code/", {"code": code_for(member).lower()})
    assert entered.headers["Location"] == "/g/"
    assert client.get("/ik/").status_code == 200


def test_somebody_new_is_asked_three_things_and_is_in(world: World) -> None:
    client = Client()
    knock(client, STRANGER)
    client.post("/inloggen/code/", {"code": code_for(STRANGER)})
    assert client.get("/").headers["Location"] == "/welkom/2/"
    assert client.get("/ik/").headers["Location"] == "/welkom/2/"
    answers = {"name": "Ilse de Wit", "profession": "Griffier", "knows": "Moties", "seeks": ""}
    answers["agrees"] = "on"
    joined = client.post("/welkom/2/", answers)
    assert joined.headers["Location"] == "/welkom/3/"
    assert client.get("/").status_code == 200
    assert Account.objects.get(email=STRANGER).actor.name == "Ilse de Wit"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(db: None) -> None:
    client = Client()
    knock(client, STRANGER)
    client.post("/inloggen/code/", {"code": code_for(STRANGER)})
    page = client.post("/welkom/2/", {"name": "Ilse\0 de Wit", "profession": "Griffier"})
    assert page.status_code == 422
    assert "Ilse de Wit" in page.text
    assert 'href="#id_knows"' in page.text
    assert page.text.count("<title>Fout: ") == 1


def test_a_wrong_code_is_counted_and_then_the_door_closes(member: str) -> None:
    client = Client()
    knock(client, member)
    wrong = "B" * CODE_LENGTH
    for _ in range(4):
        assert client.post("/inloggen/code/", {"code": wrong}).status_code == 422
    assert client.post("/inloggen/code/", {"code": wrong}).headers["Location"] == "/inloggen/"
    late = client.post("/inloggen/code/", {"code": code_for(member)})
    assert late.headers["Location"] == "/inloggen/"
    assert client.get("/ik/").status_code == 302


def test_a_code_works_for_fifteen_minutes(member: str) -> None:
    start = datetime.now(UTC)
    client = Client()
    knock(client, member)
    with time_machine.travel(start + timedelta(minutes=16)):
        late = client.post("/inloggen/code/", {"code": code_for(member)})
    assert late.headers["Location"] == "/inloggen/"


def test_a_code_works_once(member: str) -> None:
    client = Client()
    knock(client, member)
    code = code_for(member)
    client.post("/inloggen/code/", {"code": code})
    client.post("/uitloggen/")
    assert client.post("/inloggen/code/", {"code": code}).headers["Location"] == "/inloggen/"


def test_a_code_works_only_in_the_browser_that_asked(member: str) -> None:
    knock(Client(), member)
    elsewhere = Client().post("/inloggen/code/", {"code": code_for(member)})
    assert elsewhere.headers["Location"] == "/inloggen/"


def test_asking_for_many_codes_is_slowed_down_alike_for_everybody(member: str) -> None:
    answers = []
    for email in (member, STRANGER):
        answers.append([knock(Client(), email).status_code for _ in range(7)])
    assert answers[0] == answers[1]
    assert answers[0][-1] == 429


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_nobody_is_sent_away_from_here(member: str, url: str) -> None:
    client = Client()
    knock(client, member, next=url)
    entered = client.post("/inloggen/code/", {"code": code_for(member)})
    assert entered.headers["Location"] == "/"


def test_unfinished_accounts_are_forgotten(world: World) -> None:
    knock(Client(), STRANGER)
    count = actions.forget_unfinished_accounts(before=datetime.now(UTC) + timedelta(days=1))
    assert count == 1
    assert not Account.objects.filter(email=STRANGER).exists()
    assert Account.objects.filter(actor=world.samira).exists()


@pytest.mark.parametrize(
    "email", ["", "geen-adres", "a@b", "x" * 300 + "@waterveen.example", "a\0b@c.example", "💌"]
)
def test_odd_addresses_get_a_clear_sentence(db: None, email: str) -> None:
    answer = knock(Client(), email)
    assert answer.status_code in {422, 303}
    if answer.status_code == 422:
        assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "url", ["/ik/", "/ik/bekenden/", "/@samira.elidrissi/", "/@niemand/", "/g/"]
)
def test_a_guest_is_led_to_the_door(world: World, url: str) -> None:
    answer = Client().get(url)
    assert answer.headers["Location"].startswith("/inloggen/?next=")
