"""FEDERATION.md says what is there, and no more."""

import re

from tests.architecture.source import ROOT
from vaknet.engine.activitypub import ActorKind, PostKind, Verb
from vaknet.engine.activitypub.documents import _MEANINGS

TEXT = (ROOT / "FEDERATION.md").read_text(encoding="utf-8")


def listed(beginning: str) -> set[str]:
    [line] = [line for line in TEXT.splitlines() if beginning in line]
    return set(re.findall(r"`([A-Za-z]+)`", line.partition(beginning)[2]))


def test_what_is_read() -> None:
    assert listed("Actors that are read:") == set(ActorKind)
    assert listed("Activities that are read:") == set(Verb)
    assert listed("Objects that are read:") == {*PostKind, "Tombstone"}
    assert listed("A context may not give") == set(_MEANINGS) - {"as"}
