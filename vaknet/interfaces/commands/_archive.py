"""A backup: one file with the database as pg_dump writes it, and the files that go with it."""

import io
import json
import os
import tarfile
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import click

from vaknet.configuration import configuration
from vaknet.kit import postgres_programs as programs

DUMP, ABOUT = "database.dump", "about.json"
# What cannot be made again. Static files, stamps and the cluster itself can.
PYTHONS_OWN = ("server_side_binding", "prepare_threshold")  # options no program of PostgreSQL has
FILES = ("secret-key", "vaknet.env", "mail", "media")
# What was kept to learn from does not come back: whoever objected since would stand in it again.
# A backup of an older version has none of it.
FORGET = """DO $$ BEGIN IF to_regclass('public.learning_shown') IS NOT NULL THEN
    TRUNCATE public.learning_shown, public.learning_search; END IF; END $$"""


def _server() -> tuple[list[str], dict[str, str]]:
    """How pg_dump and pg_restore reach the database; a password goes by the environment."""
    database = configuration.database
    given = {"-h": "HOST", "-p": "PORT", "-U": "USER", "-d": "NAME"}
    flags = [
        part for flag, key in given.items() if database.get(key) for part in (flag, database[key])
    ]
    options = {
        f"PG{name.upper()}": str(value)
        for name, value in database.get("OPTIONS", {}).items()
        if name not in PYTHONS_OWN
    }
    secret = {"PGPASSWORD": database["PASSWORD"]} if database.get("PASSWORD") else {}
    return flags, options | secret


def _run(program: str, *arguments: str) -> None:
    flags, environment = _server()
    folder = programs.programs(configuration.postgres_programs)
    programs.run([folder / program, *flags, *arguments], None, environment=environment)


def write(target: Path) -> None:
    """Whole or not at all: written beside the target, readable for its owner only, then named."""
    about = {"version": version("vaknet"), "made": int(time.time())}
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, draft = Path(folder, DUMP), Path(folder, "whole")
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(dump))
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as archive:
            _add_text(archive, ABOUT, json.dumps(about))
            archive.add(dump, DUMP)
            for name in FILES:
                if (configuration.data / name).exists():
                    archive.add(configuration.data / name, f"files/{name}")
        draft.replace(target)


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(text.encode())
    member.mtime = time.time()
    archive.addfile(member, io.BytesIO(text.encode()))


def read_about(source: Path) -> dict[str, object]:
    try:
        with tarfile.open(source, "r") as archive:
            about = archive.extractfile(ABOUT)
            found: dict[str, object] = json.load(about) if about else {}
            archive.getmember(DUMP)
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise click.ClickException(f"{source} is not a backup that vaknet made.") from error
    return found


def read(source: Path) -> None:
    """Put everything back: the database in one transaction, all or nothing, then the files."""
    with tempfile.TemporaryDirectory(prefix="vaknet-restore-") as folder:
        with tarfile.open(source, "r") as archive:
            archive.extractall(folder, filter="data")
        script = Path(folder, "database.sql")
        pg_restore = programs.programs(configuration.postgres_programs) / "pg_restore"
        plain = ["--no-owner", "--no-privileges", "--file", str(script)]
        programs.run([pg_restore, *plain, str(Path(folder, DUMP))], None)
        empty = _steps("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        quiet = ["--no-psqlrc", "--quiet", "--output", os.devnull]
        whole = ["--single-transaction", "--set", "ON_ERROR_STOP=1"]
        _run("psql", *quiet, *whole, *empty, "--file", str(script), *_steps(FORGET))
        _put_back(Path(folder, "files"), configuration.data)


def _steps(*statements: str) -> list[str]:
    return [part for one in statements for part in ("--command", one)]


def _put_back(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        there = target / path.relative_to(source)
        if path.is_dir():
            there.mkdir(exist_ok=True)
        else:
            draft = there.with_name(f"{there.name}.part")
            draft.touch(mode=0o600)
            draft.write_bytes(path.read_bytes())
            draft.replace(there)
