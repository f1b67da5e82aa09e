"""Ids of ours in what goes out: a number of a row in one would count for others what is here."""

import json
import re
from collections.abc import Iterator

from tests.federation.conftest import BASE
from vaknet.domain.federation.models import Parcel

# Behind the address of an actor, a thing or an answer: words, or words and a mark of chance;
# and of words that were changed the second in which that was, which stands in them too.
WORDS = re.compile(r"[a-z]+(-[a-z]+)*")
MARKED = re.compile(
    r"[a-z]+(-[a-z]+)*-[\w-]{16,}(#create)?|key-[0-9a-f]{12}|update-\d{10}|[\w-]{22}"
)
PATH = re.compile(r"/ap/(things/|words/)?[\w-]{22}(/[a-z]+)?")
MADE_UP = f"{BASE}/ap/t/"  # by tests of sending itself, which have no thing


def ids_with_a_number() -> list[str]:
    return [
        name
        for parcel in Parcel.objects.order_by("-pk")[:200]
        for name in _ids(json.loads(bytes(parcel.content)))
        if not _is_of_chance(name)
    ]


def _is_of_chance(name: str) -> bool:
    path, _hash, mark = name.removeprefix(BASE).partition("#")
    ends_well = not mark or WORDS.fullmatch(mark) or MARKED.fullmatch(mark)
    return bool(PATH.fullmatch(path) and ends_well)


def _ids(told: object) -> Iterator[str]:
    if isinstance(told, dict):
        name = told.get("id")
        if isinstance(name, str) and name.startswith(f"{BASE}/") and MADE_UP not in name:
            yield name
        told = list(told.values())
    for inner in told if isinstance(told, list) else []:
        yield from _ids(inner)
