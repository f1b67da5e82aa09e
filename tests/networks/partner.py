"""An invented network on this machine: its own keys, its own answers, and it signs what it asks."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.background import in_background
from vaknet.domain.federation.models import Host
from vaknet.domain.networks.actions.ourselves import our_uri
from vaknet.domain.networks.models import Network, Treaty, TreatyShare
from vaknet.domain.networks.terms import Party, Wishes, content_of, to_sign
from vaknet.engine.activitypub import Message, SigningKey, message_signatures, proofs
from vaknet.engine.activitypub.keys import multikey, published
from vaknet.engine.activitypub.nodeinfo import APPLICATION

BASE = "https://vaknet.example"


@dataclass
class Partner:
    """`answers`: by the end of the address, what it says to what we tell. `heard`: what came in,
    with the headers."""

    base: str
    name: str = "Vaknet West"
    key: SigningKey = field(init=False)
    kind: str = "Application"
    answers: dict[str, Callable[[dict[str, object]], object]] = field(default_factory=dict)
    heard: list[tuple[str, Message]] = field(default_factory=list, repr=False)
    read: list[str] = field(default_factory=list, repr=False)
    raw: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.new_key()

    def new_key(self) -> None:
        name = f"{self.uri}#key-{token_urlsafe(4)}"
        self.key = SigningKey(name, Ed25519PrivateKey.generate())

    @property
    def uri(self) -> str:
        return f"{self.base}/ap/{'w' * 22}"

    def actor(self) -> dict[str, object]:
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.uri,
            "type": self.kind,
            "name": self.name,
            "summary": "<p>Voor wie in het <b>westen</b> werkt.</p>",
            "inbox": f"{self.uri}/inbox",
            "assertionMethod": [
                published(self.key.public(self.uri)) | {"type": "Multikey", "controller": self.uri}
            ],
        }

    def documents(self) -> Mapping[str, tuple[str, object]]:
        links = [{"rel": APPLICATION, "href": self.uri}]
        return {
            "/.well-known/nodeinfo": ("application/json", {"links": links}),
            self.uri.removeprefix(self.base): ("application/activity+json", self.actor()),
        }

    def row(self) -> Network:
        """As we keep it."""
        key = self.key.key
        assert isinstance(key, Ed25519PrivateKey)
        return Network.objects.create(
            host=Host.objects.create(name=self.base.partition("://")[2]),
            base=self.base,
            uri=self.uri,
            name=self.name,
            keys=[{"id": self.key.id, "public": multikey(key.public_key())}],
            read_at=timezone.now() - timedelta(days=1),
        )

    def in_force(self, *kinds: str) -> Treaty:
        treaty = Treaty.objects.create(
            network=Network.objects.filter(uri=self.uri).first() or self.row(),
            token=token_urlsafe(16),
            proposed_by="here",
            in_force_from=timezone.now() - timedelta(days=1),
        )
        TreatyShare.objects.bulk_create(TreatyShare(treaty=treaty, kind=kind) for kind in kinds)
        return treaty

    def terms(self, number: int = 1, *, token: str = "t" * 22, **other) -> dict[str, object]:
        """A text between this network and ours."""
        chosen = {"shares": {"agenda"}, "moderation": "writer", "months": 12, "notice_days": 30}
        given = chosen | other
        wishes = Wishes(**given | {"shares": frozenset(given["shares"])})  # type: ignore[arg-type]
        ours = Party(our_uri(), "Vaknet Oost")
        return content_of(token, number, Party(self.uri, self.name), ours, wishes)

    def signs(self, content: Mapping[str, object], *, name: str = "De raad") -> dict[str, object]:
        return proofs.signed(to_sign(content, self.uri, name), self.key, now=timezone.now())

    def request(
        self, what: str, told: object, *, at: datetime | None = None, key: SigningKey | None = None
    ) -> tuple[str, bytes, dict[str, str]]:
        """Path, body and headers, signed."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        url = f"{BASE}/ap/partners/{what}"
        message = Message.to(
            url, method="POST", headers={"Content-Type": "application/json"}, body=body
        )
        headers = message_signatures.signed(
            message, key or self.key, now=at or timezone.now(), nonce=token_urlsafe(8)
        )
        return url.removeprefix(BASE), body, headers

    def asks(self, what: str, told: object, **more) -> HttpResponse:
        return sent(self.request(what, told, **more))


def sent(request: tuple[str, bytes, dict[str, str]]) -> HttpResponse:
    path, body, headers = request
    given = {name: value for name, value in headers.items() if name not in {"Host", "Content-Type"}}
    kind = headers.get("Content-Type", "application/json")
    return Client().generic("POST", path, body, kind, headers=given)


@contextmanager
def a_partner() -> Iterator[Partner]:
    """One that listens on 127.0.0.1 until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            partner.read.append(self.path)
            if self.path in partner.raw:
                partner.raw[self.path](self)
                return
            kind, told = partner.documents().get(self.path, ("", None))
            self._say(200 if kind else 404, kind, json.dumps(told).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            what = self.path.removeprefix("/ap/partners/")
            message = Message("POST", partner.base, self.path, tuple(self.headers.items()), body)
            partner.heard.append((what, message))
            if self.path in partner.raw:
                partner.raw[self.path](self)
                return
            answer = partner.answers.get(what)
            told = None if answer is None else answer(json.loads(body))
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            self._say(404 if told is None else 200, "application/json", content)

        def _say(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        partner = Partner(f"http://127.0.0.1:{listener.server_address[1]}")
        with in_background(listener):
            yield partner


def without_end(handler: BaseHTTPRequestHandler, *, pause: float = 0.0) -> None:
    """JSON that goes on and on."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    try:
        for _time in range(10_000):
            handler.wfile.write(b" " * 1_000)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:
        return
