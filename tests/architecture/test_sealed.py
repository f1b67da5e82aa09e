"""Who stands behind a pseudonym is read in one place, and asked for by few."""

import ast

from tests.architecture.source import Module, written_by_hand

ROW, PERSON = "Pseudonym", ("behind", "all_behind")
KNOWLEDGE = "vaknet/domain/knowledge/"
# Who touches the sealed rows, and who asks for the person: each with its reason.
ROWS = {
    f"{KNOWLEDGE}models/__init__.py": "where the tables are",
    f"{KNOWLEDGE}pseudonyms.py": "reads them",
    f"{KNOWLEDGE}actions/pseudonyms.py": "writes them",
}
PEOPLE = {
    f"{KNOWLEDGE}actions/hiding.py": "a limit of writing holds for the person",
    "vaknet/domain/routing/actions.py": "who is asked later is chosen with the asker's rights",
    "vaknet/domain/governance/moderators.py": "nobody decides about herself",
    "vaknet/domain/governance/unveiling.py": "two moderators together",
    "vaknet/interfaces/mail/letters/knowledge.py": "answers reach the asker, and thanks the author",
    "vaknet/interfaces/mail/letters/moderation.py": "decisions reach the author",
}


def _import(name: str) -> set[str]:
    return {module.name for module in written_by_hand() if name in _imported(module)}


def _imported(module: Module) -> set[str]:
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vaknet"):
            found |= {one.name for one in node.names}
    return found


def test_the_sealed_rows_are_read_in_one_module() -> None:
    assert _import(ROW) == set(ROWS)


def test_few_ask_for_the_person() -> None:
    assert set().union(*map(_import, PERSON)) == set(PEOPLE)


def test_nobody_comes_past_by_another_way() -> None:
    """Neither by the name of its table nor by the whole module."""
    said = {
        module.name
        for module in written_by_hand()
        if "knowledge_pseudonym" in module.text or "pseudonyms" in _imported(module)
    }
    assert said == set()
