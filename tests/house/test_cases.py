"""The cases of others with which we try what we read are the ones that we chose, and stay apart."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "engine" / "activitypub" / "cases"
TOLD = [CASES / "requirements.txt", CASES / "told.py"]


def there(folder: Path, came: bytes) -> Path:
    """As it is left behind by a set-up that brought `came`."""
    (folder / "cases.jsonl").write_text("{}\n", encoding="utf-8")
    (folder / "came").write_bytes(came)
    return folder


def cases(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "bin" / "cases"], env=environment, capture_output=True, text=True, check=False
    )


def test_each_package_is_pinned_by_hash_and_none_by_an_address() -> None:
    text = (CASES / "requirements.txt").read_text(encoding="utf-8")
    assert re.findall(r"://|index-url|find-links|@ ", text) == []
    packages = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert [line for line in packages if "==" not in line or not line.endswith("\\")] == []
    assert text.count("--hash=sha256:") > len(packages)
    asked = (CASES / "requirements.in").read_text(encoding="utf-8")
    assert set(re.findall(r"^\S+==\S+$", asked, re.MULTILINE)) <= {
        line.removesuffix(" \\") for line in packages
    }


def test_they_come_to_nobody_with_vaknet() -> None:
    """They name no licence: whoever runs the tests fetches them, and we pass nothing on."""
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        assert "funfedi" not in (ROOT / name).read_text(encoding="utf-8")
    assert "/var/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    there(tmp_path, b"".join(one.read_bytes() for one in TOLD))
    done = cases(PATH=os.environ["PATH"], VAKNET_TEST_CASES=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{tmp_path}\n", "")


def test_what_is_of_another_list_begins_anew(tmp_path: Path) -> None:
    """A Python that can do nothing: what was there is gone before anything comes."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n', encoding="utf-8")
    python.chmod(0o755)
    was = there(tmp_path, TOLD[0].read_bytes())
    done = cases(PATH=os.environ["PATH"], VAKNET_TEST_CASES=str(was), PYTHON=str(python))
    assert done.returncode == 1
    assert (done.stdout, done.stderr.splitlines()) == (
        "",
        ["Fetching the parsing cases of funfedi for the tests"],
    )
    assert not [name for name in ("came", "cases.jsonl") if (was / name).exists()]


def test_without_python_it_says_so(tmp_path: Path) -> None:
    """The program alone, on a machine with only a shell and its tools."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, where in (("sh", "/bin/sh"), ("dirname", "/usr/bin/dirname")):
        (tools / name).symlink_to(where)
    (tmp_path / "project" / "bin").mkdir(parents=True)
    program = tmp_path / "project" / "bin" / "cases"
    program.write_bytes((ROOT / "bin" / "cases").read_bytes())
    done = subprocess.run(
        ["/bin/sh", program], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no Python 3.12 or newer" in done.stderr
