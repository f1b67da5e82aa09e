"""One message to one browser: sealed, signed, and to an address of the whole internet alone."""

import time
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from tests.offline.push_service import Browser, content, serving, words
from vaknet.kit.internet import is_public
from vaknet.kit.web_push import (
    CURVE,
    Gone,
    Subscription,
    Undelivered,
    is_sound,
    public_words,
    push,
    sealed,
    signing_key,
)

KEY = signing_key(bytes(range(32)))
MESSAGE = {"title": "Vaknet", "body": "Er is een antwoord op een vraag waar je op wacht."}
BROWSER = Browser("https://push.example/abc")


@pytest.fixture
def service(tmp_path, monkeypatch):
    with serving(tmp_path) as service:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "push.pem"))
        yield service


def send(browser: Browser, **more) -> None:
    told = {"key": KEY, "contact": "mailto:vaknet@example.org", "seconds": 3600}
    everywhere = {"may_reach": lambda _address, _port: True}
    push(browser.subscription, MESSAGE, **(told | everywhere | more))


def test_only_that_browser_opens_it(service):
    browser = Browser(f"{service.address}/abc")
    send(browser)
    [(path, headers, body)] = service.brought
    assert path == "/abc"
    assert headers["TTL"] == "3600"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert browser.opened(body) == MESSAGE
    assert b"antwoord" not in body
    with pytest.raises(InvalidTag):
        Browser(browser.endpoint).opened(body)


def test_it_is_signed_for_that_service_and_for_half_a_day(service):
    send(Browser(f"{service.address}/abc"))
    claims = service.claims()
    assert claims["aud"] == service.address
    assert claims["sub"] == "mailto:vaknet@example.org"
    assert 11.9 * 3600 < claims["exp"] - time.time() <= 12 * 3600
    _path, headers, _body = service.brought[0]
    assert headers["Authorization"].endswith(f", k={public_words(KEY)}")


def test_its_size_tells_nothing():
    short = sealed(BROWSER.subscription, {"body": "x"})
    long = sealed(BROWSER.subscription, {"body": "Er zijn antwoorden op 12 vragen. é"})
    assert len(short) == len(long) < 4096


def test_the_same_words_are_never_sealed_alike():
    assert sealed(BROWSER.subscription, MESSAGE) != sealed(BROWSER.subscription, MESSAGE)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone(service, status):
    service.answers.append(status)
    with pytest.raises(Gone):
        send(Browser(f"{service.address}/abc"))


@pytest.mark.parametrize("status", [301, 400, 401, 403, 413, 429, 500, 503])
def test_a_service_that_does_not_take_it(service, status):
    """Nor is followed to where it says that it went."""
    service.answers.append(status)
    with pytest.raises(Undelivered, match=f"the push service answers {status}"):
        send(Browser(f"{service.address}/abc"))
    assert len(service.brought) == 1


def test_an_address_inside_is_not_asked(service):
    with pytest.raises(Undelivered, match="not on the public internet"):
        send(Browser(f"{service.address}/abc"), may_reach=is_public)
    assert service.brought == []


@pytest.mark.parametrize(
    ("endpoint", "trouble"),
    [
        ("https://127.0.0.1:1/", "nobody answers"),
        ("ftp://push.example/", "not the address of a web page"),
    ],
)
def test_a_service_that_is_not_there(endpoint, trouble):
    with pytest.raises(Undelivered, match=trouble):
        send(Browser(endpoint))


def test_a_certificate_of_nobody_is_not_believed(service, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Undelivered, match="nobody answers"):
        send(Browser(f"{service.address}/abc"))


def test_a_plain_subscription_is_sound():
    assert is_sound(BROWSER.subscription)


OFF_THE_CURVE = words(b"\4" + bytes(64))


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/abc"},
        {"endpoint": "https://push.example:8443/abc"},
        {"endpoint": "https://push.example:x/abc"},
        {"endpoint": "https://ada@push.example/abc"},
        {"endpoint": "https:///abc"},
        {"endpoint": "https://[::1/abc"},
        {"endpoint": "https://push.example/é"},
        {"endpoint": f"https://push.example/{'x' * 1000}"},
        {"endpoint": ""},
        {"key": ""},
        {"key": "***"},
        {"key": OFF_THE_CURVE},
        {"key": words(b"\2" + content(BROWSER.subscription.key)[1:33])},
        {"secret": ""},
        {"secret": words(b"too short")},
        {"secret": "x"},
    ],
)
def test_what_is_no_subscription(wrong):
    assert not is_sound(replace(BROWSER.subscription, **wrong))


def test_the_same_seed_gives_the_same_key():
    assert public_words(signing_key(bytes(range(32)))) == public_words(KEY)
    assert public_words(signing_key(bytes(32))) != public_words(KEY)
    assert len(content(public_words(KEY))) == 65


@pytest.mark.parametrize("seed", [bytes(32), b"\xff" * 32])
def test_every_seed_is_a_key(seed):
    assert isinstance(signing_key(seed), ec.EllipticCurvePrivateKey)
    assert signing_key(seed).curve.name == CURVE.name


def test_a_subscription_says_itself():
    again = Subscription(**vars(BROWSER.subscription))
    assert again == BROWSER.subscription
