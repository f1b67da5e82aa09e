"""A whole Vaknet and, beside it, networks of other hands: real processes that talk over loopback.

All of it starts once for all the stories of a file, and is ended by its id.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import requests

from tests.architecture.source import ROOT
from tests.house.conftest import House, eventually
from tests.made_once import copied
from tests.ports import free_port

PROGRAM = ROOT / "tests" / "federation" / "peer" / "peer.mjs"
ACTIVITY = "application/activity+json"
KNOCKS = ("draft-cavage-http-signatures-12", "rfc9421")  # which signature it tries first
PATIENCE = 180.0  # also when a worker that is busy leaves a delivery to the next minute
HURRY = 45.0


def folder() -> Path:
    """Where `bin/peer` put Fedify."""
    found = Path(os.environ.get("VAKNET_TEST_PEER") or ROOT / "var" / "peer")
    if not (found / "node_modules" / ".bin" / "node").exists():
        raise RuntimeError("There is no other network to talk with: run bin/peer.")
    return found


class Peer:
    """Fedify, with Ida and her group of gardeners."""

    def __init__(self, port: int, first_knock: str, log: Path) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.ida = f"{self.origin}/users/ida"
        self.gardeners = f"{self.origin}/users/tuinders"
        self.log = log
        self.follows: set[str] = set()
        self.hand: Hand | None = None
        node = folder() / "node_modules" / ".bin" / "node"
        with PROGRAM.open("rb") as program, log.open("wb") as said:
            self.process = subprocess.Popen(
                [node, "--input-type=module", "-", str(port), first_knock],
                cwd=folder(),  # a program that is read from standard input imports from there
                stdin=program,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        eventually(lambda: b"ready" in log.read_bytes() or self.process.poll() is not None)
        assert self.process.poll() is None, log.read_text()

    def ask(self, what: str, **query: str) -> Any:
        """Have it do something; what it says of it."""
        said = fetch(f"{self.origin}/_{what}?{urlencode(query)}")
        assert said.status == 200, said.text
        return json.loads(said.text)

    def came(self, kind: str, **fields: str) -> list[dict[str, Any]]:
        """What came in of one kind, with these values."""
        return [
            one
            for one in self.ask("did")
            if one.get("type") == kind and fields.items() <= one.items()
        ]

    def waits_for(self, kind: str, **fields: str) -> dict[str, Any]:
        self.waits_until(lambda: bool(self.came(kind, **fields)))
        return self.came(kind, **fields)[-1]

    def waits_until(self, true: Callable[[], bool]) -> None:
        """What did not arrive at the first try is not waited for until it is its time again, for
        that is a minute and then five: what failed is to go at once. What is lost stays lost."""
        with suppress(AssertionError):
            eventually(true, seconds=HURRY)
            return
        said = self.hand("hurry") if self.hand else []
        try:
            eventually(true, seconds=PATIENCE)
        except AssertionError:
            raise AssertionError(f"it did not arrive; what waited: {said}") from None

    def waits_for_object(self, kind: str, **fields: str) -> dict[str, Any]:
        """What a thing of that kind was about, when it came along."""

        def found() -> list[dict[str, Any]]:
            things = [one["object"] for one in self.came(kind)]
            wanted = [one if isinstance(one, dict) else {"id": one} for one in things]
            return [one for one in wanted if fields.items() <= one.items()]

        self.waits_until(lambda: bool(found()))
        return found()[-1]

    def leave(self) -> None:
        self.process.terminate()
        end(self.process)


class Hand:
    """Members of the live Vaknet at work: `hand("start_conversation", title="…")`.

    One process that stays, with the settings of that house: see `tests/federation/hand.py`.
    """

    def __init__(
        self, environment: dict[str, str], log: Path, acts: str = "tests.federation.hand"
    ) -> None:
        self.log = log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", acts],
            cwd=ROOT,
            env=environment | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def __call__(self, what: str, **given: str) -> Any:
        _pipe(self.process.stdin).write(json.dumps([what, given]) + "\n")
        _pipe(self.process.stdin).flush()
        line = _pipe(self.process.stdout).readline()
        assert line, Path(self.log.name).read_text()
        done, told = json.loads(line)
        assert done, told
        return told

    def leave(self) -> None:
        _pipe(self.process.stdin).close()
        end(self.process)
        _pipe(self.process.stdout).close()
        self.log.close()


class Live:
    """A Vaknet at work, and the peers that it may speak with."""

    def __init__(self, house: House, peers: dict[str, Peer], hand: Hand) -> None:
        self.house, self.peers, self.hand = house, peers, hand
        self.origin = f"http://127.0.0.1:{house.port}"
        self.world: dict[str, str] = hand("begin")


@contextmanager
def live(tmp: Path, prepared: Path) -> Iterator[Live]:
    house = House(copied(prepared, tmp / "data"))
    ports = [free_port() for _knock in KNOCKS]
    hosts = [f"127.0.0.1:{port}" for port in (house.port, *ports)]
    house.environment |= {
        "VAKNET_FEDERATION": "yes",
        "VAKNET_FEDERATION_TRIAL": ",".join(hosts),
        "VAKNET_BASE_URL": f"http://{hosts[0]}",
        "VAKNET_NETWORK_NAME": "Vaknet Oost",
    }
    with ExitStack() as leaving:  # each of them is ended, also when another does not want to
        leaving.callback(shutil.rmtree, tmp / "data", ignore_errors=True)
        leaving.callback(house.leave)
        house.serve()
        eventually(lambda: house.health() == 200)
        peers = {}
        for port, knock in zip(ports, KNOCKS, strict=True):
            peers[knock] = Peer(port, knock, tmp / f"{knock}.log")
            leaving.callback(peers[knock].leave)
        hand = Hand(house.environment, tmp / "hand.log")
        leaving.callback(hand.leave)
        for peer in peers.values():
            peer.hand = hand
        yield Live(house, peers, hand)


def end(process: "subprocess.Popen[Any]") -> None:
    """By its id, when it does not end by itself."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    process.kill()
    process.wait(20)


class Said:
    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text


def fetch(address: str, accept: str = "*/*") -> Said:
    answer = requests.get(address, headers={"Accept": accept}, timeout=PATIENCE)
    return Said(answer.status_code, answer.text)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
