"""Programs that are kept running. In a process of their own, since that takes over its signals."""

import subprocess
import sys

from tests.house.conftest import PATIENCE

PROGRAM = """
import errno, os, signal, subprocess, sys
from vaknet.kit.supervisor import Child, Supervisor

def begin():
    times.append(len(times))
    if times[-1] == 1:
        raise OSError(errno.EAGAIN, "No room")
    if times[-1] == 2:
        os.kill(os.getpid(), signal.SIGTERM)
    return subprocess.Popen([sys.executable, "-c", ""])

times = []
house = Supervisor(lambda event: print(event, flush=True))
house.start(Child("brief", begin))
house.keep()
house.stop()
print(times)
"""


def test_whoever_cannot_be_started_for_a_moment_is_tried_again() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "brief ended (exit code 0); it starts again in 0.5 s",
        "brief could not start (No room); it starts again in 1 s",
        "[0, 1, 2]",
    ]
