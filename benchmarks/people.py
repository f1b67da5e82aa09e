"""How long a large LinkedIn export takes to read: python -m benchmarks.people

A made Complete ZIP with 30,000 connections, LinkedIn's own limit, and 200,000 messages that are
not needed. In a process of its own, so that its peak of memory is that of the reading.
"""

import argparse
import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import tables
from vaknet.engine.linkedin import read
from vaknet.kit.untrusted_zip import opened

CONTACTS, MESSAGES, POSITIONS, SKILLS = 30_000, 200_000, 40, 100
NOTES = 'Notes:\n"Some addresses are missing."\n\n'
CONTACT_COLUMNS = (
    *("First Name", "Last Name", "URL", "Email Address"),
    *("Company", "Position", "Connected On"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.read:
        _measure(chosen.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Complete_LinkedInDataExport.zip"
        write_export(path)
        size = path.stat().st_size
        command = [sys.executable, "-m", "benchmarks.people", "--read", str(path)]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    known = tables.keep("people", "LinkedIn export read", figures | {"zip MB": size / 1e6})
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


def _measure(path: Path) -> None:
    began = time.perf_counter()
    with path.open("rb") as file, opened(file) as archive:
        export = read(archive)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"connections": len(export.others.contacts), "seconds": seconds, "peak MB": peak}
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
