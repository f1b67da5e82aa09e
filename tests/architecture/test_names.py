"""English in code, Dutch on screen; and nothing of one machine in the repository."""

import re
import subprocess

from tests.architecture.source import ROOT, written_by_hand

DUTCH_NAMES = re.compile(
    r"\b(?:class|def)\s+\w*(?:vraag|antwoord|groep|gebruiker|verbinding|voorstel|koppel|lijst)\w*",
    re.IGNORECASE,
)
MACHINE = re.compile(r"/(?:root|home|work)/[a-z.]|https?://(?:pypi|files\.python|registry\.npm)")


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def test_code_is_english() -> None:
    found = [
        f"{module.name}: {match.group()}"
        for module in written_by_hand()
        for match in DUTCH_NAMES.finditer(module.text)
    ]
    assert found == []


def test_nothing_of_one_machine_is_committed() -> None:
    found = []
    for name in _tracked():
        path = ROOT / name
        if not path.is_file() or path.suffix in {".gz", ".woff2", ".png", ".jpg", ".avif"}:
            continue
        if path == ROOT / "tests/architecture/test_names.py":
            continue
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{name}:{number}")
    assert found == []


def test_no_lock_file_that_names_addresses() -> None:
    assert "uv.lock" not in _tracked()
