"""Another network: a small server on this machine, with people who sign what they send."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.test import Client
from django.utils import timezone

from tests.background import in_background
from tests.federation.conftest import BASE
from vaknet.configuration import configuration
from vaknet.engine.activitypub import Message, SigningKey, cavage, message_signatures
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.engine.activitypub.keys import Private, pem
from vaknet.interfaces.federation import announced, handling
from vaknet.interfaces.reaching import fetching

ACTIVITY = "application/activity+json"


@cache
def private(number: int) -> Private:
    """The same each time: making one takes long."""
    return generate_private_key(65_537, 2_048)


@dataclass
class Someone:
    """Somebody there. `told` is her document as it is served; change it as you like. `at`: the
    address from which her server sends."""

    id: str
    key: SigningKey
    told: dict[str, Any]
    at: str = "192.0.2.1"

    def does(self, verb: str, thing: object, **more: Any) -> dict[str, Any]:
        number = len(SENT)
        SENT.append(verb)
        told = {"id": f"{self.id}/did/{number}", "type": verb, "actor": self.id, "object": thing}
        return {"@context": ACTIVITYSTREAMS} | told | more

    def send(self, done: object, where: str = "/ap/inbox", **more: Any) -> Any:
        content = done if isinstance(done, bytes) else json.dumps(done).encode()
        headers = signed(where, content, self.key, **more)
        kind = headers.pop("Content-Type")
        client = Client(REMOTE_ADDR=self.at)
        return client.post(where, content, content_type=kind, headers=headers)

    def get(self, where: str, **more: Any) -> Any:
        headers = signed(where, b"", self.key, method="GET", **more)
        return Client(REMOTE_ADDR=self.at).get(where, headers=headers | {"Accept": ACTIVITY})


SENT: list[str] = []


def signed(
    where: str,
    content: bytes,
    key: SigningKey,
    *,
    method: str = "POST",
    way: Callable[..., dict[str, str]] = cavage.signed,
    content_type: str = ACTIVITY,
) -> dict[str, str]:
    given = {"Content-Type": content_type} if method == "POST" else {}
    message = Message.to(BASE + where, method=method, headers=given, body=content)
    return way(message, key, now=timezone.now())


@dataclass
class Elsewhere:
    """`answers`: by path a status, a type and a body; `asked`: what was asked of it, in order.
    `is_secure`: whoever does not sign reads nothing, as of GoToSocial."""

    address: str
    answers: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    is_secure: bool = False

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    @property
    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked]

    def serve(
        self, path: str, told: object, *, status: int = 200, kind: str = ACTIVITY, **more: str
    ) -> None:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        headers = {"Content-Type": kind} | {name.title(): value for name, value in more.items()}
        self.answers[path] = (status, headers, body)

    def someone(self, name: str = "noor", *, kind: str = "Person", key: int = 0) -> Someone:
        """Read at her own address from now on."""
        address = f"{self.address}/users/{name}"
        signing = SigningKey(f"{address}#main-key", private(key))
        told = {
            "@context": [ACTIVITYSTREAMS, "https://w3id.org/security/v1"],
            "id": address,
            "type": kind,
            "preferredUsername": name,
            "name": name.title(),
            "inbox": f"{address}/inbox",
            "followers": f"{address}/followers",
            "endpoints": {"sharedInbox": f"{self.address}/inbox"},
            "publicKey": {
                "id": signing.id,
                "owner": address,
                "publicKeyPem": pem(signing.key.public_key()),
            },
        }
        self.serve(f"/users/{name}", told)
        return Someone(address, signing, told)

    def again(self, someone: Someone) -> None:
        """Her document as it was changed."""
        self.serve(someone.id.removeprefix(self.address), someone.told)


@contextmanager
def network_elsewhere() -> Iterator[Elsewhere]:
    there = Elsewhere("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append((self.path, dict(self.headers.items())))
            status, headers, body = there.answers.get(self.path, (404, {}, b""))
            is_open = not there.is_secure or self.path.startswith("/.well-known/")
            if not is_open and not {"Signature", "Signature-Input"} & set(self.headers):
                status, headers, body = 401, {}, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.address = f"http://127.0.0.1:{server.server_port}"
    with server, in_background(server):
        yield there


def connect(settings: Any, monkeypatch: Any, *hosts: Elsewhere) -> None:
    """These networks may be spoken with, as in a trial on one machine."""
    settings.FEDERATION_TRIAL = frozenset(one.host for one in hosts)
    settings.ALLOWED_HOSTS = ["*"]
    trial = replace(configuration, federation_trial=settings.FEDERATION_TRIAL)
    monkeypatch.setattr(fetching, "configuration", trial)


def handled() -> list[str]:
    """Does what came in and was not done yet; says what troubles there were. What was passed on is
    read too, and that trouble is its own."""
    from vaknet.domain.federation.models import Announced, Received

    rows = Received.objects.filter(done_at=None).order_by("pk")
    waiting = list(rows.values_list("pk", flat=True))
    for pk in waiting:
        handling.handle(pk)
    heard = list(Announced.objects.filter(done_at=None).values_list("pk", flat=True))
    for pk in heard:
        announced.read_announced(pk)
    read = dict(Announced.objects.filter(pk__in=heard).values_list("activity", "trouble"))
    done = Received.objects.filter(pk__in=waiting).order_by("pk")
    return [row.trouble or read.get(row.uri, "") for row in done]


WAYS = [cavage.signed, message_signatures.signed]
