"""Lists of another server."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import BRAM, ELSEWHERE, NOOR, THERE, create, document, note
from tests.engine.activitypub.test_documents import JSON
from vaknet.engine.activitypub import Collection, Unreadable, collection, next_page
from vaknet.engine.activitypub.collections import KINDS, MOST_PAGES

LIST = f"{NOOR}/outbox"


def read(**changes: object) -> Collection:
    value = {"id": LIST, "type": "OrderedCollection", "totalItems": 2} | changes
    return collection(document(value))


def test_a_list_that_is_short() -> None:
    found = read(orderedItems=[note(), f"{THERE}/notes/2", 1, None, {"id": 1}, "x"])
    assert (found.id, found.total, found.further) == (LIST, 2, None)
    assert [part.id for part in found.parts] == [note()["id"], f"{THERE}/notes/2"]
    assert next_page(found, [LIST]) is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_lists_and_pages(kind: str) -> None:
    found = read(type=kind, items=create(id=None), next=f"{LIST}?page=2")
    assert [part.id for part in found.parts] == [None]
    assert next_page(found, [LIST]) == f"{LIST}?page=2"


def test_a_list_in_pages() -> None:
    found = read(first=f"{LIST}?page=1")
    assert next_page(found, [LIST]) == f"{LIST}?page=1"


@pytest.mark.parametrize("page_id", [None, f"{LIST}?page=1"])
def test_a_first_page_that_came_along(page_id: str | None) -> None:
    page = {"type": "CollectionPage", "items": [BRAM], "next": f"{LIST}?page=2"}
    found = read(first=page | ({"id": page_id} if page_id else {}))
    assert [part.id for part in found.parts] == [BRAM]
    assert found.further == f"{LIST}?page=2"


def test_a_first_page_of_somebody_elsewhere() -> None:
    found = read(first={"id": ELSEWHERE, "type": "CollectionPage", "items": [BRAM]})
    assert (found.parts, found.further) == ((), None)


def test_a_list_without_end() -> None:
    """To itself, in a ring, on and on, or to somebody else."""
    assert next_page(read(next=LIST), [LIST]) is None
    assert next_page(read(next=f"{LIST}?page=1"), [LIST, f"{LIST}?page=1"]) is None
    assert read(next=f"{ELSEWHERE}/outbox").further is None
    assert read(next="http://169.254.169.254/").further is None
    seen = [f"{LIST}?page={number}" for number in range(MOST_PAGES)]
    assert next_page(read(next=f"{LIST}?page=99"), seen) is None
    with pytest.raises(Unreadable):
        read(items=[NOOR] * 1_001)


@pytest.mark.parametrize("kind", [None, "Note", "List", 1])
def test_what_is_no_list(kind: object) -> None:
    with pytest.raises(Unreadable):
        read(type=kind)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "first", "next", "items", "totalItems"]), JSON))
def test_anything_is_a_list_or_unreadable(changes: dict) -> None:
    try:
        found = read(**changes)
    except Unreadable:
        return
    assert found.id.startswith("https://")
