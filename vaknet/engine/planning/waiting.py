"""How long one waits in a line: said as "about", because it is."""

from collections.abc import Sequence

ROUND_TO = 5
# The last consultations of this desk say more than the plan; older ones say nothing of this hour.
LATELY = 10


def minutes_to_wait(
    ahead: int,
    *,
    experts: int,
    busy: int,
    usual: float,
    lasted: Sequence[float] = (),
    booked: Sequence[float] = (),
) -> int:
    """Minutes until somebody with `ahead` people before her in the line is called, to 5 minutes.

    `busy` experts are in conversation; `lasted` says how many minutes the last consultations took,
    and without any each takes the `usual` length. `booked`: in how many minutes those come who have
    a time and go first.

    While all experts are busy, people leave the desks at `experts / mean` a minute, and she is
    called when `ahead + 1` have left. That is what queueing theory gives for a line with several
    counters when consultations end independently of each other (A. K. Erlang, 1917). We assume that
    all go on working until the line is empty, and that the next ones take as long as the last. We
    do not know more, so nothing finer is said.
    """
    if experts < 1:
        return 0
    counted = [minutes for minutes in lasted if minutes > 0][-LATELY:]
    mean = sum(counted) / len(counted) if counted else usual
    wait = _until(ahead, experts, busy, mean)
    before = 0
    for minutes in sorted(booked):
        if minutes <= wait:
            before += 1
            wait = _until(ahead + before, experts, busy, mean)
    return ROUND_TO * round(wait / ROUND_TO)


def _until(ahead: int, experts: int, busy: int, mean: float) -> float:
    free = max(experts - busy, 0)
    return max(ahead + 1 - free, 0) * mean / experts
