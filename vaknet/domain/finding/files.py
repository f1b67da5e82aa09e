"""The index as files: one folder for each edition, a .npy for each array, mapped and not read.

Written beside and renamed into place, so a reader sees all of an edition or nothing. Derived data
without a readable word in it; any folder may be thrown away at any time.
"""

import json
import logging
import shutil
from dataclasses import fields
from pathlib import Path
from uuid import UUID

import numpy as np
from django.conf import settings

from vaknet.engine.ranking import Segment

log = logging.getLogger(__name__)
SIZES = "sizes.json"


def folder() -> Path:
    return Path(settings.VAKNET_DATA) / "finder"


def write(segment: Segment, edition: UUID) -> None:
    unfinished = folder() / f"{edition}.unfinished"
    unfinished.mkdir(parents=True)
    for name, array in segment.arrays().items():
        np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
    sizes = {path.name: path.stat().st_size for path in unfinished.iterdir()}
    (unfinished / SIZES).write_text(json.dumps(sizes), encoding="utf-8")
    unfinished.rename(folder() / str(edition))


def read(edition: UUID) -> Segment | None:
    """The segment of an edition, or nothing when its files are missing or damaged."""
    home = folder() / str(edition)
    if not home.is_dir():
        return None
    try:
        sizes = json.loads((home / SIZES).read_text(encoding="utf-8"))
        if any((home / name).stat().st_size != size for name, size in sizes.items()):
            raise ValueError("a file was cut off")
        names = [field.name for field in fields(Segment)]
        mapped = {name: np.load(home / f"{name}.npy", mmap_mode="r") for name in names}
        # Seen as plain arrays they are still mapped, and much faster to slice.
        return Segment(**{name: np.asarray(array) for name, array in mapped.items()})
    except (OSError, ValueError) as problem:
        log.warning("Finder index %s cannot be used and will be rebuilt: %s", edition, problem)
        return None


def remove_all_but(editions: set[UUID]) -> None:
    """Who still has an older edition open keeps it: a removed file stays until it is closed."""
    kept = {str(edition) for edition in editions}
    for home in folder().iterdir():
        if home.name not in kept:
            shutil.rmtree(home, ignore_errors=True)
