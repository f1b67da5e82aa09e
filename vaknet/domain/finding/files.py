"""The index as files: derived data without a readable word in it; any folder may be thrown away at
any time."""

import logging
from dataclasses import fields
from pathlib import Path
from uuid import UUID

from django.conf import settings

from vaknet.engine.ranking import Segment
from vaknet.kit import array_files

log = logging.getLogger(__name__)


def folder() -> Path:
    return Path(settings.VAKNET_DATA) / "finder"


def write(segment: Segment, edition: UUID) -> None:
    array_files.write(folder() / str(edition), segment.arrays())


def read(edition: UUID) -> Segment | None:
    """The segment of an edition, or nothing when its files are missing or damaged."""
    home = folder() / str(edition)
    if not home.is_dir():
        return None
    try:
        return Segment(**array_files.read(home, [field.name for field in fields(Segment)]))
    except (OSError, ValueError) as problem:
        log.warning("Finder index %s cannot be used and will be rebuilt: %s", edition, problem)
        return None


def remove_all_but(editions: set[UUID]) -> None:
    array_files.remove_all_but(folder(), {str(edition) for edition in editions})
