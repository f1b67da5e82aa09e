"""A made network in a data folder of its own, served by a real `vaknet serve`."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
VAKNET = Path(sys.executable).with_name("vaknet")
PATIENCE = 120


@dataclass(frozen=True)
class Shape:
    people: int
    ties: int
    posts: int
    seed: int = 1

    def __str__(self) -> str:
        return f"{self.people:,} members × {self.ties} ties, {self.posts:,} posts"

    @property
    def folder(self) -> Path:
        """Kept for the next time: a large network takes minutes to make."""
        name = f"{self.people}-{self.ties}-{self.posts}-{self.seed}"
        return ROOT / "var" / "bench" / name


def environment(data: Path) -> dict[str, str]:
    """Ours, with this data folder and the settings that come with Vaknet."""
    foreign = ("VAKNET_", "DJANGO_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {"VAKNET_DATA": str(data)}


def vaknet(data: Path, *arguments: str) -> float:
    """Run one command to its end; how many seconds it took."""
    began = time.perf_counter()
    subprocess.run(
        [VAKNET, *arguments], env=environment(data), check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def make(shape: Shape) -> Path:
    """Its data folder, filled unless it was before."""
    shape.folder.mkdir(parents=True, exist_ok=True)
    options = {
        "--people": shape.people,
        "--ties": shape.ties,
        "--posts": shape.posts,
        "--seed": shape.seed,
    }
    words = [str(word) for option in options.items() for word in option]
    made = shape.folder / "made-until"
    until = made.read_text().strip() if made.exists() else time.strftime("%Y-%m-%d")
    vaknet(shape.folder, "demo", *words, "--until", until)
    made.write_text(until)
    return shape.folder


@contextmanager
def served(data: Path) -> Iterator[tuple[int, psutil.Process]]:
    """The port, and the process that watches over all others. It ends with the block."""
    port = free_port()
    with served_at(data, port) as house:
        yield port, house


@contextmanager
def served_at(data: Path, port: int) -> Iterator[psutil.Process]:
    """For who has to know the address before."""
    house = subprocess.Popen(
        [VAKNET, "serve", "--port", str(port)],
        env=environment(data),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for_page(port, house)
        yield psutil.Process(house.pid)
    finally:
        house.terminate()
        with suppress(subprocess.TimeoutExpired):
            house.wait(30)
        house.kill()
        house.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_page(port: int, house: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while not answers(port):
        if house.poll() is not None or time.monotonic() > limit:
            raise SystemExit("vaknet serve did not answer; run it by hand to see why.")
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Whether database, web server and worker are all well."""
    question = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(question)
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def memory(house: psutil.Process) -> dict[str, float]:
    """Megabytes by program, shared pages divided among those who share them (PSS)."""
    used: dict[str, float] = {}
    for process in [house, *house.children(recursive=True)]:
        with suppress(psutil.Error):
            name = _program(process)
            used[name] = used.get(name, 0) + process.memory_full_info().pss / 1e6
    return used


def processor_seconds(house: psutil.Process, program: str = "") -> float:
    """Work done so far by all of them, or by one: unlike the clock it hardly minds what else runs
    here."""
    total = 0.0
    for process in [house, *house.children(recursive=True)]:
        with suppress(psutil.Error):
            if program in {"", _program(process)}:
                spent = process.cpu_times()
                total += spent.user + spent.system
    return total


def _program(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    named = {
        "granian asgi": "live",
        "vaknet web": "web",
        "_loaded": "loaded",
        "vaknet worker": "worker",
        "postgres": "database",
    }
    for part, name in named.items():
        if part in words:
            return name
    return "serve"
