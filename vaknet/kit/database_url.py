"""The parts of postgresql://user:password@host:5432/name?sslmode=require, as Django names them."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def parts(url: str) -> dict[str, Any]:
    """What follows the question mark goes to the driver, but `host`: the folder of a socket."""
    split = urlsplit(url)
    options = dict(parse_qsl(split.query))
    return {
        "NAME": unquote(split.path.lstrip("/")),
        "USER": unquote(split.username or ""),
        "PASSWORD": unquote(split.password or ""),
        "HOST": options.pop("host", "") or unquote(split.hostname or ""),
        "PORT": str(split.port or ""),
        "OPTIONS": {"connect_timeout": 10} | options,
    }
