"""What demo networks are made of: readable files in vaknet/reference/demo."""

import tomllib
from importlib import resources
from typing import Any


def table(name: str) -> dict[str, Any]:
    file = resources.files("vaknet.reference") / "demo" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
