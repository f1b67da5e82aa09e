"""What demo networks are made of: readable files in vaknet/reference/demo."""

import tomllib
from importlib import resources
from typing import Any

FILES = resources.files("vaknet.reference") / "demo"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))


def picture(name: str) -> bytes:
    return (FILES / name).read_bytes()
