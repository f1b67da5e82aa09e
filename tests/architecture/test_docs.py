"""What the docs say can be done: the commands are real, the links lead somewhere."""

import re
import shlex
import subprocess
from functools import cache

import pytest

from tests.architecture.source import ROOT
from vaknet.interfaces.commands import group

BLOCK = re.compile(r"```sh\n(.*?)```", re.S)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)")
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("vaknet/**/*.md")]
    if ".venv" not in path.parts
)


@cache
def _commands() -> list[tuple[str, list[str]]]:
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                if words:
                    found.append((str(page.relative_to(ROOT)), words))
    return found


def _vaknet() -> list[tuple[str, list[str]]]:
    return [
        (page, words[1:]) for page, words in _commands() if words[0].rsplit("/", 1)[-1] == "vaknet"
    ]


def test_the_readme_has_the_two_commands() -> None:
    said = [words for page, words in _commands() if page == "README.md"]
    assert ["make", "demo"] in said
    assert ["make", "test"] in said


def test_every_make_target_in_the_docs_exists() -> None:
    targets = {words[1] for _page, words in _commands() if words[0] == "make" and len(words) > 1}
    for target in sorted(target for target in targets if "=" not in target):
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, f"make {target}: {done.stderr.decode()}"


@pytest.mark.parametrize("page", sorted({page for page, _words in _vaknet()}))
def test_every_vaknet_command_in_the_docs_exists(page: str) -> None:
    """Its name, and each option; the values are examples."""
    wrong = []
    for said_on, words in _vaknet():
        if said_on == page and (fault := _fault(words)):
            wrong.append(f"vaknet {' '.join(words)}: {fault}")
    assert wrong == []


def _fault(words: list[str]) -> str:
    if words[0].startswith("-"):
        return ""
    command = group.get_command(None, words[0])
    rest = words[1:]
    if command is not None and words[0] == "import":
        command, rest = command.get_command(None, rest[0]), rest[1:]
    if command is None:
        return "no such command"
    known = {name for parameter in command.params for name in parameter.opts} | {"--help", "-h"}
    unknown = [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]
    return f"no option {unknown[0]}" if unknown else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_list_says_a_thing_twice(page) -> None:
    """As two that wrote at the same time may leave it."""
    text = page.read_text(encoding="utf-8")
    for part in re.split(r"\n(?!- )", text):
        begun = re.findall(r"^- (\*\*.+?\*\*)", part, re.MULTILINE)
        assert sorted(begun) == sorted(set(begun))
