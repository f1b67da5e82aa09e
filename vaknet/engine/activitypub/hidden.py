"""Who gets something without the others seeing it (`bto`, `bcc`). A server takes that out before it
sends; where one did not, it is not for us to send on."""

from collections.abc import Mapping

from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS, Document

HIDDEN = {
    f"{prefix}{name}" for prefix in ("", "as:", f"{ACTIVITYSTREAMS}#") for name in ("bto", "bcc")
}


def names_hidden_people(document: Document) -> bool:
    """At any depth: also in what comes along. A document has an end, which `Document` looked at."""
    waiting: list[object] = [document.value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            if not HIDDEN.isdisjoint(one):
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False
