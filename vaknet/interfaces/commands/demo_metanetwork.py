"""Three small invented networks that are linked by treaties, served together."""

import os
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import click

from vaknet.configuration import configuration
from vaknet.interfaces.commands._say import say
from vaknet.kit import lifeline
from vaknet.kit.supervisor import Child, Stopped, Supervisor

START_SECONDS = 600
TOLD = resources.files("vaknet.reference") / "demo" / "metanetwork.toml"
# Enough for one who looks around, three times.
SMALL = {"VAKNET_WEB_WORKERS": "1", "VAKNET_WORKER_JOBS": "1", "VAKNET_LIVE_STREAMS": "0"}


@dataclass(frozen=True)
class Linked:
    """One of the three."""

    key: str
    told: Mapping[str, Any]
    port: int
    data: Path
    hosts: Sequence[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = ("VAKNET_", "DJANGO_", "DATABASE_URL")
        plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return (
            plain
            | SMALL
            | {
                "VAKNET_DATA": str(self.data),
                "VAKNET_NETWORK_NAME": self.told["name"],
                "VAKNET_NETWORK_DESCRIPTION": self.told["description"],
                "VAKNET_BASE_URL": self.address,
                "VAKNET_FEDERATION": "yes",
                "VAKNET_FEDERATION_TRIAL": ",".join(self.hosts),
            }
        )

    def launch(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "vaknet", *command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            preexec_fn=lifeline.tied(),  # noqa: PLW1509  (this process has one thread)
        )

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as page:  # noqa: S310
                return bool(page.status == 200)
        except OSError:
            return False


@click.command()
@click.option(
    "--port",
    default=8001,
    show_default=True,
    type=click.IntRange(1, 65533),
    help="Port of the first network; the others get the two after it.",
)
def command(port: int) -> None:
    """Fill three small networks, link them by treaties, and serve them. Ctrl-C stops all of it.

    They live in the folder `metanetwork` of your data folder. Started again they are as you left
    them.
    """
    os.environ["TZ"] = configuration.time_zone
    time.tzset()
    networks = linked(configuration.data / "metanetwork", port)
    house = Supervisor(say)
    try:
        with _served(house, networks):
            _link(house, networks)
            _say_where(house, networks)
            house.keep()
    except Stopped:
        pass
    say("stopped")


def linked(folder: Path, port: int) -> list[Linked]:
    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    hosts = [f"127.0.0.1:{port + place}" for place in range(len(told))]
    return [
        Linked(key, one, port + place, folder / key, hosts)
        for place, (key, one) in enumerate(told.items())
    ]


@contextmanager
def _served(house: Supervisor, networks: Sequence[Linked]) -> Iterator[None]:
    """For the block; each has a database of its own, so each takes its time to stop."""
    try:
        _make_databases(house, networks)
        _fill(house, networks)
        for one in networks:
            serve = partial(one.launch, "serve", "--port", str(one.port))
            house.start(Child(one.key, serve, patience=40))
        for one in networks:
            if not house.wait_until(one.answers, seconds=START_SECONDS, step=0.2):
                raise click.ClickException(f"{one.told['name']} did not start.")
        yield
    finally:
        say("stopping")
        house.stop()


def _make_databases(house: Supervisor, networks: Sequence[Linked]) -> None:
    """Made once and copied, with a secret of their own: most of the time goes into filling tables
    that are the same everywhere."""
    first, *others = networks
    if all((one.data / "postgres").exists() for one in networks):
        return
    say("making the databases")
    _run(house, first, "migrate")
    for one in others:
        if not one.data.exists():
            # With owners and rights: PostgreSQL looks at those of its folder.
            subprocess.run(["cp", "-a", first.data, one.data], check=True)
            (one.data / "secret-key").unlink()


def _fill(house: Supervisor, networks: Sequence[Linked]) -> None:
    """Side by side: each has a database of its own."""
    say(f"filling {', '.join(one.told['name'] for one in networks)}")
    going = [one.launch("demo-linked", one.key) for one in networks]
    try:
        for one, program in zip(networks, going, strict=True):
            _check(one, house.run_to_end(program))
    finally:
        for program in going:
            program.terminate()
            program.wait()


def _link(house: Supervisor, networks: Sequence[Linked]) -> None:
    """Each with each: one proposes over the line, and the other reads it and signs. Each command
    does all that it can, for most of its time goes into starting."""
    say("treaties of each with each")
    for place, one in enumerate(networks):
        proposes = _each("--propose-to", networks[place + 1 :])
        signs = _each("--agree-with", networks[:place])
        _run(house, one, "demo-linked", one.key, *proposes, *signs)
    for place, one in enumerate(networks[:-1]):
        signed = _each("--agree-with", networks[place + 1 :])
        _run(house, one, "demo-linked", one.key, *signed)


def _each(option: str, networks: Sequence[Linked]) -> Iterator[str]:
    for one in networks:
        yield from (option, one.address)


def _say_where(house: Supervisor, networks: Sequence[Linked]) -> None:
    for one in networks:
        say(f"{one.told['name']} is at {one.address}; sign in once, within 15 minutes:")
        _run(house, one, "login-link", *dict.fromkeys([one.told["newcomer"], one.told["manager"]]))
    say("ask “Wie heeft bouwdossiers gescand?” as Samira, and then ask partner networks too")
    say("Ctrl-C stops all three")


def _run(house: Supervisor, one: Linked, *arguments: str) -> None:
    _check(one, house.run_to_end(one.launch(*arguments)))


def _check(one: Linked, status: int) -> None:
    if status != 0:
        raise click.ClickException(f"{one.told['name']} could not do this; the reason is above.")
