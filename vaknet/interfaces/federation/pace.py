"""How much of the processor sending may take, so that pages come as fast as when nothing is sent.

What is held back are whole turns of hosts, so that what came of many letters is noted at once. A
rest after each letter was worse: noting each by itself took more than was saved.
"""

import time

# 5,000 letters take some four seconds, so they go in little more than half a minute. A tenth of
# that comes on top, uncounted: what PostgreSQL does for them.
SHARE = 0.12  # of one processor
HEAD_START = 0.3  # seconds of the processor: what goes to fifty hosts or so does not wait
OF_A_LETTER = 0.0006  # seconds of the processor: so much is counted until a turn is over


class Pace:
    """Counts what the thread that made it spends, and in `spent` what others did for it.

    Who spends less than the share saves it up, but never more than the head start.
    """

    def __init__(self, *, share: float = SHARE, head_start: float = HEAD_START) -> None:
        self.share = share
        self.head_start = head_start
        self.since = time.monotonic()
        self.own = time.thread_time()
        self.spent = 0.0

    def rest(self, under_way: float) -> float:
        """Seconds until another turn may begin. `under_way`: seconds of the processor that turns
        take which are not over yet."""
        now = time.monotonic()
        used = time.thread_time() - self.own + self.spent + under_way
        self.since = max(self.since, now - used / self.share)
        return max(0.0, (used - self.head_start) / self.share - (now - self.since))
