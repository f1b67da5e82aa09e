"""A PostgreSQL of our own: make, start and stop a cluster in a folder.

It listens on a socket in a folder that only its user (and root) can enter; no port is opened.
"""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from vaknet.kit.postgres_programs import (
    PostgresError,
    group_of,
    major,
    own_folder,
    programs,
    run,
    user_of_server,
)

SOCKET = ".s.PGSQL.5432"
START_SECONDS = 60
STOP_SECONDS = 20
LOG_LIMIT = 5_000_000
# Small when idle, quick for short queries, and every answered request is on disk.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "max_locks_per_transaction": "256",  # a restore drops and makes every table in one transaction
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "2",
    "log_min_messages": "warning",
    "log_line_prefix": "%m ",
}
SINCE_18 = {"io_method": "sync"}


def start(cluster: Path, socket: Path, options: str = "", *, given: Path | None = None) -> None:
    """Make the cluster if it is not there, and start it in the background unless it runs."""
    if running(cluster) is not None:
        _wait_until_ready(cluster)
        return
    make(cluster, given)
    user = _prepare(cluster, socket, given)
    flags = shlex.join([*_flags(cluster, socket), *shlex.split(options)])
    limit = ["-w", "-t", str(START_SECONDS)]
    log = _log(cluster)
    run(
        [programs(given) / "pg_ctl", "-D", cluster, *limit, "-l", log, "-o", flags, "start"],
        user,
        failed=lambda: f"PostgreSQL did not start. It said:\n{last_words(cluster)}",
    )


def start_child(
    cluster: Path,
    socket: Path,
    options: str,
    *,
    given: Path | None,
    before: Callable[[], None],
) -> subprocess.Popen[bytes]:
    """Start an existing cluster as a child of this process; `before` runs in the child."""
    user = _prepare(cluster, socket, given)
    command: list[str | Path] = [
        programs(given) / "postgres",
        "-D",
        cluster,
        *_flags(cluster, socket),
    ]
    with _log(cluster).open("ab") as log:
        return subprocess.Popen(
            [*command, *shlex.split(options)],
            user=user,
            group=group_of(user),
            extra_groups=None if user is None else [],
            cwd="/",
            process_group=0,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=before,  # noqa: PLW1509  (the caller has one thread)
        )


def make(cluster: Path, given: Path | None = None) -> None:
    """Make the cluster if it is not there: aside first, so that it is there whole or not at all."""
    version = cluster / "PG_VERSION"
    if version.exists():
        _refuse_another_version(version.read_text(encoding="ascii").strip(), given)
        return
    draft = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    user = user_of_server()
    own_folder(draft, user, given)
    arguments = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-instructions"]
    # The builtin locale is the same on every machine, so that indexes survive a move.
    builtin = ["--locale-provider=builtin", "--locale=C.UTF-8"]
    locale = builtin if major(given) >= 17 else ["--locale=C"]
    run(
        [programs(given) / "initdb", "-D", draft, *arguments, *locale],
        user,
        failed=lambda: f"The database could not be made in {cluster}.",
    )
    if cluster.exists():
        cluster.rmdir()
    draft.rename(cluster)


def running(cluster: Path) -> int | None:
    """The id of the server that runs on this cluster, or None."""
    try:
        pid = int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        process = psutil.Process(pid)
        ours = process.name().startswith("postgres") and Path(process.cwd()) == cluster.resolve()
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    except psutil.AccessDenied:
        return pid
    return pid if ours and process.status() != psutil.STATUS_ZOMBIE else None


def ready(cluster: Path) -> bool:
    """Whether the server on this cluster takes connections: its last line says so."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready" and running(cluster) is not None


def _wait_until_ready(cluster: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while not ready(cluster):
        if running(cluster) is None or time.monotonic() > limit:
            raise PostgresError(f"PostgreSQL did not start. It said:\n{last_words(cluster)}")
        time.sleep(0.05)


def stop(cluster: Path, seconds: float = STOP_SECONDS) -> None:
    """Stop the server: ask kindly, end its sessions, and at last end it (it recovers by itself)."""
    pid = running(cluster)
    if pid is None:
        return
    for sign, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        limit = time.monotonic() + patience
        while running(cluster) == pid and time.monotonic() < limit:
            time.sleep(0.02)
        if running(cluster) != pid:
            return


def create_database(socket: Path, name: str, given: Path | None = None) -> None:
    """Create the database in a running server, unless it is there."""
    server: list[str | Path] = ["-h", socket, "-U", "postgres"]
    listed = run([programs(given) / "psql", *server, "-X", "-l", "-q", "-t", "-A"], None)
    if name in [line.split("|")[0] for line in listed.splitlines()]:
        return
    run(
        [programs(given) / "createdb", *server, "-T", "template0", name],
        None,
        failed=lambda: f"The database {name} could not be made.",
    )


def last_words(cluster: Path, lines: int = 6) -> str:
    """The end of the server's log, for a message to the operator."""
    log = cluster.parent / "postgres.log"
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8_000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(nothing)"


def _log(cluster: Path) -> Path:
    """The log beside the cluster, begun anew when it has grown long; the previous one is kept."""
    log = cluster.parent / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    if not log.exists():
        log.touch(mode=0o640)
    user = user_of_server()
    if user:
        shutil.chown(log, user)
    return log


def _prepare(cluster: Path, socket: Path, given: Path | None) -> str | None:
    """The user who runs it owns both folders, and nothing of a dead server remains."""
    user = user_of_server()
    own_folder(cluster, user, given)
    own_folder(socket, user, given)
    if running(cluster) is None:
        for note in (cluster / "postmaster.pid", socket / f"{SOCKET}.lock", socket / SOCKET):
            note.unlink(missing_ok=True)
    return user


def _refuse_another_version(made_by: str, given: Path | None) -> None:
    ours = str(major(given))
    if made_by != ours:
        raise PostgresError(
            f"This data folder was made by PostgreSQL {made_by}, but {ours} is installed. "
            "docs/operator/upgrade.md tells how to bring your data along."
        )


def _flags(cluster: Path, socket: Path) -> list[str]:
    version = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    settings = SETTINGS | (SINCE_18 if int(version) >= 18 else {})
    return ["-k", str(socket), *(part for s in settings.items() for part in ("-c", "=".join(s)))]
