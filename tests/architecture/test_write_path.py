"""Only actions write, and what they do is recorded."""

import ast

from tests.architecture.source import Module, modules, written_by_hand

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
UNRECORDED = {
    "vaknet/domain/activity": "the spine itself",
    "vaknet/domain/finding": "derived from the spine, rebuilt at any time",
}


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
    """Sessions, caches and cookies have a delete and a save too; they are not our rows."""
    names = {node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return bool(names & {"session", "cache", "response"})


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


def test_actions_are_verbs_with_names_for_everything() -> None:
    """Whoever acts comes first; all else is named at the call."""
    wrong = []
    for module in written_by_hand():
        if not (module.is_actions and "domain" in module.path.parts):
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if len(node.args.args) > 1 and node.name != "record":
                wrong.append(f"{module.name}:{node.lineno} {node.name}")
    assert wrong == []


def test_actions_of_people_record_what_they_did() -> None:
    silent = []
    for module in written_by_hand():
        if not module.is_actions or any(module.name.startswith(room) for room in UNRECORDED):
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if [argument.arg for argument in node.args.args] == ["by"] and not _records(
                node, module
            ):
                silent.append(f"{module.name}:{node.lineno} {node.name}")
    assert silent == []


def _records(function: ast.FunctionDef, module: Module) -> bool:
    """Calls record itself, or a function that does."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    if "record" in called:
        return True
    helpers = [
        node
        for other in written_by_hand()
        if other.is_actions and other.path.parent == module.path.parent
        for node in ast.walk(other.tree)
        if isinstance(node, ast.FunctionDef) and node.name in called and node is not function
    ]
    return any("record" in ast.unparse(helper) for helper in helpers)
