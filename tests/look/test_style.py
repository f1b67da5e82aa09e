"""Rules of the front end that a reader would forget: weight, tokens, contrast, nothing inline."""

import re
from itertools import product
from pathlib import Path

import brotli
import pytest

from tests.look.messages import PACKAGE
from vaknet.interfaces.web.templatetags.look import AVATAR_COLOURS, SHAPES

WEB = PACKAGE / "interfaces" / "web"
STATIC = WEB / "static"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((STATIC / "css").glob("*.css"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)\(|: (?:white|black)\b")
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
KB = 1024
# Sheets that only pages of one area load (docs/decisions/0064).
OF_AN_AREA = {"article.css", "events.css", "journal.css", "paper.css", "programme.css"}


def _squeezed(paths: list[Path]) -> int:
    return sum(len(brotli.compress(path.read_bytes())) for path in paths)


@pytest.mark.parametrize("own", sorted(OF_AN_AREA))
def test_style_sheets_are_light(own):
    """What a page loads: the sheets of every page, and one of its own area at most."""
    common = [path for path in STYLES if path.name not in OF_AN_AREA]
    assert _squeezed([*common, STATIC / "css" / own]) <= 15 * KB


def test_a_page_loads_the_sheet_of_one_area():
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        own = set(re.findall(r"css/([\w-]+\.css)", text)) & OF_AN_AREA
        assert len(own) <= 1 or path.name == "styleguide.html", path


def test_scripts_are_light():
    """All that pages load together. The worker is no part of a page: a browser fetches it once."""
    worker = STATIC / "js" / "worker.js"
    assert _squeezed([one for one in (STATIC / "js").glob("*.js") if one != worker]) <= 20 * KB
    assert _squeezed([worker]) <= 2 * KB


def test_letters_are_light():
    """The five together; a page in Dutch or English fetches two or three."""
    assert sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")) <= 110 * KB


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/over/", "/stijlgids/"])
def test_a_first_view_is_light(client, path):
    html = client.get(path).content
    assert len(brotli.compress(html)) <= 25 * KB
    assert len(re.findall(rb'<(?:link|script)[^>]+(?:href|src)="/static', html)) <= 14


def test_nothing_inline_in_templates():
    found = [
        f"{path.relative_to(WEB)}: {match.group()}"
        for path in TEMPLATES
        if "mail" not in path.parts
        for match in re.finditer(
            r"""\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert found == []


def test_colours_are_tokens():
    found = []
    for path in STYLES:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"@layer tokens \{.*?\n\}\n", "", text, flags=re.DOTALL)
        found += [f"{path.name}: {match.group()}" for match in COLOUR.finditer(text)]
    for path in TEMPLATES:
        text = re.sub(r"href=\"#[\w-]*|&#\d+;", "", path.read_text(encoding="utf-8"))
        found += [f"{path.name}: {one}" for one in re.findall(r'"#[0-9a-fA-F]{3,8}"', text)]
    assert found == []


def test_every_class_of_a_component_exists_in_a_style_sheet():
    known = set(re.findall(r"\.([a-z][\w-]*)", "".join(map(_read, STYLES))))
    missing = set()
    for path in (WEB / "templates" / "c").glob("*.html"):
        text = re.sub(r"\{%.*?%\}", " ", re.sub(r"-\{\{.*?\}\}", "-*", _read(path)))
        for classes in re.findall(r'class="([^"]*)"', text):
            plain = {one for one in classes.split() if not one.endswith("*")}
            missing |= {f"{path.name}: {one}" for one in plain - known}
    assert missing == set()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_icons_in_templates_exist():
    used = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(r'\{% icon "([\w-]+)" %\}', path.read_text(encoding="utf-8"))
    }
    assert {one for one in used if one[1] not in SHAPES} == set()


def _tokens() -> dict[str, tuple[str, str]]:
    text = (STATIC / "css" / "foundation.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in TOKEN.findall(text)}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = [
    *product(["ink", "ink-2"], ["page", "surface", "quiet", "green-soft"]),
    ("ink", "red-soft"),
    ("ink", "blue-soft"),
    *product(["green", "red", "blue", "error"], ["page", "surface"]),
    ("red", "red-soft"),
    ("green", "green-soft"),
    ("on-green", "green"),
    ("on-green", "green-dark"),
    ("on-yellow", "yellow"),
    ("page", "ink"),
    *((f"on-mono-{number}", f"mono-{number}") for number in range(AVATAR_COLOURS)),
]
EDGE_PAIRS = [("border", "page"), ("border", "surface"), ("focus", "page"), ("focus", "surface")]


@pytest.mark.parametrize(("above", "below"), TEXT_PAIRS)
def test_text_stands_out(above, below):
    tokens = _tokens()
    for theme in (0, 1):
        assert contrast(tokens[above][theme], tokens[below][theme]) >= 4.5


@pytest.mark.parametrize(("above", "below"), EDGE_PAIRS)
def test_edges_of_controls_stand_out(above, below):
    tokens = _tokens()
    for theme in (0, 1):
        assert contrast(tokens[above][theme], tokens[below][theme]) >= 3
