"""A test that did not run counts as failed in CI, and only there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = "import pytest\n\n\ndef test_later():\n    pytest.skip('another day')\n"
RUNS = "def test_now():\n    assert True\n"
FAILS_AS_EXPECTED = "import pytest\n\n\n@pytest.mark.xfail\ndef test_broken():\n    assert False\n"


def run(folder: Path, test: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Pytest on one small file, with nothing of Vaknet but the plugin that forbids."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(test)
    unset = {k: v for k, v in os.environ.items() if not k.startswith(("VAKNET_", "PYTEST_"))}
    plugins = ["-p", "tests.forbid_skips", "-p", "no:django", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "-q", "test_it.py"],
        cwd=folder,
        env=unset | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("test", [SKIPS, FAILS_AS_EXPECTED])
def test_in_ci_what_did_not_run_fails(tmp_path: Path, test: str) -> None:
    done = run(tmp_path, test, VAKNET_FORBID_SKIPS="1")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout + done.stderr
    assert "did not run: test_it.py::test_" in done.stdout


@pytest.mark.parametrize("test", [SKIPS, FAILS_AS_EXPECTED])
def test_elsewhere_it_is_told_and_the_run_is_well(tmp_path: Path, test: str) -> None:
    done = run(tmp_path, test)
    assert done.returncode == pytest.ExitCode.OK, done.stdout + done.stderr
    assert "did not run: test_it.py::test_" in done.stdout


def test_in_ci_what_ran_is_well(tmp_path: Path) -> None:
    done = run(tmp_path, RUNS, VAKNET_FORBID_SKIPS="1")
    assert done.returncode == pytest.ExitCode.OK, done.stdout + done.stderr


def test_ci_forbids() -> None:
    assert "VAKNET_FORBID_SKIPS=1 make test" in (ROOT / ".ci" / "run").read_text()
