"""Several Vaknets on this machine, each served by itself from a database of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psutil

from tests.federation.live import Hand, end
from tests.house.conftest import eventually, socket_of
from tests.made_once import LONGEST, copied
from vaknet.interfaces.commands.demo_metanetwork import Linked, linked
from vaknet.kit import postgres

ACTS = "tests.house.linked_hand"


def ready(folder: Path, prepared: Path, *, port: int, number: int) -> list[Linked]:
    """The first of the invented networks, that know of nobody else; each with a database in which
    nobody is yet, and a secret of its own."""
    made = linked(folder, port)[:number]
    for one in made:
        (copied(prepared, one.data) / "secret-key").unlink()
    hosts = [f"127.0.0.1:{one.port}" for one in made]
    return [replace(one, hosts=hosts) for one in made]


class Several:
    """At work, with their people in them. `hands`: of each network what its members do there."""

    def __init__(self, networks: list[Linked]) -> None:
        self.networks = networks
        self.hands: list[Hand] = []
        self._begun: list[subprocess.Popen[bytes]] = []

    def begin(self, one: Linked) -> None:
        self._begun.append(one.launch("serve", "--port", str(one.port)))

    def leave(self) -> None:
        """Each is asked to stop before any is waited for."""
        for process in self._begun:
            process.terminate()
        for process in self._begun:
            end(process)
        for one in self.networks:
            _kill(serving(one))
            postgres.stop(one.data / "postgres", 5)
            shutil.rmtree(socket_of(one.data), ignore_errors=True)
            shutil.rmtree(one.data, ignore_errors=True)


@contextmanager
def served(networks: list[Linked]) -> Iterator[Several]:
    going = [one.launch("demo-linked", one.key) for one in networks]
    assert [process.wait(LONGEST) for process in going] == [0] * len(networks)
    with ExitStack() as leaving:  # each of them is ended, also when another does not want to
        several = Several(networks)
        leaving.callback(several.leave)
        for one in networks:
            several.begin(one)
        for one in networks:
            several.hands.append(Hand(one.environment, one.data / "hand.log", ACTS))
            leaving.callback(several.hands[-1].leave)
        for one in networks:
            eventually(one.answers)
        yield several


def serving(one: Linked) -> list[psutil.Process]:
    """The process that serves it, and all that it began; empty when it does not run."""
    for process in psutil.process_iter(["cmdline"]):
        if {"serve", str(one.port)} <= set(process.info["cmdline"] or []):
            with suppress(psutil.NoSuchProcess):  # it may end just now
                return [process, *process.children(recursive=True)]
    return []


def kill(one: Linked) -> None:
    """All of its processes at once, as when the power fails."""
    _kill(serving(one))
    eventually(lambda: not one.answers())


def _kill(family: list[psutil.Process]) -> None:
    for process in family:
        with suppress(psutil.NoSuchProcess):  # some go by themselves as soon as the first is gone
            process.kill()


def stop_in_its_tracks(one: Linked) -> None:
    """It takes what comes in, and does nothing with it."""
    for process in serving(one):
        with suppress(psutil.NoSuchProcess):
            process.suspend()


def stop_working(one: Linked) -> None:
    """It answers, and does nothing with what came in."""
    [worker] = [process for process in serving(one) if "vaknet worker" in words_of(process)]
    worker.suspend()


def words_of(process: psutil.Process) -> str:
    """What a list of processes says of it; nothing when it is gone."""
    with suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""
