"""A real installation in a folder of its own: real processes, bounded in time, ended by id."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.made_once import copied
from tests.ports import free_port
from vaknet.configuration import read
from vaknet.kit import postgres

VAKNET = Path(sys.executable).with_name("vaknet")
# Enough for a machine that is busy with other things; nothing here is measured.
PATIENCE = 180


class House:
    """One data folder, with the commands that are run on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.environment = _plain_environment() | {"VAKNET_DATA": str(data)}
        self.started: list[subprocess.Popen[str]] = []

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def socket(self) -> Path:
        return socket_of(self.data)

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [VAKNET, *arguments],
            env=self.environment | settings,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def begin(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start a command and go on."""
        process = subprocess.Popen(
            [VAKNET, *arguments],
            env=self.environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def serve(self, *arguments: str, **settings: str) -> psutil.Process:
        """Serve, and wait until a page is answered."""
        process = self.begin("serve", "--port", str(self.port), *arguments, **settings)
        eventually(lambda: self.health() is not None or process.poll() is not None)
        assert process.poll() is None, process.stdout and process.stdout.read()
        return psutil.Process(process.pid)

    def health(self) -> int | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return None

    def leave(self) -> None:
        for process in self.started:
            with suppress(psutil.NoSuchProcess):
                family = psutil.Process(process.pid).children(recursive=True)
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                process.kill()
                eventually(lambda family=family: not any(map(is_alive, family)))
            process.wait(PATIENCE)
            if process.stdout:
                process.stdout.close()
        postgres.stop(self.cluster, 5)
        shutil.rmtree(self.socket, ignore_errors=True)


def socket_of(data: Path) -> Path:
    """Often not in the data folder: the folders of tests have long names."""
    return read({"VAKNET_DATA": str(data)}).socket


def eventually(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.1)


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def child(parent: psutil.Process, word: str) -> psutil.Process:
    """The oldest below serve with these words in its command line."""
    family = sorted(parent.children(recursive=True), key=psutil.Process.create_time)
    return next(process for process in family if word in " ".join(process.cmdline()))


def end(process: psutil.Process) -> None:
    process.send_signal(signal.SIGKILL)


def _plain_environment() -> dict[str, str]:
    ours = ("VAKNET_", "DJANGO_", "DATABASE_URL", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    made = House(copied(prepared, tmp_path / "data"))
    yield made
    made.leave()
    shutil.rmtree(made.data, ignore_errors=True)


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """Nothing there yet, not even the folder."""
    made = House(tmp_path / "data")
    yield made
    made.leave()
