"""How many activities of other networks does the inbox take in, from the request to the 202?

    python -m benchmarks.whole_way

By the view and its PostgreSQL, in one process: with the key at hand, and with a key that is read
first, over loopback, in the document of who signed. Beside the least, in turns, as in `federation`:
in processor time, of this process and of that of the database which works for it. Others on the
machine count in neither.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from benchmarks import federation
from benchmarks.network import environment, vaknet
from benchmarks.tables import keep, load_before
from vaknet.engine.activitypub import Message, SigningKey, cavage
from vaknet.engine.activitypub.keys import pem

ROUNDS, EACH = 8, 25  # of one host no more than 30 new ones are looked for in five minutes
HOME = "http://127.0.0.1:8001"
ACTIVITY = "application/activity+json"
AT_HAND, READ_FIRST = "inbox, key at hand", "inbox, key read first"

type Sent = tuple[bytes, dict[str, str]]


def main() -> None:
    load_before()
    key = generate_private_key(65_537, 2_048)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        data = Path(temporary) / "data"
        vaknet(data, "migrate")
        ports = [servers.enter_context(somewhere(key)) for _round in range(ROUNDS + 1)]
        trial = ",".join(f"127.0.0.1:{port}" for port in [8001, *ports])
        settings = environment(data) | {
            "DJANGO_SETTINGS_MODULE": "vaknet.settings",
            "VAKNET_BASE_URL": HOME,
            "VAKNET_FEDERATION": "yes",
            "VAKNET_FEDERATION_TRIAL": trial,
        }
        command = [sys.executable, "-m", "benchmarks.whole_way", *map(str, ports)]
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        said = subprocess.run(
            command, env=settings, check=True, input=secret, stdout=subprocess.PIPE
        ).stdout
    known: dict[str, Any] = {}
    for name, figures in json.loads(said).items():
        known = keep("federation", name, figures)
    text = federation.table(known)
    federation.RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


@contextmanager
def somewhere(key: RSAPrivateKey) -> Iterator[int]:
    """Another network: whoever is asked for is there, with this key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = f"http://{self.headers['Host']}{self.path}"
            told = json.dumps(_person(address, key)).encode()
            self.send_response(200)
            self.send_header("Content-Type", ACTIVITY)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def _person(address: str, key: RSAPrivateKey) -> dict[str, object]:
    name = address.rpartition("/")[2]
    public = {"id": f"{address}#main-key", "owner": address}
    return {
        "id": address,
        "type": "Person",
        "preferredUsername": name,
        "name": name,
        "inbox": f"{address}/inbox",
        "publicKey": public | {"publicKeyPem": pem(key.public_key())},
    }


def _within(ports: list[int]) -> None:
    import django  # noqa: PLC0415 - once we know which data folder

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    key = load_pem_private_key(sys.stdin.buffer.read(), password=None)
    assert isinstance(key, RSAPrivateKey)
    with _database.running():
        from vaknet.domain.federation import actions  # noqa: PLC0415

        actions.prepare_network(name="Vaknet")
        figures = _measured(ports, key)
    sys.stdout.write(json.dumps(figures))


def _measured(ports: list[int], key: RSAPrivateKey) -> dict[str, Any]:
    """Of each round the same messages twice: bare, and the whole way."""
    known, *others = ports
    _take_in(_signed(known, ["noor"], 0, key))  # from here she is known
    at_hand, read_first = list[tuple[float, float]](), list[tuple[float, float]]()
    for number, port in enumerate(others):
        for pairs, where, names in (
            (at_hand, known, ["noor"] * EACH),
            (read_first, port, [f"iris{one}" for one in range(EACH)]),
        ):
            sent = _signed(where, names, number * EACH + 1, key)
            pairs.append((_seconds(partial(_take_in, sent)), _least(sent, key)))
    return {AT_HAND: _figures(at_hand), READ_FIRST: _figures(read_first)}


def _figures(pairs: list[tuple[float, float]]) -> dict[str, float]:
    whole, least = (median(one) / EACH for one in zip(*pairs, strict=True))
    ratio = median(all_of_it / bare for all_of_it, bare in pairs)
    return {"whole": round(1 / whole), "least": round(1 / least), "ratio": round(ratio, 1)}


def _signed(port: int, names: list[str], first: int, key: RSAPrivateKey) -> list[Sent]:
    return [_one(port, name, first + number, key) for number, name in enumerate(names)]


def _one(port: int, name: str, number: int, key: RSAPrivateKey) -> Sent:
    text = json.dumps(federation.activity(number))
    text = text.replace("https://ver.example", f"http://127.0.0.1:{port}")
    body = text.replace("/users/noor", f"/users/{name}").encode()
    signing = SigningKey(f"http://127.0.0.1:{port}/users/{name}#main-key", key)
    there = Message.to(
        f"{HOME}/ap/inbox", method="POST", headers={"Content-Type": ACTIVITY}, body=body
    )
    return body, cavage.signed(there, signing, now=datetime.now(UTC))


def _take_in(sent: list[Sent]) -> None:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    for body, headers in sent:
        answer = client.post("/ap/inbox", body, content_type=ACTIVITY, headers=headers)
        if answer.status_code != 202:
            raise SystemExit(f"The inbox answered {answer.status_code}")


def _least(sent: list[Sent], key: RSAPrivateKey) -> float:
    """A hundred times, for it takes hardly a moment."""
    public, bare = key.public_key(), key.sign(b"x" * 400, PKCS1v15(), SHA256())

    def verify() -> None:
        for _time in range(100):
            for body, _headers in sent:
                public.verify(bare, b"x" * 400, PKCS1v15(), SHA256())
                json.loads(body)

    return _seconds(verify) / 100


def _seconds(deed: Callable[[], None]) -> float:
    """Of the processor."""
    database = psutil.Process(_of_database())
    began = _work(database)
    deed()
    return _work(database) - began


def _of_database() -> int:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found = cursor.fetchone()
    return int(found[0])


def _work(database: psutil.Process) -> float:
    used = database.cpu_times()
    return time.process_time() + float(used.user) + float(used.system)


if __name__ == "__main__":
    ports_told = [int(one) for one in sys.argv[1:]]
    if ports_told:
        _within(ports_told)
    else:
        main()
