"""What an operator may set, from the environment or one file, with its meaning beside it.

The file is `vaknet.env` in the data folder, lines of `NAME=value`; the environment wins.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _file_values(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _secret_key(data: Path) -> str:
    path = data / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


@dataclass(frozen=True)
class Configuration:
    data: Path
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    base_url: str
    network_name: str
    language: str
    time_zone: str
    database: dict[str, Any]
    mailers: dict[str, Any]
    mail_from: str


def read(environment: dict[str, str]) -> Configuration:
    data = Path(environment.get("VAKNET_DATA", "data")).resolve()
    values = _file_values(data / "vaknet.env") | environment
    return Configuration(
        data=data,
        secret_key=values.get("VAKNET_SECRET_KEY") or _secret_key(data),
        debug=values.get("VAKNET_DEBUG", "") == "1",
        allowed_hosts=values.get("VAKNET_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
        base_url=values.get("VAKNET_BASE_URL", "http://127.0.0.1:8000"),
        network_name=values.get("VAKNET_NETWORK_NAME", "Vaknet"),
        language=values.get("VAKNET_LANGUAGE", "nl"),
        time_zone=values.get("VAKNET_TIME_ZONE", "Europe/Amsterdam"),
        database={
            "ENGINE": "django.db.backends.postgresql",
            "NAME": values.get("VAKNET_DATABASE_NAME", "vaknet"),
            "USER": "postgres",
            "HOST": str(data / "postgres-socket"),
        },
        mailers={"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}},
        mail_from=values.get("VAKNET_MAIL_FROM", "Vaknet <vaknet@localhost>"),
    )


configuration = read(dict(os.environ))
