"""What ends when somebody elsewhere is gone, or her network is closed: rooms above say what."""

from collections.abc import Callable, Collection
from datetime import datetime

# Each is called with the numbers of the actors, in the transaction in which their follows end.
PARTED: list[Callable[[Collection[int], datetime], None]] = []


def part(actors: Collection[int], at: datetime) -> None:
    if actors:
        for end in PARTED:
            end(actors, at)
