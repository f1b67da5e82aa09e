"""Whatever we pass on is named, with a licence that goes together with the EUPL."""

import re
from pathlib import Path

import pytest

from tools import third_party

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")


def _rows() -> dict[str, tuple[str, str]]:
    table = TEXT[TEXT.index("| package |") :]
    return {
        name: (licence, used)
        for name, licence, used in re.findall(
            r"^\| (.+?) \| (.+?) \| (.+?) \|$", table, re.MULTILINE
        )
        if name != "package"
    }


def test_every_package_is_in_the_list_and_no_other():
    locked = {*third_party.names("requirements.txt"), *third_party.names("requirements-dev.txt")}
    assert set(_rows()) == locked


def test_what_runs_is_told_from_what_is_for_developing():
    running = {name for name, (_licence, used) in _rows().items() if used == "when it runs"}
    assert running == set(third_party.names("requirements.txt"))


@pytest.mark.parametrize(("name", "given"), _rows().items())
def test_the_licence_is_the_one_of_the_package_and_fits(name, given):
    assert given[0] == third_party.licence(name)
    assert set(re.split(r" (?:AND|OR) ", given[0])) <= set(third_party.COMPATIBLE)


def test_the_texts_of_licences_are_there():
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert len(links) == 5
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_our_own_licence_is_the_eupl():
    assert (
        (ROOT / "LICENSE")
        .read_text(encoding="utf-8")
        .startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    )


def test_every_asset_is_named():
    static = ROOT / "vaknet/interfaces/web/static"
    drawn = {"mark.svg", "app-192.png", "app-512.png", "app-maskable-512.png"}
    apart = {"offline.js", "outbox.js", "push.js", "worker.js"}
    ours = drawn | apart | {"door.js", "go-on.js", "news.js", "passkeys.js", "vaknet.js"}
    notes = {".css", ".md", ".txt"}
    foreign = {path.name for path in static.rglob("*.*") if path.suffix not in notes} - ours
    assert foreign == {
        "htmx.min.js",
        "atkinson-next-italic.woff2",
        "atkinson-next-latin-ext.woff2",
        "atkinson-next-normal.woff2",
        "newsreader-display-italic.woff2",
        "newsreader-display-normal.woff2",
    }
