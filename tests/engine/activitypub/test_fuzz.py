"""Some seconds of bytes that were made to reach as many lines as they can."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.architecture.source import ROOT

SECONDS = 5

# There is an atheris for Linux on x86-64 alone; elsewhere the properties do this work.
if find_spec("atheris") is not None:

    def test_bytes_that_reach_many_lines(tmp_path: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "tests.engine.activitypub.fuzz",
            str(tmp_path),
            str(SECONDS),
            # What is to land is tried with the same bytes each time, as in tests/conftest.py.
            "1" if "VAKNET_FORBID_SKIPS" in os.environ else "0",
        ]
        # Counting lines on top of what atheris counts takes a gigabyte, and it stops at that.
        quiet = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        done = subprocess.run(
            command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False
        )
        found = [path.read_bytes() for path in tmp_path.glob("found-*")]
        assert found == [], done.stderr[-3_000:]
        assert done.returncode == 0, done.stderr[-3_000:]
        assert "Done " in done.stderr
