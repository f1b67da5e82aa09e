"""How long a large LinkedIn export takes: python -m benchmarks.people

A made Complete ZIP with 30,000 connections, LinkedIn's own limit, and 200,000 messages that are
not needed. First only read; then the whole step in the small demo network, as a member takes it:
upload with contacts looked for, and all of it chosen. Each in a process of its own, so that its
peak of memory is its own.
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
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.network import environment, vaknet
from vaknet.engine.linkedin import read
from vaknet.kit.untrusted_zip import opened

CONTACTS, MESSAGES, POSITIONS, SKILLS = 30_000, 200_000, 40, 100
NOTES = 'Notes:\n"Some addresses are missing."\n\n'
CONTACT_COLUMNS = (
    *("First Name", "Last Name", "URL", "Email Address"),
    *("Company", "Position", "Connected On"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--step", choices=["read", "whole"], help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        figures = _read(chosen.file) if chosen.step == "read" else _take(chosen.file)
        sys.stdout.write(json.dumps(figures))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Complete_LinkedInDataExport.zip"
        write_export(path)
        size = {"zip MB": path.stat().st_size / 1e6}
        data = Path(folder) / "data"
        vaknet(data, "demo")
        tables.keep("people", "LinkedIn export read", _run(data, "read", path) | size)
        name = "LinkedIn export uploaded, matched and taken"
        known = tables.keep("people", name, _run(data, "whole", path) | size)
    lines = ["# How long people's own data takes", "`python -m benchmarks.people`", ""]
    lines += ["| what | connections | ZIP, MB | seconds | peak MB | measured |"]
    lines += ["|---|---|---|---|---|---|"]
    for name, row in known.items():
        lines.append(
            f"| {name} | {row['connections']:,} | {row['zip MB']:.1f} | {row['seconds']:.1f} "
            f"| {row['peak MB']:.0f} | {row['on']}, {row['machine']}, load before it began "
            f"{row['load']} |"
        )
    tables.write("people", lines)


def write_export(path: Path) -> None:
    contacts = (
        [f"Voornaam{n}", f"Achternaam{n * 7919}", f"https://in.example/in/v{n}",
         f"v{n}@werk.example" if n % 5 == 0 else "", f"gemeente {n % 900}",
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


def _table(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue()


def _run(data: Path, step: str, path: Path) -> dict[str, Any]:
    settings = environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [sys.executable, "-m", "benchmarks.people", "--step", step, "--file", str(path)]
    done = subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _read(path: Path) -> dict[str, Any]:
    began = time.perf_counter()
    with path.open("rb") as file, opened(file) as archive:
        export = read(archive, contacts=True)
    return _figures(began, len(export.others.contacts))


def _take(path: Path) -> dict[str, Any]:
    import django  # noqa: PLC0415 - once we know which data folder
    from django.core.management import call_command  # noqa: PLC0415

    from vaknet.interfaces.commands import _database  # noqa: PLC0415

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    with _database.running():
        return _upload_and_choose(path)


def _upload_and_choose(path: Path) -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415

    from vaknet.domain.people.models import Account  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(actor__handle="samira.elidrissi"))
    began = time.perf_counter()
    with path.open("rb") as file:
        page = client.post("/ik/linkedin/", {"export": file, "contacts": "on"})
    [sealed] = re.findall(r'name="read" value="([^"]+)"', page.text)
    every = [str(number) for number in range(POSITIONS)]
    chosen = {"read": sealed, "positions": every, "topics": every[:25]}
    done = client.post("/ik/linkedin/kies/", chosen)
    if done.status_code != 303:
        raise RuntimeError(f"not taken: {done.status_code}")
    return _figures(began, CONTACTS)


def _figures(began: float, connections: int) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "connections": connections,
        "seconds": time.perf_counter() - began,
        "peak MB": peak,
    }


if __name__ == "__main__":
    main()
