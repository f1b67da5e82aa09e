"""The guarded way out and the language together, with another network on this machine."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.engine.activitypub.making import create, person, rsa_key
from tests.kit.web_server import WebServer, web_server
from vaknet.engine.activitypub import (
    Document,
    Found,
    Message,
    SigningKey,
    Unreadable,
    actor,
    cavage,
    check_content_type,
    claim,
    found_at,
    message_signatures,
    performed,
)
from vaknet.engine.activitypub.documents import CONTENT_TYPE
from vaknet.kit.http import Answer, ask, send
from vaknet.kit.internet import public_or_here

KINDS = ("application/activity+json", "application/ld+json")
WAYS = pytest.mark.parametrize("way", [cavage, message_signatures], ids=["draft", "standard"])
US = "https://waterveen.example/netwerk/"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def fetched(url: str, way, key: SigningKey) -> Answer:
    def headers(at: str) -> dict[str, str]:
        accept = {"Accept": f"{CONTENT_TYPE}, {KINDS[0]}"}
        return way.signed(Message.to(at, method="GET", headers=accept, body=b""), key, now=now())

    return ask(url, kinds=KINDS, headers=headers, may_reach=public_or_here([_port(url)]))


def now() -> datetime:
    return datetime.now(UTC)


def _port(url: str) -> int:
    return int(url.partition("localhost:")[2].partition("/")[0])


def answering(
    server: WebServer, value: object, key: SigningKey, *, kind: str = CONTENT_TYPE
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Only to who signed it; the signature covers this address, also after a redirect."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        headers = tuple(handler.headers.items())
        asked = Message("GET", server.address, handler.path, headers)
        assert claim(asked, now=now()).proved_by(key.public(US)).signer == US
        content = json.dumps(value).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


@WAYS
def test_an_actor_is_asked_for_and_read(there: WebServer, way) -> None:
    noor, host = f"{there.address}/noor", there.address.removeprefix("https://")
    key = rsa_key(US)
    value = person(id=noor, inbox=f"{noor}/inbox", publicKey=None)
    there.answers["/noor"] = answering(there, value, key)

    def moved(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/noor")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    there.answers["/@noor?a=b"] = moved
    answer = fetched(f"{there.address}/@noor?a=b", way, key)
    check_content_type(answer.headers["content-type"])
    document = Document(answer.content)
    assert found_at(document, answer.address, test_hosts={host}) is Found.ITSELF
    assert actor(document, test_hosts={host}).inbox == f"{noor}/inbox"
    with pytest.raises(Unreadable):
        actor(document)


def test_a_file_that_somebody_put_there(there: WebServer) -> None:
    there.answers["/x.json"] = answering(
        there, person(), rsa_key(US), kind="application/ld+json; charset=utf-8"
    )
    answer = fetched(f"{there.address}/x.json", cavage, rsa_key(US))
    with pytest.raises(Unreadable):
        check_content_type(answer.headers["content-type"])


@WAYS
def test_a_delivery_comes_in(there: WebServer, way) -> None:
    key = rsa_key(US)
    value = create(actor=US, id=f"{US}1", object=f"{US}2")
    headers = {"Content-Type": CONTENT_TYPE}
    message = Message.to(
        f"{there.address}/inbox?a=%20b",
        method="POST",
        headers=headers,
        body=json.dumps(value).encode(),
    )
    signed = way.signed(message, key, now=now())
    send(message.url, message.body, signed, may_reach=public_or_here([_port(message.url)]))
    [(target, got)] = there.asked
    received = Message("POST", there.address, target, tuple(got.items()), there.posted[0])
    found = performed(claim(received, now=now()).proved_by(key.public(US)), ours=there.address)
    assert found.actor == US
