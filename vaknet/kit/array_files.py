"""Arrays as files: a folder for each edition, a .npy for each array, mapped and not read.

Written beside and renamed into place, so a reader sees all of an edition or nothing. Processes that
map the same files share the memory.
"""

import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SIZES = "sizes.json"


def write(home: Path, arrays: Mapping[str, Array]) -> None:
    unfinished = home.with_name(f"{home.name}.unfinished")
    unfinished.mkdir(parents=True)
    for name, array in arrays.items():
        np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
    sizes = {path.name: path.stat().st_size for path in unfinished.iterdir()}
    (unfinished / SIZES).write_text(json.dumps(sizes), encoding="utf-8")
    unfinished.rename(home)


def read(home: Path, names: Iterable[str]) -> dict[str, Array]:
    """Raises OSError or ValueError for files that are missing, cut off or of something else."""
    sizes = json.loads((home / SIZES).read_text(encoding="utf-8"))
    for name, size in sizes.items():
        if (home / name).stat().st_size != size:
            raise ValueError(f"{name} was cut off")
    # Seen as plain arrays they are still mapped, and much faster to slice.
    return {name: np.asarray(np.load(home / f"{name}.npy", mmap_mode="r")) for name in names}


def remove_all_but(folder: Path, kept: Collection[str]) -> None:
    """Who still has an older edition open keeps it: a removed file stays until it is closed."""
    for home in folder.iterdir():
        if home.name not in kept:
            shutil.rmtree(home, ignore_errors=True)
