"""The graph as files: who is tied to whom, by numbers. Derived; may be thrown away at any time."""

import logging
from dataclasses import fields
from pathlib import Path
from uuid import UUID

from django.conf import settings

from vaknet.engine.graph import Graph
from vaknet.kit import array_files

log = logging.getLogger(__name__)


def folder() -> Path:
    return Path(settings.VAKNET_DATA) / "network"


def write(graph: Graph, edition: UUID) -> None:
    array_files.write(folder() / str(edition), graph.arrays())


def read(edition: UUID) -> Graph | None:
    """The graph of an edition, or nothing when its files are missing or damaged."""
    home = folder() / str(edition)
    if not home.is_dir():
        return None
    try:
        return Graph(**array_files.read(home, [field.name for field in fields(Graph)]))
    except (OSError, ValueError) as problem:
        log.warning("Network %s cannot be used and will be built anew: %s", edition, problem)
        return None


def remove_all_but(editions: set[UUID]) -> None:
    array_files.remove_all_but(folder(), {str(edition) for edition in editions})
