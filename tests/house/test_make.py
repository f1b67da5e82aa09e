"""Set-up that works anywhere: make, pinned packages, no address of one machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def test_make_alone_prints_what_there_is_to_make() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = [line.split()[1] for line in said.stdout.splitlines()]
    assert {"setup", "demo", "test", "lint", "format", "bench", "clean"} <= set(targets)


@pytest.mark.parametrize("name", LOCKS)
def test_packages_are_pinned_by_hash_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"://|index-url|find-links|@ ", text) == []
    packages = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert [line for line in packages if "==" not in line or not line.endswith("\\")] == []
    assert text.count("--hash=sha256:") > len(packages)


def test_every_package_that_we_ask_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "requirements.txt": project["project"]["dependencies"] + groups["build"],
        "requirements-dev.txt": project["project"]["dependencies"] + groups["dev"],
    }
    for name, requirements in wanted.items():
        pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(), re.MULTILINE))
        asked = {re.split(r"[\[~>=<]", line)[0].strip().lower() for line in requirements}
        assert asked - pinned == set(), f"{name} is behind pyproject.toml; run make lock"


def test_both_locks_agree() -> None:
    run, dev = (
        set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in LOCKS
    )
    assert run - dev == set()


def test_set_up_says_plainly_what_it_needs(tmp_path: Path) -> None:
    """A machine without any Python that is new enough: only a shell and its tools."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "rm"):
        (tools / name).symlink_to(f"/bin/{name}" if name != "dirname" else "/usr/bin/dirname")
    (tmp_path / "project" / "bin").mkdir(parents=True)
    (tmp_path / "project" / "bin" / "setup").write_bytes((ROOT / "bin" / "setup").read_bytes())
    done = subprocess.run(
        ["/bin/sh", tmp_path / "project" / "bin" / "setup"],
        env={"PATH": str(tools), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Vaknet needs Python 3.12 or newer" in done.stderr
