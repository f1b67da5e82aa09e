"""A provider that is down, slow, broken or crooked: a clear page, and a code by mail still works.

What it says is really changed on the way, over HTTP; what it signs is really signed by another.
"""

import hashlib
import logging
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import jwt
import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from werkzeug.wrappers import Response

from tests.accounts.identity_provider import (
    IdentityProvider,
    going_to,
    provider,
    query_of,
    sign_in,
    with_query,
)
from tests.accounts.test_one_door import code_for, knock
from tests.accounts.test_ways_in import signed_in
from tests.world import World
from vaknet.kit import careful_http

DISCOVERY = "/.well-known/openid-configuration"
TOKEN, JWKS, USERINFO = "/oauth2/token", "/jwks", "/userinfo"
STALE = "Deze poging was al gebruikt, of het duurde te lang."
UNREACHABLE = "Gemeente Waterveen antwoordt nu niet zoals het hoort."
WRONG = "We kunnen het antwoord van Gemeente Waterveen niet vertrouwen."
START = "/inloggen/met/werk/"


@pytest.fixture(autouse=True)
def _nothing_came_of_it(world: World, idp: IdentityProvider) -> Iterator[None]:
    """Whatever happens in these tests: nobody is let in or linked, and mail still opens."""
    yield
    assert SocialAccount.objects.count() == 0
    client = signed_in(world.samira)
    assert client.get("/ik/").status_code == 200


def leads_to(client: Client, answer: Any) -> str:
    """The page after an answer that did not work: the door, with what to do."""
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inloggen/")
    assert client.get("/ik/").status_code == 302
    text: str = client.get("/inloggen/").text
    assert "Stuur mij een code" in text
    return text


def tried(idp: IdentityProvider) -> str:
    client = Client()
    return leads_to(client, sign_in(client, idp, "samira"))


def begun() -> str:
    client = Client()
    return leads_to(client, client.post(START))


# Down, slow, broken


def test_a_provider_that_is_down(idp: IdentityProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS = {"werk": idp.told(issuer="http://127.0.0.1:9")}
    assert UNREACHABLE in begun()


def test_a_provider_that_is_slow(idp: IdentityProvider, monkeypatch) -> None:
    monkeypatch.setattr(careful_http, "SECONDS", 0.2)
    idp.broken = lambda: time.sleep(1) or Response("{}")  # type: ignore[func-returns-value]
    assert UNREACHABLE in begun()


def test_a_provider_that_drips(idp: IdentityProvider, monkeypatch) -> None:
    """Each piece comes in time, and there is no end to them."""
    monkeypatch.setattr(careful_http, "ALL_SECONDS", 0.3)

    def drops() -> Iterator[str]:
        for _ in range(40):
            time.sleep(0.02)
            yield " " * 20_000

    idp.broken = lambda: Response(drops())
    assert UNREACHABLE in begun()


def test_a_provider_that_says_too_much(idp: IdentityProvider) -> None:
    idp.broken = lambda: Response("x" * (careful_http.MOST_BYTES + 1))
    assert UNREACHABLE in begun()


def test_a_provider_that_runs_in_circles(idp: IdentityProvider) -> None:
    idp.broken = lambda: Response(status=302, headers={"Location": "/again"})
    assert UNREACHABLE in begun()


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_provider_that_has_an_error(idp: IdentityProvider, status: int) -> None:
    idp.broken = lambda: Response("boom", status=status)
    assert UNREACHABLE in begun()


@pytest.mark.parametrize("text", ["", "<html>", "[]", "null", "{}", '"x"', '{"issuer": 3}'])
def test_a_provider_that_talks_nonsense(idp: IdentityProvider, text: str) -> None:
    idp.broken = lambda: Response(text, content_type="application/json")
    said = begun()
    assert UNREACHABLE in said or WRONG in said


def test_a_provider_that_falls_over_half_way(idp: IdentityProvider) -> None:
    client = Client()
    back = idp.signs_in(going_to(client.post(START)), "samira")
    idp.broken = lambda: Response("boom", status=500)
    assert UNREACHABLE in leads_to(client, client.get(back))


def test_somebody_who_stops_there(idp: IdentityProvider) -> None:
    client = Client()
    back = idp.refuses(going_to(client.post(START)))
    assert "Je bent gestopt bij Gemeente Waterveen." in leads_to(client, client.get(back))


def test_too_many_tries(idp: IdentityProvider) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [client.post(START).status_code for _ in range(61)]
    assert answers == [200] * 60 + [303]
    assert "Je probeerde dit vaak." in client.get("/inloggen/").text


def test_a_way_that_is_gone(idp: IdentityProvider, settings) -> None:
    client = Client()
    back = idp.signs_in(going_to(client.post(START)), "samira")
    settings.SIGN_IN_PROVIDERS = {}
    for ask in (lambda: client.post(START), lambda: client.get(back)):
        assert "Die manier om in te loggen is er niet meer." in leads_to(client, ask())


# Another issuer, another client, another browser, another time


def test_an_issuer_with_another_name(idp: IdentityProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS = {"werk": idp.told(issuer=f"{idp.address}/")}
    assert WRONG in begun()


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_place_that_is_not_private(idp: IdentityProvider, name: str) -> None:
    idp.crooked[DISCOVERY] = lambda told: told | {name: "http://evil.example/"}
    assert WRONG in begun()


def test_a_place_with_a_question_mark_of_its_own(idp: IdentityProvider) -> None:
    idp.crooked[DISCOVERY] = lambda told: (
        told | {"authorization_endpoint": f"{idp.address}/oauth2/authorize?policy=x"}
    )
    assert "/oauth2/authorize?policy=x&client_id=" in going_to(Client().post(START))


def test_an_answer_of_another_issuer(idp: IdentityProvider) -> None:
    client = Client()
    back = idp.signs_in(going_to(client.post(START)), "samira")
    answer = client.get(with_query(back, iss="https://evil.example"))
    assert WRONG in leads_to(client, answer)


def test_a_wrong_secret(idp: IdentityProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS = {"werk": idp.told(client_secret="fout")}
    assert WRONG in tried(idp)


def test_a_state_is_used_once_and_only_where_it_was_made(idp: IdentityProvider) -> None:
    client = Client()
    back = idp.signs_in(going_to(client.post(START)), "samira")
    other = Client()
    assert STALE in leads_to(other, other.get(back))
    assert client.get(back).headers["Location"] == "/inloggen/onbekend/"
    assert STALE in leads_to(client, client.get(back))


@pytest.mark.parametrize("state", ["", "x", "x" * 5000, "\0", "💌"])
def test_a_state_that_is_nobodys(idp: IdentityProvider, state: str) -> None:
    client = Client()
    client.post(START)
    assert STALE in leads_to(client, client.get(f"{START}terug/", {"state": state, "code": "x"}))


def test_a_state_of_long_ago(idp: IdentityProvider) -> None:
    client = Client()
    back = idp.signs_in(going_to(client.post(START)), "samira")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert STALE in leads_to(client, client.get(back))


def test_a_state_of_another_provider(idp: IdentityProvider, settings) -> None:
    settings.SIGN_IN_PROVIDERS |= {"anders": idp.told(id="anders", name="Anders")}
    client = Client()
    back = idp.signs_in(going_to(client.post(START)), "samira")
    answer = client.get(back.replace("/werk/", "/anders/"))
    assert STALE in leads_to(client, answer)


def test_what_samira_began_is_not_finished_by_bram(world: World, idp: IdentityProvider) -> None:
    """One browser, and somebody else signed in meanwhile."""
    client = signed_in(world.samira)
    back = idp.signs_in(going_to(client.post("/ik/inloggen/koppelen/werk/")), "samira")
    session = client.session
    kept = session["socialaccount_states"]
    client.post("/uitloggen/")
    knock(client, world.bram.account.email)
    client.post("/inloggen/code/", {"code": code_for(world.bram.account.email)})
    session = client.session
    session["socialaccount_states"] = kept
    session.save()
    answer = client.get(back)
    assert answer.headers["Location"] == "/ik/inloggen/"
    assert STALE in client.get("/ik/inloggen/").text


def test_a_code_comes_with_its_proof_key(idp: IdentityProvider) -> None:
    """A code stolen from the address bar is no use: what goes with it never left the server."""
    client = Client()
    url = going_to(client.post(START))
    client.get(idp.signs_in(url, "samira"))
    asked, told = query_of(url), dict(parse_qsl(idp.asked[TOKEN]))
    digest = hashlib.sha256(told["code_verifier"].encode()).digest()
    assert asked["code_challenge_method"] == "S256"
    assert asked["code_challenge"] == urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert len(told["code_verifier"]) >= 43


@pytest.mark.parametrize("query", ["", "code=", "code=verzonnen", "error=server_error"])
def test_an_answer_without_a_good_code(idp: IdentityProvider, query: str) -> None:
    client = Client()
    url = going_to(client.post(START))
    state = query_of(url)["state"]
    assert WRONG in leads_to(client, client.get(f"{START}terug/?state={state}&{query}"))


# Tokens


def test_a_token_with_another_nonce(idp: IdentityProvider) -> None:
    client = Client()
    back = idp.signs_in(with_query(going_to(client.post(START)), nonce="anders"), "samira")
    assert WRONG in leads_to(client, client.get(back))


def test_a_token_that_ran_out(world: World, settings) -> None:
    with provider(max_age=timedelta(minutes=-2)) as late:
        settings.SIGN_IN_PROVIDERS = {"werk": late.told()}
        assert WRONG in tried(late)


def test_a_clock_that_is_a_little_ahead_is_no_reason_to_stay_out(idp: IdentityProvider) -> None:
    client = Client()
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=30), tick=True):
        answer = sign_in(client, idp, "samira")
    assert answer.headers["Location"] == "/inloggen/onbekend/"


Change = Callable[[dict[str, Any]], dict[str, Any]]
THIEF = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NOW = int(time.time())


def forged(**more: Any) -> Change:
    """The same claims, signed by somebody else, or not at all."""

    def change(told: dict[str, Any]) -> dict[str, Any]:
        token = told["id_token"]
        claims = jwt.decode(token, options={"verify_signature": False}) | more.get("claims", {})
        header = jwt.get_unverified_header(token) | more.get("header", {})
        algorithm = more.get("algorithm", "RS256")
        key = more.get("key", THIEF)
        return told | {"id_token": jwt.encode(claims, key, algorithm, headers=header)}

    return change


CROOKED: dict[str, tuple[str, Change]] = {
    "signed by another": (TOKEN, forged()),
    "not signed": (TOKEN, forged(key=None, algorithm="none", header={"alg": "none"})),
    "signed with the secret": (TOKEN, forged(key="x" * 32, algorithm="HS256")),
    "with a key that nobody knows": (TOKEN, forged(header={"kid": "anders"})),
    "no token": (TOKEN, lambda told: {"access_token": told["access_token"]}),
    "no access": (TOKEN, lambda told: {"id_token": told["id_token"]}),
    "an error": (TOKEN, lambda told: {"error": "invalid_grant"}),
    "a number for a token": (TOKEN, lambda told: told | {"id_token": 3}),
    "rubbish for a token": (TOKEN, lambda told: told | {"id_token": "a.b.c"}),
    "no keys": (JWKS, lambda told: {"keys": []}),
    "odd keys": (JWKS, lambda told: {"keys": [{"kty": "x"}]}),
    "keys in no list": (JWKS, lambda told: {"keys": 3}),
    "a list": (JWKS, lambda told: [told]),
}


@pytest.mark.parametrize("kind", CROOKED)
def test_a_crooked_answer(idp: IdentityProvider, kind: str, caplog) -> None:
    path, change = CROOKED[kind]
    idp.crooked[path] = change
    with caplog.at_level(logging.WARNING, "vaknet.sign_in"):
        assert WRONG in tried(idp)
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "Sign-in with werk: wrong" in said
    assert idp.client["client_secret"] not in said
    assert "werk.example" not in said


def own_keys(idp: IdentityProvider) -> None:
    """The provider signs with a key of ours, so that what it signs can be wrong."""
    public = jwt.algorithms.RSAAlgorithm.to_jwk(THIEF.public_key(), as_dict=True)
    idp.crooked[JWKS] = lambda told: {"keys": [public | {"kid": told["keys"][0]["kid"]}]}


CLAIMS: dict[str, dict[str, Any]] = {
    "for another": {"aud": "een ander"},
    "for several, and meant for another": {"azp": "een ander"},
    "of another issuer": {"iss": "https://evil.example"},
    "of later": {"iat": NOW + 86_400},  # also when it is tried an hour after this was read
    "of nobody": {"sub": ""},
    "of somebody too long": {"sub": "x" * 300},
    "of a number": {"sub": 12},
    "without a nonce": {"nonce": None},
}


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_token_that_is_signed_and_still_wrong(idp: IdentityProvider, kind: str) -> None:
    own_keys(idp)
    idp.crooked[TOKEN] = forged(claims=CLAIMS[kind])
    assert WRONG in tried(idp)


def test_a_token_that_is_signed_and_right(idp: IdentityProvider) -> None:
    """Or the tests above would prove nothing."""
    own_keys(idp)
    idp.crooked[TOKEN] = forged()
    client = Client()
    assert sign_in(client, idp, "samira").headers["Location"] == "/inloggen/onbekend/"


def without_mail(idp: IdentityProvider) -> None:
    """The token says nothing of her address; then it is asked for apart."""
    own_keys(idp)

    def change(told: dict[str, Any]) -> dict[str, Any]:
        claims = jwt.decode(told["id_token"], options={"verify_signature": False})
        kept = {name: value for name, value in claims.items() if "email" not in name}
        header = jwt.get_unverified_header(told["id_token"])
        return told | {"id_token": jwt.encode(kept, THIEF, "RS256", headers=header)}

    idp.crooked[TOKEN] = change


def test_an_address_that_is_asked_for_apart(idp: IdentityProvider) -> None:
    without_mail(idp)
    client = Client()
    answer = sign_in(client, idp, "samira")
    assert "s.elidrissi@werk.example" in client.get(answer.headers["Location"]).text


def test_an_address_of_somebody_else(idp: IdentityProvider) -> None:
    without_mail(idp)
    idp.crooked[USERINFO] = lambda told: told | {"sub": "marit"}
    assert WRONG in tried(idp)


def test_a_provider_that_tells_nothing_more(idp: IdentityProvider) -> None:
    without_mail(idp)
    idp.crooked[DISCOVERY] = lambda told: {
        name: value for name, value in told.items() if name != "userinfo_endpoint"
    }
    client = Client()
    answer = sign_in(client, idp, "samira")
    assert "Samira" in client.get(answer.headers["Location"]).text
