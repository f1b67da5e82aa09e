"""Only actions write, and what they do is recorded."""

import ast
from importlib import import_module
from inspect import Parameter, signature, unwrap
from types import CodeType, FunctionType, ModuleType

from tests.architecture.source import ROOMS, Module, modules, written_by_hand

WRITES = {
    "save",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "add",
    "remove",
    "set",
    "clear",
    "acreate",
    "asave",
    "adelete",
    "aupdate",
}
RELATIONS_AND_MANAGERS = {"objects", "topics", "messages", "steps", "proposed_times"}
# Actions that leave no activity, each with its reason.
UNRECORDED = {"activity.record": "the spine itself"}


def _writes(module: Module) -> list[str]:
    """Calls of a writing method on something that looks like a row, queryset or manager.

    `dict.update`, `set.add` and their kin are told apart by what they are called on: a writing
    call goes through `.objects`, a known relation, a queryset method, or takes no argument.
    """
    found = []
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in WRITES and _on_the_database(node.func):
            found.append(f"{module.name}:{node.lineno} .{node.func.attr}()")
    return found


def _on_the_database(function: ast.Attribute) -> bool:
    if function.attr in {"save", "delete", "bulk_create", "bulk_update", "get_or_create"}:
        return not _is_outside(function.value)
    if function.attr in {"update_or_create", "acreate", "asave", "adelete", "aupdate"}:
        return True
    names = {node.attr for node in ast.walk(function.value) if isinstance(node, ast.Attribute)}
    return bool(
        names & (RELATIONS_AND_MANAGERS | {"filter", "exclude", "all", "select_for_update"})
    )


def _is_outside(value: ast.expr) -> bool:
    """Sessions, caches, cookies and pictures can be saved or deleted too; they are not our rows."""
    names = {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return bool(names & {"session", "cache", "response", "np", "image"})


def test_only_actions_write() -> None:
    found = [
        line for module in written_by_hand() if not module.is_actions for line in _writes(module)
    ]
    assert found == []


def test_the_search_for_writes_finds_them() -> None:
    planted = "Question.objects.filter(pk=1).update(title='x')\nrow.save()\nrow.topics.add(t)\n"
    module = Module(modules()[0].path, planted, ast.parse(planted))
    assert len(_writes(module)) == 3


def test_no_raw_sql_writes_outside_actions() -> None:
    verbs = ("insert into", "delete from", "copy ", "truncate")
    found = [
        f"{module.name}:{node.lineno}"
        for module in written_by_hand()
        if not module.is_actions and "domain" in module.path.parts
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.strip().lower().startswith(verbs)
    ]
    assert found == []


def test_no_signals_and_no_meaning_in_save() -> None:
    found = [
        f"{module.name}: {word}"
        for module in written_by_hand()
        for word in ("django.dispatch", "models.signals", "def save(", "def delete(")
        if word in module.text
    ]
    assert found == []


def _actions() -> dict[str, FunctionType]:
    """Every public action, by room and name, as other rooms and doors see it."""
    found = {}
    for room in ROOMS:
        actions = import_module(f"vaknet.domain.{room}.actions")
        for name, thing in vars(actions).items():
            ours = isinstance(thing, FunctionType) and thing.__module__.startswith(actions.__name__)
            if ours and not name.startswith("_"):
                found[f"{room}.{name}"] = thing
    return found


def test_actions_are_verbs_with_names_for_everything() -> None:
    """Whoever acts comes first; all else is named at the call."""
    wrong = [
        name
        for name, action in _actions().items()
        if not name.startswith("activity.") and len(_positional(action)) > 1
    ]
    assert wrong == []


def test_actions_of_people_record_what_they_did() -> None:
    silent = [
        name
        for name, action in _actions().items()
        if _positional(action) == ["by"] and name not in UNRECORDED and not _records(action)
    ]
    assert silent == []


def _positional(action: FunctionType) -> list[str]:
    parameters = signature(action).parameters.values()
    return [p.name for p in parameters if p.kind is not Parameter.KEYWORD_ONLY]


def _records(action: FunctionType) -> bool:
    """Calls record itself, or through a function of its own room."""
    seen, waiting = set(), [unwrap(action)]
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for name in function.__code__.co_names:
            called = function.__globals__.get(name)
            if name == "record":
                return True
            if isinstance(called, FunctionType) and ".actions" in called.__module__:
                waiting.append(unwrap(called))
            if isinstance(called, ModuleType) and ".actions" in called.__name__:
                waiting += [f for f in vars(called).values() if isinstance(f, FunctionType)]
        waiting += [
            FunctionType(const, function.__globals__)
            for const in function.__code__.co_consts
            if isinstance(const, CodeType) and not const.co_freevars
        ]
    return False
