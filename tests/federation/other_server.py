"""A server of another network on this machine, that says what a test has it say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.background import in_background
from vaknet.configuration import configuration
from vaknet.interfaces.reaching import fetching

ACTIVITY = "application/activity+json"
JRD = "application/jrd+json"


@dataclass
class OtherServer:
    """`says`: by path the status, the type, and what; a text is where it leads to."""

    host: str
    says: dict[str, tuple[int, str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def tells_of(self, user: str, *links: dict[str, str]) -> None:
        """By WebFinger."""
        own = {"rel": "self", "type": ACTIVITY, "href": f"{self.origin}/users/{user}"}
        told = {"subject": f"acct:{user}@{self.host}", "links": [own, *links]}
        self.says["/.well-known/webfinger"] = (200, JRD, told)

    def has(self, path: str, **fields: Any) -> str:
        """A document of ActivityPub; its id."""
        uri = f"{self.origin}{path}"
        context = "https://www.w3.org/ns/activitystreams"
        self.says[path] = (200, ACTIVITY, {"@context": context, "id": uri} | fields)
        return uri


@contextmanager
def other_server() -> Iterator[OtherServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append(self.path)
            status, kind, said = server.says.get(urlsplit(self.path).path, (404, ACTIVITY, {}))
            self.send_response(status)
            content = json.dumps(said).encode()
            if isinstance(said, str):
                self.send_header("Location", said)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        server = OtherServer(f"127.0.0.1:{listener.server_address[1]}")
        with in_background(listener):
            yield server


def on_trial(
    settings: Any, monkeypatch: pytest.MonkeyPatch, *servers: OtherServer, more: str = ""
) -> None:
    """These may be spoken with over http."""
    hosts = frozenset({server.host for server in servers} | ({more} if more else set()))
    settings.FEDERATION_TRIAL = hosts
    there = replace(configuration, federation_trial=hosts)
    monkeypatch.setattr(fetching, "configuration", there)
