"""How long a large LinkedIn export takes.

A made Complete ZIP with 30,000 connections, LinkedIn's own limit, and 200,000 messages that are
not needed. First only read; then the whole step, as a member takes it: upload with contacts looked
for, and all of it chosen. Each in a process of its own, so that its peak of memory is its own.
"""

import argparse
import csv
import io
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.network import environment
from vaknet.engine.linkedin import read
from vaknet.kit.untrusted_zip import opened

CONTACTS, MESSAGES, POSITIONS, SKILLS = 30_000, 200_000, 40, 100
EACH_WITH_ADDRESS = 5  # most people show LinkedIn's contacts no mail address
STEPS = ("write", "read", "whole")
NOTES = 'Notes:\n"Some addresses are missing."\n\n'
CONTACT_COLUMNS = (
    *("First Name", "Last Name", "URL", "Email Address"),
    *("Company", "Position", "Connected On"),
)


def main() -> None:
    """One step, in this process: called by `measured`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", choices=STEPS, required=True)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--members", type=int, required=True)
    chosen = parser.parse_args()
    if chosen.step == "write":
        figures = _within(lambda: write_export(chosen.file, _who_may_be_found(chosen.members)))
    elif chosen.step == "read":
        figures = _read(chosen.file)
    else:
        figures = _within(lambda: _upload_and_choose(chosen.file))
    sys.stdout.write(json.dumps(figures))


def measured(data: Path, members: int) -> dict[str, dict[str, Any]]:
    """By step, in the network of that folder. So many of its members are among the contacts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Complete_LinkedInDataExport.zip"
        found = {step: _run(data, step, path, members) for step in STEPS}
        size = {"zip MB": round(path.stat().st_size / 1e6, 1)}
        return {step: found[step] | size for step in STEPS[1:]}


def _who_may_be_found(members: int) -> list[str]:
    from vaknet.domain.people import actions  # noqa: PLC0415
    from vaknet.domain.people.models import Account  # noqa: PLC0415

    accounts = Account.objects.filter(actor__isnull=False, is_active=True).select_related("actor")
    chosen = list(accounts.order_by("pk")[:members])
    for one in chosen:
        if one.actor is not None:
            actions.be_found(one.actor)
    return [one.email for one in chosen]


def write_export(path: Path, addresses: Sequence[str]) -> dict[str, Any]:
    shown = dict(enumerate(addresses)) | {
        n: f"v{n}@werk.example" for n in range(len(addresses), CONTACTS, EACH_WITH_ADDRESS)
    }
    contacts = (
        [f"Voornaam{n}", f"Achternaam{n * 7919}", f"https://in.example/in/v{n}",
         shown.get(n, ""), f"gemeente {n % 900}",
         f"adviseur {n % 70}", f"{n % 28 + 1:02} Mar {2005 + n % 20}"]
        for n in range(CONTACTS)
    )  # fmt: skip
    messages = ([n, "", "Sam", "Noor", f"Bericht {n * 7919}" * 3] for n in range(MESSAGES))
    positions = (
        [f"gemeente {n}", f"adviseur {n}", f"Mar {1980 + n}", ""] for n in range(POSITIONS)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", NOTES + _table(CONTACT_COLUMNS, contacts))
        columns: tuple[str, ...] = (
            "CONVERSATION ID",
            "CONVERSATION TITLE",
            "FROM",
            "TO",
            "CONTENT",
        )
        archive.writestr("messages.csv", _table(columns, messages))
        columns = ("Company Name", "Title", "Started On", "Finished On")
        archive.writestr("Positions.csv", _table(columns, positions))
        skills = ([f"Onderwerp {n}"] for n in range(SKILLS))
        archive.writestr("Skills.csv", _table(("Name",), skills))
    return {"addresses": len(shown)}


def _table(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue()


def _run(data: Path, step: str, path: Path, members: int) -> dict[str, Any]:
    settings = environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [
        *(sys.executable, "-m", "benchmarks.linkedin", "--step", step),
        *("--file", str(path), "--members", str(members)),
    ]
    done = subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _read(path: Path) -> dict[str, Any]:
    began = time.perf_counter()
    with path.open("rb") as file, opened(file) as archive:
        export = read(archive, contacts=True)
    return _figures(began, len(export.others.contacts))


def _within(step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """With the database of the data folder that the environment names."""
    import django  # noqa: PLC0415 - once we know which data folder
    from django.core.management import call_command  # noqa: PLC0415

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    with _database.running():
        return step()


def _upload_and_choose(path: Path) -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415

    from vaknet.domain.people import actions  # noqa: PLC0415

    # Somebody new, who has none of this yet and knows nobody.
    account = actions.knock(f"linkedin{time.time_ns()}@benchmark.example", language="nl")
    actions.join(account, name="Lin Kedin")
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    began = time.perf_counter()
    with path.open("rb") as file:
        page = client.post("/ik/linkedin/", {"export": file, "contacts": "on"})
    [sealed] = re.findall(r'name="read" value="([^"]+)"', page.text)
    every = [str(number) for number in range(POSITIONS)]
    chosen = {"read": sealed, "positions": every, "topics": every[:25]}
    done = client.post("/ik/linkedin/kies/", chosen)
    if done.status_code != 303:
        raise RuntimeError(f"not taken: {done.status_code}")
    return _figures(began, CONTACTS) | {"found": page.text.count('target="_blank"')}


def _figures(began: float, connections: int) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "connections": connections,
        "seconds": round(time.perf_counter() - began, 1),
        "peak MB": round(peak),
    }


if __name__ == "__main__":
    main()
