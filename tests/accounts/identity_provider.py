"""A real OpenID provider on this machine, over HTTP; and ways to make it a bad one."""

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import oidc_provider_mock
import requests
from django.test import Client
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from tests.background import in_background
from vaknet.providers import Provider

BACK = "http://testserver/inloggen/met/werk/terug/"
WORK = "s.elidrissi@werk.example"
TIME = timedelta(hours=1)


@dataclass
class IdentityProvider:
    """`crooked`: by path, what it answers in place of the truth; `broken` in place of all.

    `asked`: by path, what it was last sent. `date`: what it says is the time.
    """

    address: str
    crooked: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    broken: Callable[[], Response] | None = None
    date: str | None = None
    client: dict[str, str] = field(default_factory=dict)

    def register(self, *backs: str) -> None:
        given = {"redirect_uris": backs, "token_endpoint_auth_method": "client_secret_basic"}
        self.client = self._ask("POST", "/oauth2/clients", json=given).json()

    def knows(self, who: str, **claims: object) -> None:
        self._ask("PUT", f"/users/{who}", json=claims).raise_for_status()

    def told(self, **more: Any) -> Provider:
        """As the operator sets it."""
        facts = {
            "id": "werk",
            "name": "Gemeente Waterveen",
            "issuer": self.address,
            "client_id": self.client["client_id"],
            "client_secret": self.client["client_secret"],
        }
        return Provider(**(facts | more))

    def signs_in(self, url: str, who: str) -> str:
        """What a browser does there; the address that it is sent back to."""
        answer = requests.post(url, data={"sub": who}, allow_redirects=False, timeout=60)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def refuses(self, url: str) -> str:
        answer = requests.post(url, data={"action": "deny"}, allow_redirects=False, timeout=60)
        return answer.headers["Location"]

    def _ask(self, method: str, path: str, **given: Any) -> requests.Response:
        return requests.request(method, f"{self.address}{path}", timeout=60, **given)

    def _answer(self, app: Callable[..., Any], environ: Any, start: Any) -> Any:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        self.asked[environ["PATH_INFO"]] = body = environ["wsgi.input"].read(size).decode()
        environ["wsgi.input"] = io.BytesIO(body.encode())
        if self.broken is not None:
            return self.broken()(environ, start)
        change = self.crooked.get(environ["PATH_INFO"])
        if change is None:
            return app(environ, start)
        pieces, _status, _headers = run_wsgi_app(app, environ, buffered=True)
        told = json.dumps(change(json.loads(b"".join(pieces))))
        return Response(told, content_type="application/json")(environ, start)


@contextmanager
def provider(max_age: timedelta = TIME) -> Iterator[IdentityProvider]:
    """Known clients only, and a nonce with every question."""
    app = oidc_provider_mock.app(
        require_client_registration=True, require_nonce=True, access_token_max_age=max_age
    )
    running = IdentityProvider("")

    class Handler(WSGIRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return running.date or super().date_time_string(timestamp)

        def log(self, *_: object) -> None:
            """Nobody reads it."""

    server = make_server(
        "127.0.0.1",
        0,
        lambda environ, start: running._answer(app, environ, start),
        threaded=True,
        request_handler=Handler,
    )
    running.address = f"http://127.0.0.1:{server.server_port}"
    with server, in_background(server):
        running.register(BACK)
        yield running


def going_to(answer: Any) -> str:
    """Where the page sends the browser on to."""
    assert answer.status_code == 200, answer.headers.get("Location")
    (url,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    return unescape(url)


def sign_in(client: Client, idp: IdentityProvider, who: str, **given: str) -> Any:
    """There and back again."""
    url = going_to(client.post("/inloggen/met/werk/", given))
    return client.get(idp.signs_in(url, who))


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def with_query(url: str, **changed: str) -> str:
    """The same address with other words behind the question mark."""
    query = urlencode(query_of(url) | changed)
    return urlsplit(url)._replace(query=query).geturl()
