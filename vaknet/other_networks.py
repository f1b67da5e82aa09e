"""Settings of the door to other networks, read before Django is there."""

from typing import Any
from urllib.parse import urlsplit

from vaknet.kit.environment import BadSettings

HERE = ("127.0.0.1", "localhost", "::1")


def read(v: dict[str, Any]) -> dict[str, Any]:
    """By the names that a configuration has for them. Raises BadSettings."""
    return {
        "federation": wanted(v),
        "federation_trial": trial(v),
        "federation_signed_reads": v["VAKNET_FEDERATION_SIGNED_READS"],
    }


def wanted(v: dict[str, Any]) -> bool:
    """Other networks keep our addresses for years, and ask for https."""
    on: bool = v["VAKNET_FEDERATION"]
    if on and not (v["VAKNET_BASE_URL"].startswith("https://") or trial(v)):
        raise BadSettings(["VAKNET_FEDERATION needs a VAKNET_BASE_URL that begins with https://."])
    return on


def trial(v: dict[str, Any]) -> frozenset[str]:
    """Never of a network that others reach: its own address has to be of this machine too."""
    hosts = frozenset(v["VAKNET_FEDERATION_TRIAL"])
    here = [urlsplit(f"//{host}") for host in hosts]
    if any(one.hostname not in HERE or not one.port for one in here):
        raise BadSettings(
            ["VAKNET_FEDERATION_TRIAL lists networks as 127.0.0.1:8001, with commas."]
        )
    if hosts and v["VAKNET_BASE_URL"].removeprefix("http://").rstrip("/") not in hosts:
        raise BadSettings(
            ["VAKNET_FEDERATION_TRIAL is for a VAKNET_BASE_URL on this machine that it lists."]
        )
    return hosts
