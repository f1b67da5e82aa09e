"""The process in which calendars of others are worked out: see `busy_visits`."""

import json
import resource
import sys
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from vaknet.kit.busy import UnreadableCalendar, Window, busy


def main(since: int, until: int, zone: str, memory: int, seconds: int) -> int:
    """From standard input to standard output: pairs of seconds since 1970."""
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    begin, end = (datetime.fromtimestamp(at, UTC) for at in (since, until))
    try:
        found = busy(sys.stdin.buffer.read(), Window(begin, end, ZoneInfo(zone)))
    except UnreadableCalendar:
        return 1
    seconds_of = ([int(one.since.timestamp()), int(one.until.timestamp())] for one in found)
    json.dump(list(seconds_of), sys.stdout)
    return 0


if __name__ == "__main__":
    _own, since, until, zone, memory, seconds = sys.argv
    sys.exit(main(int(since), int(until), zone, int(memory), int(seconds)))
