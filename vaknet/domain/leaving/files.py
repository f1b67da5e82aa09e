"""Where archives lie: in the data folder, closed to others, and outside every backup."""

from pathlib import Path
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    home = Path(settings.VAKNET_DATA) / "archives"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def path(name: UUID) -> Path:
    return folder() / f"{name}.zip"


def unfinished(name: UUID) -> Path:
    return folder() / f"{name}.unfinished"


def remove_all_but(names: set[UUID]) -> None:
    """What a crash or an older backup left lying goes too."""
    kept = {file(name).name for name in names for file in (path, unfinished)}
    for found in folder().iterdir():
        if found.name not in kept:
            found.unlink(missing_ok=True)
