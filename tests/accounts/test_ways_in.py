"""Passkeys, signing out elsewhere, and the pages that only who just signed in may change.

A browser makes and uses them in tests/browser/test_getting_in.py.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.accounts.soft_key import SoftKey, text
from tests.accounts.test_one_door import code_for, knock
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.refusal import Refused

BACKEND = "vaknet.interfaces.web.adapter.Backend"
CREDENTIAL = json.loads(SoftKey().made({"challenge": "x" * 43}))


def signed_in(actor: Actor) -> Client:
    """Through the door, a moment ago."""
    client = Client()
    knock(client, actor.account.email)
    client.post("/inloggen/code/", {"code": code_for(actor.account.email)})
    return client


def passkeys(actor: Actor) -> list[str]:
    rows = Authenticator.objects.filter(user=actor.account).order_by("pk")
    return [row.data["name"] for row in rows]


def test_changing_passkeys_asks_for_a_fresh_sign_in(world: World) -> None:
    client = signed_in(world.samira)
    key = actions.add_passkey(world.samira.account, name="Toestel", credential=CREDENTIAL)
    page = client.get("/ik/inloggen/")
    assert "data-passkey-add" in page.text
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        page = client.get("/ik/inloggen/")
        assert "data-passkey-add" not in page.text
        assert "Toestel" in page.text
        client.post(f"/ik/inloggen/passkey/{key.pk}/weg/")
        refused = client.post("/ik/inloggen/", {"name": "x", "credential": "{}"}, follow=True)
    assert "Log eerst opnieuw in." in refused.text
    assert passkeys(world.samira) == ["Toestel"]


def test_signing_in_again_takes_one_code_and_comes_back(world: World) -> None:
    client = signed_in(world.samira)
    asked = client.post("/ik/inloggen/opnieuw/")
    assert asked.headers["Location"] == "/inloggen/code/"
    assert client.get("/ik/").status_code == 302
    entered = client.post("/inloggen/code/", {"code": code_for(world.samira.account.email)})
    assert entered.headers["Location"] == "/ik/inloggen/"


def test_who_came_by_the_operators_link_needs_a_code_to_change_passkeys(world: World) -> None:
    client = Client()
    client.force_login(world.samira.account, BACKEND)
    assert "data-passkey-add" not in client.get("/ik/inloggen/").text


def test_nobody_sees_or_removes_the_passkey_of_somebody_else(world: World) -> None:
    key = actions.add_passkey(world.samira.account, name="Toestel", credential=CREDENTIAL)
    client = signed_in(world.bram)
    assert "Toestel" not in client.get("/ik/inloggen/").text
    client.post(f"/ik/inloggen/passkey/{key.pk}/weg/")
    assert passkeys(world.samira) == ["Toestel"]


def test_a_passkey_goes_once_and_twice_is_no_mistake(world: World) -> None:
    key = actions.add_passkey(world.samira.account, name="Toestel", credential=CREDENTIAL)
    client = signed_in(world.samira)
    first = client.post(f"/ik/inloggen/passkey/{key.pk}/weg/", follow=True)
    again = client.post(f"/ik/inloggen/passkey/{key.pk}/weg/", follow=True)
    assert "De passkey is weg." in first.text
    assert again.status_code == 200
    assert passkeys(world.samira) == []


def test_there_is_an_end_to_the_number_of_passkeys(world: World) -> None:
    account = world.samira.account
    for number in range(10):
        actions.add_passkey(account, name=f"{number}\0{'x' * 200}", credential=CREDENTIAL)
    with pytest.raises(Refused):
        actions.add_passkey(account, name="elf", credential=CREDENTIAL)
    assert [len(name) for name in passkeys(world.samira)] == [60] * 10


def question(client: Client) -> dict[str, str]:
    answer = client.get("/inloggen/passkey/", headers={"accept": "application/json"})
    return answer.json()["request_options"]["publicKey"]


def add_passkey(actor: Actor, key: SoftKey) -> str:
    """Through the page. The handle that the passkey keeps of its owner."""
    client = signed_in(actor)
    page = client.get("/ik/inloggen/")
    options = page.context["creation_options"]["publicKey"]
    client.post("/ik/inloggen/", {"name": "Toestel", "credential": key.made(options)})
    return options["user"]["id"]


def use_passkey(sent: Callable[[dict[str, str]], str], client: Client | None = None, **more: str):
    client = client or Client()
    return client.post("/inloggen/passkey/", {"credential": sent(question(client)), **more})


def test_a_passkey_opens_the_door(world: World) -> None:
    key = SoftKey()
    handle = add_passkey(world.samira, key)
    assert passkeys(world.samira) == ["Toestel"]
    client = Client()
    entered = use_passkey(lambda asked: key.used(asked, handle), client, next="/g/")
    assert entered.headers["Location"] == "/g/"
    assert client.get("/ik/").context["viewer"] == world.samira
    assert "data-passkey-add" in client.get("/ik/inloggen/").text


def test_what_is_no_passkey_of_hers_does_not_open(world: World) -> None:
    key, other = SoftKey(), SoftKey()
    handle = add_passkey(world.samira, key)
    elsewhere = SoftKey(host="evil.example", origin="https://evil.example")
    elsewhere.key, elsewhere.id = key.key, key.id
    asked_before = question(Client())
    wrong: list[Callable[[dict[str, str]], str]] = [
        lambda asked: key.used(asked, handle, forged=True),
        lambda asked: other.used(asked, handle),
        lambda asked: elsewhere.used(asked, handle),
        lambda asked: key.used(asked, text(b"999999")),
        lambda asked: key.used(asked_before, handle),
    ]
    for sent in wrong:
        client = Client()
        assert use_passkey(sent, client).headers["Location"] == "/inloggen/"
        assert client.get("/ik/").status_code == 302


def test_an_answer_works_once(world: World) -> None:
    key = SoftKey()
    handle = add_passkey(world.samira, key)
    client = Client()
    sent = key.used(question(client), handle)
    client.post("/inloggen/passkey/", {"credential": sent})
    client.post("/uitloggen/")
    again = client.post("/inloggen/passkey/", {"credential": sent})
    assert again.headers["Location"] == "/inloggen/"


def test_a_passkey_does_not_lead_away_from_here(world: World) -> None:
    key = SoftKey()
    handle = add_passkey(world.samira, key)
    away = use_passkey(lambda asked: key.used(asked, handle), next="https://evil.example/")
    assert away.headers["Location"] == "/"


NASTY = [
    "",
    "null",
    "[]",
    "{}",
    '"x"',
    "0",
    "{" * 5000,
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": None}}),
    json.dumps({"id": "x", "rawId": "x", "type": "public-key", "response": "x"}),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "eA",
                "attestationObject": "eA",
                "signature": "eA",
                "userHandle": "MQ",
            },
        }
    ),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "eyJ0eXBlIjoieCIsImNoYWxsZW5nZSI6IngiLCJvcmlnaW4iOiJ4In0",
                "authenticatorData": "A" * 60,
                "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA",
                "signature": "eA",
                "userHandle": "8J-SjA",
            },
        }
    ),
]


@pytest.mark.parametrize("credential", NASTY, ids=range(len(NASTY)))
def test_odd_answers_of_a_passkey_are_no_passkey(world: World, credential: str) -> None:
    guest = Client()
    guest.get("/inloggen/passkey/", headers={"accept": "application/json"})
    answer = guest.post("/inloggen/passkey/", {"credential": credential}, follow=True)
    assert "Deze passkey werkt hier niet." in answer.text
    member = signed_in(world.samira)
    member.get("/ik/inloggen/")
    answer = member.post("/ik/inloggen/", {"credential": credential, "name": "x"}, follow=True)
    assert "De passkey is niet toegevoegd." in answer.text
    assert passkeys(world.samira) == []


def test_the_question_for_a_passkey_is_the_same_for_everybody(world: World) -> None:
    """It names nobody's keys, because nobody has said yet who she is."""
    actions.add_passkey(world.samira.account, name="Toestel", credential=CREDENTIAL)
    answer = Client().get("/inloggen/passkey/", headers={"accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]
    assert options.get("allowCredentials", []) == []
    assert options["rpId"] == "testserver"


def test_signing_out_elsewhere_leaves_me_in(world: World) -> None:
    here, phone = signed_in(world.samira), signed_in(world.samira)
    other = signed_in(world.bram)
    answer = here.post("/ik/inloggen/elders-uit/", follow=True)
    assert "Je bent overal elders uitgelogd." in answer.text
    assert phone.get("/ik/").status_code == 302
    assert here.get("/ik/").status_code == 200
    assert other.get("/ik/").status_code == 200


def test_who_looks_comes_in_one_statement(world: World, django_assert_num_queries) -> None:
    client = Client()
    client.force_login(world.samira.account, BACKEND)
    with django_assert_num_queries(2):  # the session, and the account with its actor
        assert "Samira El Idrissi" in client.get("/over/").text


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "mfa_index", "account_change_password"]
)
def test_pages_of_allauth_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/inloggen/wachtwoord/"])
def test_there_is_no_second_door(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/uitloggen/", "/ik/inloggen/elders-uit/", "/ik/inloggen/opnieuw/"]
)
def test_looking_changes_nothing(world: World, path: str) -> None:
    client = signed_in(world.samira)
    assert client.get(path).status_code == 405
    assert client.get("/ik/").status_code == 200
