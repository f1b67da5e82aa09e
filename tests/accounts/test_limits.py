"""Guessing, flooding and peeping at the door."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import time

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.accounts.test_one_door import STRANGER, code_for, knock, same
from tests.world import World, member
from vaknet.domain.people.models import Account

WRONG = "BBBBBB"


def from_elsewhere(number: int) -> Client:
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


def letters_for(email: str) -> list[bool]:
    """For each code that was made: whether it is mailed."""
    jobs = ProcrastinateJob.objects.filter(task_name="mail_code", args__email=email)
    return [job.args["until"] > time() + 1 for job in jobs.order_by("pk")]


def test_nobody_can_fill_a_mailbox_and_nobody_sees_that_it_is_full(world: World) -> None:
    email = world.samira.account.email
    answers = [knock(from_elsewhere(number // 5), email).status_code for number in range(25)]
    assert answers == [303] * 25
    assert letters_for(email) == [True] * 20 + [False] * 5


def test_somebody_elses_codes_are_not_to_be_seen(world: World) -> None:
    """If Samira signs in this morning, a stranger who also types her address learns nothing."""
    for _ in range(5):
        assert knock(from_elsewhere(1), world.samira.account.email).status_code == 303
    assert knock(from_elsewhere(1), world.samira.account.email).status_code == 429
    theirs = [knock(from_elsewhere(2), world.samira.account.email).status_code for _ in range(6)]
    nobodys = [knock(from_elsewhere(2), STRANGER).status_code for _ in range(6)]
    assert theirs == nobodys == [303] * 5 + [429]


def test_a_crowd_at_the_door_does_not_make_it_forget(world: World) -> None:
    client = from_elsewhere(1)
    for _ in range(6):
        knock(client, STRANGER)
    for number in range(1000):
        cache.set(f"crowd-{number}", 1)
    assert knock(client, STRANGER).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_the_same_moment_are_counted_one_by_one() -> None:
    member("Samira El Idrissi", "samira@waterveen.example")
    client = Client()
    knock(client, "samira@waterveen.example")
    cookies = client.cookies

    def guess(_number: int) -> None:
        one = Client()
        one.cookies = cookies
        one.post("/inloggen/code/", {"code": WRONG})
        connections.close_all()

    with ThreadPoolExecutor(8) as guessers:
        list(guessers.map(guess, range(16)))
    late = client.post("/inloggen/code/", {"code": code_for("samira@waterveen.example")})
    assert late.headers["Location"] == "/inloggen/"
    assert client.get("/ik/").status_code == 302


def test_a_new_code_replaces_the_old_one(world: World) -> None:
    email = world.samira.account.email
    client = Client()
    knock(client, email)
    old = code_for(email)
    assert client.post("/inloggen/code/", {"action": "resend"}).status_code == 303
    assert client.post("/inloggen/code/", {"code": old}).status_code == 422
    entered = client.post("/inloggen/code/", {"code": code_for(email)})
    assert entered.headers["Location"] == "/"


def test_new_codes_come_to_an_end_alike_for_everybody(world: World) -> None:
    pages = []
    for email in (world.samira.account.email, STRANGER):
        client = Client()
        knock(client, email)
        for _ in range(4):
            client.post("/inloggen/code/", {"action": "resend"})
        page = client.get("/inloggen/code/").text.replace(email, "EMAIL")
        pages.append(re.sub(r"[A-Za-z0-9]{64}", "", page))
        assert 'value="resend"' not in page
    assert pages[0] == pages[1]


def test_a_closed_account_says_so_only_to_who_holds_its_code(world: World) -> None:
    email = world.bram.account.email
    Account.objects.filter(email=email).update(is_active=False)
    client, other = Client(), Client()
    assert same(knock(client, email)) == same(knock(other, STRANGER))
    answer = client.post("/inloggen/code/", {"code": code_for(email)}, follow=True)
    assert "Dit account is gesloten." in answer.text
    assert client.get("/ik/").status_code == 302


@pytest.mark.parametrize(
    "code", ["", " ", "BCDF2", "BCDF234", "𝔹ℂ𝔻𝔽𝟚𝟛", "' or 1=1", "a" * 100_000, "é\0"]
)
def test_odd_codes_are_wrong_codes(world: World, code: str) -> None:
    client = Client()
    knock(client, world.samira.account.email)
    answer = client.post("/inloggen/code/", {"code": code})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_pasted_code_may_have_spaces_and_dashes(world: World) -> None:
    email = world.samira.account.email
    client = Client()
    knock(client, email)
    code = code_for(email).lower()
    pasted = f" {code[:3]}-{code[3:]}\n"
    assert client.post("/inloggen/code/", {"code": pasted}).headers["Location"] == "/"


def test_a_session_from_before_is_worth_nothing_after(world: World) -> None:
    """Whoever planted a session cookie in her browser does not come in with her."""
    email = world.samira.account.email
    client, thief = Client(), Client()
    knock(client, email)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    before = client.cookies["sessionid"].value
    client.post("/inloggen/code/", {"code": code_for(email)})
    assert client.cookies["sessionid"].value != before
    assert client.get("/ik/").status_code == 200
    assert thief.get("/ik/").status_code == 302
