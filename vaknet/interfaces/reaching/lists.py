"""Lists of other networks, page after page."""

from collections.abc import Callable, Iterator

from vaknet.domain.federation import rules
from vaknet.engine.activitypub import Unreadable, collection, next_page
from vaknet.engine.activitypub.activities import Part
from vaknet.engine.activitypub.origins import same_origin
from vaknet.interfaces.reaching.fetching import Unread, read_document


def pages_at(address: str, *, seconds: Callable[[], float]) -> Iterator[tuple[Part, ...]]:
    """What stands on each, asked for when it is wanted. Each is of the origin of the list; it ends
    where one cannot be read. `seconds`: for the page that comes."""
    pages: list[str] = []
    following: str | None = address
    while following:
        pages.append(following)
        try:
            document = read_document(following, seconds=seconds(), stays=True)
            page = collection(document, test_hosts=rules.trial_hosts())
        except (Unread, Unreadable):
            return
        if not same_origin(page.id, following):
            return
        yield page.parts
        following = next_page(page, pages)
