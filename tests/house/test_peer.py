"""The network of other hands that the tests talk with is the one that we chose."""

import json
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "tests" / "federation" / "peer"
EXACT = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


def test_each_package_is_pinned_by_hash_and_none_by_an_address() -> None:
    text = (PEER / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    asked = json.loads((PEER / "package.json").read_text(encoding="utf-8"))
    wanted = asked["dependencies"] | asked["optionalDependencies"]
    assert all(EXACT.fullmatch(version) for version in wanted.values())
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    came = [one for place, one in packages.items() if place]
    assert all(one["integrity"].startswith("sha512-") for one in came)
    assert not any(one.get("hasInstallScript") for one in came)


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    there = tmp_path / "node_modules" / ".bin"
    there.mkdir(parents=True)
    (there / "node").touch(mode=0o755)
    (tmp_path / "came").write_bytes((PEER / "package-lock.json").read_bytes())
    done = subprocess.run(
        [ROOT / "bin" / "peer"],
        env={"PATH": os.environ["PATH"], "VAKNET_TEST_PEER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{tmp_path}\n"
    assert done.stderr == ""


def test_without_npm_it_says_so(tmp_path: Path) -> None:
    """A machine with only a shell and its tools."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, where in (("sh", "/bin/sh"), ("dirname", "/usr/bin/dirname"), ("id", "/usr/bin/id")):
        (tools / name).symlink_to(where)
    done = subprocess.run(
        [ROOT / "bin" / "peer"],
        env={"PATH": str(tools), "VAKNET_TEST_PEER": str(tmp_path / "peer")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no npm" in done.stderr
