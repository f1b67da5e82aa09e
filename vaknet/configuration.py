"""What an operator may set, from the environment or one file, with its meaning beside it.

The file is `vaknet.env` in the data folder, lines of `NAME=value`; the environment wins.
`docs/operator/settings.md` explains each; a test fails on one that is missing there.
"""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vaknet.kit import database_url, secret_file
from vaknet.kit import environment as kinds
from vaknet.kit.environment import BadSettings, Setting

TLS = ("starttls", "tls", "none")
SETTINGS = [
    Setting(
        "VAKNET_DATA",
        kinds.folder,
        "data",
        "Folder with everything that is yours: database, secret key, mail that was not sent.",
    ),
    Setting(
        "VAKNET_BASE_URL",
        kinds.address("https", "http"),
        "",
        "Address at which members reach the network, where links in mail begin; without it, the "
        "address that `vaknet serve` listens on.",
    ),
    Setting(
        "VAKNET_ALLOWED_HOSTS",
        kinds.words,
        "",
        "Other host names that may be asked for, with commas; that of the base URL always may.",
    ),
    Setting(
        "VAKNET_PROXIES",
        kinds.whole_number(0, 9),
        "0",
        "How many reverse proxies stand in front, each adding X-Forwarded-For and -Proto.",
    ),
    Setting("VAKNET_NETWORK_NAME", kinds.text, "Vaknet", "Name of the network on pages and mail."),
    Setting(
        "VAKNET_LANGUAGE",
        kinds.one_of("nl", "en"),
        "nl",
        "Language for a visitor whose own is not known.",
    ),
    Setting(
        "VAKNET_TIME_ZONE", kinds.time_zone, "Europe/Amsterdam", "Time zone of dates and times."
    ),
    Setting(
        "VAKNET_SECRET_KEY",
        kinds.text,
        "",
        "Key that signs links and seals memory cards; without it one is made in the data folder.",
        secret=True,
    ),
    Setting("VAKNET_OLD_SECRET_KEYS", kinds.words, "", "Keys of before, with commas.", secret=True),
    Setting(
        "DATABASE_URL",
        kinds.address("postgres", "postgresql"),
        "",
        "Your own PostgreSQL, 15 or newer; without it Vaknet runs one in the data folder.",
        secret=True,
    ),
    Setting("VAKNET_DATABASE_NAME", kinds.text, "vaknet", "Name of the database that Vaknet runs."),
    Setting(
        "VAKNET_DATABASE_KEEP",
        kinds.whole_number(0, 86_400),
        "600",
        "Seconds a database connection is kept for next requests; 0 opens one for each request.",
    ),
    Setting(
        "VAKNET_DATABASE_PREPARE",
        kinds.whole_number(0, 1000),
        "3",
        "After how many times PostgreSQL keeps the plan of a query that comes again; 0 is never.",
    ),
    Setting(
        "VAKNET_POSTGRES_BIN",
        kinds.text,
        "",
        "Folder with initdb and postgres to use in place of the ones that come with Vaknet.",
    ),
    Setting(
        "VAKNET_POSTGRES_OPTIONS",
        kinds.text,
        "",
        "More options for the PostgreSQL that Vaknet runs, such as: -c shared_buffers=1GB",
    ),
    Setting(
        "VAKNET_MAIL_URL",
        kinds.address("smtp", "smtps"),
        "",
        "Mail server in one line: smtp://user:password@host:587 (STARTTLS) or smtps:// (TLS).",
        secret=True,
    ),
    Setting("VAKNET_MAIL_HOST", kinds.text, "", "Mail server, when there is no VAKNET_MAIL_URL."),
    Setting("VAKNET_MAIL_PORT", kinds.whole_number(1, 65_535), "587", "Port of the mail server."),
    Setting("VAKNET_MAIL_USER", kinds.text, "", "User name at the mail server."),
    Setting("VAKNET_MAIL_PASSWORD", kinds.text, "", "Password at the mail server.", secret=True),
    Setting(
        "VAKNET_MAIL_TLS",
        kinds.one_of(*TLS),
        "starttls",
        "How the connection to the mail server is kept private: starttls, tls or none.",
    ),
    Setting(
        "VAKNET_MAIL_FROM", kinds.text, "", "Sender of mail, such as: Vaknet <vaknet@example.org>"
    ),
    Setting(
        "VAKNET_WEB_WORKERS", kinds.whole_number(1, 64), "2", "Web servers; one for each core."
    ),
    Setting(
        "VAKNET_WEB_THREADS", kinds.whole_number(1, 64), "2", "Threads in each web server process."
    ),
    Setting("VAKNET_WORKER_JOBS", kinds.whole_number(1, 64), "2", "Jobs that run side by side."),
    Setting(
        "VAKNET_DEBUG",
        kinds.yes_or_no,
        "no",
        "Show errors with their code in the browser; only for developers, never on a real network.",
    ),
]
SHORTEST_SECRET_KEY = 32
LONGEST_SOCKET_FOLDER = 90


@dataclass(frozen=True)
class Configuration:
    data: Path
    secret_key: str
    old_secret_keys: list[str]
    debug: bool
    allowed_hosts: list[str]
    base_url: str
    proxies: int
    network_name: str
    language: str
    time_zone: str
    database: dict[str, Any]
    own_database: bool
    postgres_programs: Path | None
    postgres_options: str
    mailers: dict[str, Any]
    mail_from: str
    mail_to_files: bool
    web_workers: int
    web_threads: int
    worker_jobs: int

    @property
    def cluster(self) -> Path:
        """Where our own PostgreSQL keeps its files."""
        return self.data / "postgres"

    @property
    def served_at(self) -> Path:
        """Where `vaknet serve` notes its address, the base URL when none is set."""
        return self.data / "served-at"

    @property
    def socket(self) -> Path:
        return _socket_folder(self.data)


def read(given: Mapping[str, str]) -> Configuration:
    """Raises BadSettings with a sentence for everything that is wrong."""
    data = kinds.folder(given.get("VAKNET_DATA", "") or "data")
    _make_folder(data)
    from_file = kinds.read_file(data / "vaknet.env")
    strange = kinds.unknown(from_file, SETTINGS, prefix="")
    if strange:
        raise BadSettings(strange)
    v = kinds.read(SETTINGS, from_file | dict(given) | {"VAKNET_DATA": str(data)})
    base_url = (v["VAKNET_BASE_URL"] or _served_at(data)).rstrip("/")
    host = urlsplit(base_url).hostname or "localhost"
    sender = v["VAKNET_MAIL_FROM"] or f"{v['VAKNET_NETWORK_NAME']} <vaknet@{host}>"
    return Configuration(
        data=data,
        secret_key=_secret_key(v["VAKNET_SECRET_KEY"], data),
        old_secret_keys=v["VAKNET_OLD_SECRET_KEYS"],
        debug=v["VAKNET_DEBUG"],
        allowed_hosts=[host, *v["VAKNET_ALLOWED_HOSTS"], "localhost", "127.0.0.1", "[::1]"],
        base_url=base_url,
        proxies=v["VAKNET_PROXIES"],
        network_name=v["VAKNET_NETWORK_NAME"],
        language=v["VAKNET_LANGUAGE"],
        time_zone=v["VAKNET_TIME_ZONE"],
        database=_database(v, data),
        own_database=not v["DATABASE_URL"],
        postgres_programs=Path(v["VAKNET_POSTGRES_BIN"]) if v["VAKNET_POSTGRES_BIN"] else None,
        postgres_options=v["VAKNET_POSTGRES_OPTIONS"],
        mailers={"default": _mailer(v, data)},
        mail_from=sender,
        mail_to_files=not (v["VAKNET_MAIL_URL"] or v["VAKNET_MAIL_HOST"]),
        web_workers=v["VAKNET_WEB_WORKERS"],
        web_threads=v["VAKNET_WEB_THREADS"],
        worker_jobs=v["VAKNET_WORKER_JOBS"],
    )


def _make_folder(data: Path) -> None:
    """Closed to others: unsent letters in it hold sign-in codes."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadSettings([f"The data folder {data} cannot be made: {reason}."]) from None


def _secret_key(given: str, data: Path) -> str:
    """The given key, or the one in the data folder."""
    if given:
        if len(given) < SHORTEST_SECRET_KEY:
            raise BadSettings([f"VAKNET_SECRET_KEY needs {SHORTEST_SECRET_KEY} signs or more."])
        return given
    path = data / "secret-key"
    try:
        return secret_file.read_or_make(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadSettings([f"The secret key {path} cannot be used: {reason}."]) from None


def _served_at(data: Path) -> str:
    try:
        return (data / "served-at").read_text(encoding="utf-8")
    except OSError:
        return "http://127.0.0.1:8000"


def _database(v: dict[str, Any], data: Path) -> dict[str, Any]:
    prepared = _prepared(v["VAKNET_DATABASE_PREPARE"])
    ours = {
        "ENGINE": "vaknet.postgresql",
        "CONN_MAX_AGE": v["VAKNET_DATABASE_KEEP"],
        "CONN_HEALTH_CHECKS": True,
    }
    if v["DATABASE_URL"]:
        given = database_url.parts(v["DATABASE_URL"])
        return ours | given | {"OPTIONS": prepared | given["OPTIONS"]}
    where = {"NAME": v["VAKNET_DATABASE_NAME"], "HOST": str(_socket_folder(data))}
    return ours | where | {"USER": "postgres", "OPTIONS": prepared}


def _prepared(times: int) -> dict[str, Any]:
    """Planning a longer query takes PostgreSQL more time than answering it."""
    return {"server_side_binding": True, "prepare_threshold": times} if times else {}


def _socket_folder(data: Path) -> Path:
    """In the data folder, or in a short folder elsewhere: a socket's path has at most 107 bytes."""
    folder = data / "postgres-socket"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    short = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"vaknet-{short}"


def _mailer(v: dict[str, Any], data: Path) -> dict[str, Any]:
    """Letters go to a mail server, or without one to files that the operator can read."""
    parts = urlsplit(v["VAKNET_MAIL_URL"])
    if not (parts.hostname or v["VAKNET_MAIL_HOST"]):
        return {
            "BACKEND": "vaknet.interfaces.mail.files.EmailBackend",
            "OPTIONS": {"file_path": str(data / "mail")},
        }
    options = {
        "host": v["VAKNET_MAIL_HOST"],
        "port": v["VAKNET_MAIL_PORT"],
        "username": v["VAKNET_MAIL_USER"],
        "password": v["VAKNET_MAIL_PASSWORD"],
    }
    tls = v["VAKNET_MAIL_TLS"]
    if parts.hostname:
        tls = "tls" if parts.scheme == "smtps" else dict(parse_qsl(parts.query)).get("tls", tls)
        if tls not in TLS:
            raise BadSettings([f"VAKNET_MAIL_URL may end in ?tls= with {' or '.join(TLS)}."])
        options = {
            "host": parts.hostname,
            "port": parts.port or (465 if tls == "tls" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
        }
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": options | {"use_tls": tls == "starttls", "use_ssl": tls == "tls", "timeout": 20},
    }


configuration = read(os.environ)
