"""Lists of another server, page by page, and never without end."""

from collections.abc import Collection as Several
from dataclasses import dataclass

from vaknet.engine.activitypub.activities import Part, read_part
from vaknet.engine.activitypub.documents import Document
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, same_origin
from vaknet.engine.activitypub.refusals import Unreadable

MOST_PAGES = 20
KINDS = frozenset(["Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"])


@dataclass(frozen=True)
class Collection:
    """A list, or a page of one. `parts` are worth what `trust.source_of` says of each. `further`:
    where it goes on, of the same origin. `total` as it was said."""

    id: str
    total: int | None
    parts: tuple[Part, ...]
    further: str | None


def collection(document: Document, *, test_hosts: Hosts = NO_HOSTS) -> Collection:
    """Raises Unreadable. A first page that came along is read with it."""
    fields = Fields(document.value, test_hosts)
    if not KINDS.intersection(fields.kinds()):
        raise Unreadable("no list that we know")
    list_id = fields.id()
    first = fields.inside("first")
    along = bool(first.value) and (not first.has("id") or same_origin(first.id(), list_id))
    parts = [*_parts(fields), *(_parts(first) if along else ())]
    return Collection(
        list_id,
        fields.count("totalItems"),
        tuple(parts),
        _further(first if along else fields, list_id),
    )


def next_page(page: Collection, seen: Several[str]) -> str | None:
    """Where to read on, or None: at the end, at a page that was read, or after twenty of them.

    `seen`: the addresses that were asked for so far.
    """
    if page.further is None or page.further in seen or len(seen) >= MOST_PAGES:
        return None
    return page.further


def _further(fields: Fields, list_id: str) -> str | None:
    found = fields.maybe_link("next") or fields.maybe_link("first")
    return found if found is not None and same_origin(found, list_id) else None


def _parts(fields: Fields) -> list[Part]:
    """Without what is no thing: one bad line does not spoil a list."""
    found = []
    for one in (*fields.items("orderedItems"), *fields.items("items")):
        try:
            found.append(read_part(one, fields.test_hosts))
        except Unreadable:
            continue
    return found
