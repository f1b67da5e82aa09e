"""What ends when somebody elsewhere is gone, her network is closed, or one of ours is not known
there any more: rooms above say what."""

from collections.abc import Callable, Collection
from datetime import datetime

from vaknet.domain.activity.models import Actor

# Each is called with the numbers of the actors, in the transaction in which their follows end.
PARTED: list[Callable[[Collection[int], datetime], None]] = []
# The same of one of ours, while her keys are there.
STEPPED_BACK: list[Callable[[Actor, datetime], None]] = []


def part(actors: Collection[int], at: datetime) -> None:
    for end in PARTED:
        end(actors, at)


def step_back(actor: Actor, at: datetime) -> None:
    for end in STEPPED_BACK:
        end(actor, at)
