"""What the operator set, from the environment or one file: see `operator_settings`.

The file is `vaknet.env` in the data folder, lines of `NAME=value`; the environment wins.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vaknet import other_networks, providers
from vaknet.kit import database_url, secret_file
from vaknet.kit import environment as kinds
from vaknet.kit.environment import BadSettings, Setting
from vaknet.kit.internet import Address, is_public
from vaknet.operator_settings import SETTINGS, TLS

SHORTEST_SECRET_KEY = 32
NAME_OF_BOX = re.compile(r"[a-z0-9.-]{1,15}\Z")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_SOCKET_FOLDER = 90
LAST_PORT = 65_535


@dataclass(frozen=True)
class MailIn:
    """Mail that comes in: to which addresses, and by which ways."""

    domain: str
    name: str
    listener: str
    box: str
    secret: str


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
    network_description: str
    language: str
    time_zone: str
    holidays: str
    database: dict[str, Any]
    own_database: bool
    postgres_programs: Path | None
    postgres_options: str
    mailers: dict[str, Any]
    mail_from: str
    mail_to_files: bool
    mail_in: MailIn
    providers: dict[str, providers.Provider]
    settings: list[Setting]
    web_workers: int
    web_threads: int
    worker_jobs: int
    live_streams: int
    live_port: int
    federation: bool
    federation_trial: frozenset[str]
    federation_signed_reads: bool
    learning: bool
    learning_days: int
    name_servers: list[str]
    reachable: list[IPv4Network | IPv6Network]

    @property
    def cluster(self) -> Path:
        """Where our own PostgreSQL keeps its files."""
        return self.data / "postgres"

    @property
    def served_at(self) -> Path:
        """Where `vaknet serve` notes its address, the base URL when none is set."""
        return self.data / "served-at"

    @property
    def live_hosts(self) -> list[str]:
        """Names by which pages reach our streams at a port of their own. Behind a proxy none: it
        sends `/live/` there. No wildcards, and no IPv6 addresses: a policy cannot name those."""
        return [] if self.proxies else [one for one in self.allowed_hosts if one[0] not in ".[*"]

    @property
    def live_origins(self) -> list[str]:
        """Pages that may listen at another port than their own."""
        port = urlsplit(_served_at(self.data)).port
        return [f"http://{host}:{port}" for host in self.live_hosts]

    @property
    def socket(self) -> Path:
        return _socket_folder(self.data)

    def may_reach(self, address: Address, port: int) -> bool:
        """The public internet, and what the operator named."""
        return is_public(address, port) or any(address in one for one in self.reachable)

    def may_reach_network(self, address: Address, port: int) -> bool:
        """The same for other networks, and those of a trial on this machine."""
        ports = {urlsplit(f"//{host}").port for host in self.federation_trial}
        return self.may_reach(address, port) or (address.is_loopback and port in ports)


def read(given: Mapping[str, str]) -> Configuration:
    """Raises BadSettings with a sentence for everything that is wrong."""
    data = kinds.folder(given.get("VAKNET_DATA", "") or "data")
    _make_folder(data)
    settings, v = _values(given, data)
    base_url = (v["VAKNET_BASE_URL"] or _served_at(data)).rstrip("/")
    host = urlsplit(base_url).hostname or "localhost"
    return Configuration(
        data=data,
        secret_key=_secret_key(v["VAKNET_SECRET_KEY"], data),
        old_secret_keys=v["VAKNET_OLD_SECRET_KEYS"],
        debug=v["VAKNET_DEBUG"],
        allowed_hosts=[host, *v["VAKNET_ALLOWED_HOSTS"], "localhost", "127.0.0.1", "[::1]"],
        base_url=base_url,
        proxies=v["VAKNET_PROXIES"],
        network_name=v["VAKNET_NETWORK_NAME"],
        network_description=v["VAKNET_NETWORK_DESCRIPTION"],
        language=v["VAKNET_LANGUAGE"],
        time_zone=v["VAKNET_TIME_ZONE"],
        holidays=v["VAKNET_HOLIDAYS"],
        database=_database(v, data),
        own_database=not v["DATABASE_URL"],
        postgres_programs=Path(v["VAKNET_POSTGRES_BIN"]) if v["VAKNET_POSTGRES_BIN"] else None,
        postgres_options=v["VAKNET_POSTGRES_OPTIONS"],
        mailers={"default": _mailer(v, data)},
        mail_from=v["VAKNET_MAIL_FROM"] or f"{v['VAKNET_NETWORK_NAME']} <vaknet@{host}>",
        mail_to_files=not (v["VAKNET_MAIL_URL"] or v["VAKNET_MAIL_HOST"]),
        mail_in=_mail_in(v),
        providers=providers.read(v),
        settings=settings,
        web_workers=v["VAKNET_WEB_WORKERS"],
        web_threads=v["VAKNET_WEB_THREADS"],
        worker_jobs=v["VAKNET_WORKER_JOBS"],
        live_streams=v["VAKNET_LIVE_STREAMS"],
        live_port=v["VAKNET_LIVE_PORT"] or _port_beside(data),
        **other_networks.read(v),
        learning=v["VAKNET_LEARNING"],
        learning_days=v["VAKNET_LEARNING_DAYS"],
        name_servers=v["VAKNET_NAME_SERVERS"],
        reachable=v["VAKNET_REACHABLE"],
    )


def _values(given: Mapping[str, str], data: Path) -> tuple[list[Setting], dict[str, Any]]:
    """All there is to set, and what it is set to by the file and, before that, the environment."""
    from_file = kinds.read_file(data / "vaknet.env")
    everything = from_file | dict(given) | {"VAKNET_DATA": str(data)}
    settings = SETTINGS + providers.settings(everything)
    if strange := kinds.unknown(from_file, settings, prefix=""):
        raise BadSettings(strange)
    return settings, kinds.read(settings, everything)


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


def _port_beside(data: Path) -> int:
    port = urlsplit(_served_at(data)).port or 8000
    return port + 1 if port < LAST_PORT else port - 1


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


def _mail_in(v: dict[str, Any]) -> MailIn:
    made = MailIn(
        domain=v["VAKNET_MAIL_IN_DOMAIN"].lower(),
        name=v["VAKNET_MAIL_IN_NAME"].lower(),
        listener=v["VAKNET_MAIL_IN"],
        box=v["VAKNET_MAIL_IN_BOX"],
        secret=v["VAKNET_MAIL_IN_SECRET"],
    )
    if not NAME_OF_BOX.match(made.name):
        raise BadSettings(["VAKNET_MAIL_IN_NAME is 1 to 15 letters, digits, dots and hyphens."])
    if (made.listener or made.box or made.secret) and not made.domain:
        raise BadSettings(["Mail comes in only with a VAKNET_MAIL_IN_DOMAIN."])
    if made.secret and len(made.secret) < SHORTEST_SECRET_KEY:
        raise BadSettings([f"VAKNET_MAIL_IN_SECRET needs {SHORTEST_SECRET_KEY} signs or more."])
    if made.listener and urlsplit(made.listener).hostname not in LOOPBACK:
        raise BadSettings(["VAKNET_MAIL_IN listens on 127.0.0.1, localhost or [::1] alone."])
    return made


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
