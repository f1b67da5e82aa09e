"""`vaknet live` beside the pages: started, set upright, looked at by doctor; and done without."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

from tests.background import in_background
from tests.house.conftest import House, child, end, eventually, is_alive
from tests.ports import free_port
from vaknet.configuration import read


def test_it_runs_beside_the_pages_and_is_set_upright(house: House) -> None:
    serve = house.serve()
    eventually(lambda: _hears(house.port + 1))
    assert (
        _doctor(house) == f"ok     Live: open pages hear of something new (port {house.port + 1})."
    )
    live = child(serve, "vaknet.asgi")
    end(live)
    eventually(lambda: not is_alive(live))
    eventually(lambda: _hears(house.port + 1))


def test_a_used_port_is_said_and_pages_are_served(house: House) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        house.serve(VAKNET_LIVE_PORT=str(port))
        eventually(lambda: house.health() == 200)
        said = _doctor(house, VAKNET_LIVE_PORT=str(port))
    assert said.startswith("WRONG  Live: what tells open pages of something new does not answer")


def test_it_can_be_off_and_a_house_that_is_dark_is_no_fault(house: House) -> None:
    assert _doctor(house) == "ok     Live: no pages are served at the moment, so nothing to hear."
    off = {"VAKNET_LIVE_STREAMS": "0"}
    house.serve(**off)
    assert "off: pages stay as they were opened" in _doctor(house, **off)
    assert not _hears(house.port + 1)


def test_a_proxy_that_does_not_pass_it_on_is_told(house: House) -> None:
    house.serve()
    eventually(lambda: _hears(house.port + 1))
    with _proxy(404) as port:
        wrong = _doctor(house, VAKNET_PROXIES="1", VAKNET_BASE_URL=f"http://localhost:{port}")
    assert wrong.startswith(f"WRONG  Live: http://localhost:{port}/live/ does not lead to port")
    with _proxy(200) as port:
        well = _doctor(house, VAKNET_PROXIES="1", VAKNET_BASE_URL=f"http://localhost:{port}")
    assert well.startswith("ok     Live: open pages hear of something new")


def test_where_pages_listen(tmp_path) -> None:
    given = {"VAKNET_DATA": str(tmp_path), "VAKNET_ALLOWED_HOSTS": ".example.org,intra.example"}
    (tmp_path / "served-at").write_text("http://127.0.0.1:8100", encoding="utf-8")
    c = read(given)
    hosts = ["127.0.0.1", "intra.example", "localhost", "127.0.0.1"]
    assert (c.live_port, c.live_hosts) == (8101, hosts)
    assert c.live_origins == [f"http://{host}:8100" for host in hosts]
    assert read(given | {"VAKNET_PROXIES": "1"}).live_hosts == []
    assert read(given | {"VAKNET_LIVE_PORT": "9000"}).live_port == 9000
    (tmp_path / "served-at").write_text("http://127.0.0.1:65535", encoding="utf-8")
    assert read(given).live_port == 65_534


def _hears(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/live/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _doctor(house: House, **settings: str) -> str:
    lines = house.run("doctor", **settings).stdout.splitlines()
    return next(line for line in lines if "Live:" in line)


@contextmanager
def _proxy(status: int) -> Iterator[int]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server, in_background(server):
        yield server.server_address[1]
