"""Small files, short functions: the pain of every large project is its large modules."""

import ast
from collections.abc import Iterator

from tests.architecture.source import ROOT, written_by_hand

MODULE_LINES = 300
FUNCTION_LINES = 40
CLASS_LINES = 150


def _length(node: ast.AST) -> int:
    """Lines of code: a docstring explains and is not counted."""
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= first.end_lineno - first.lineno + 1
    return lines


def _too_long(kinds: tuple[type, ...], budget: int) -> Iterator[str]:
    for module in written_by_hand():
        for node in ast.walk(module.tree):
            if isinstance(node, kinds) and _length(node) > budget:
                yield f"{module.name}:{node.lineno} {node.name} has {_length(node)} lines"


def test_modules_fit_on_a_few_screens() -> None:
    long = [
        f"{module.name} has {module.text.count(chr(10))} lines"
        for module in written_by_hand()
        if module.text.count("\n") > MODULE_LINES
    ]
    assert long == []


def test_functions_fit_on_a_screen() -> None:
    assert list(_too_long((ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION_LINES)) == []


def test_classes_fit_on_a_few_screens() -> None:
    assert list(_too_long((ast.ClassDef,), CLASS_LINES)) == []


def test_test_modules_stay_readable() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path.read_text(encoding="utf-8").count("\n") > 2 * MODULE_LINES
    ]
    assert long == []
