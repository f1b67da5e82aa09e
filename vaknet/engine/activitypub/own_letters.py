"""A few words for one person on another network, that nobody else reads."""

from collections.abc import Mapping
from datetime import datetime

from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS


def letter(
    *, note_id: str, sender: str, to: str, called: str, html: str, at: datetime
) -> Mapping[str, object]:
    """A Create of a Note. `called`: her handle with its host. A server that shows nothing of who
    is not named in it finds her name there."""
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {
        "id": note_id,
        "type": "Note",
        "attributedTo": sender,
        "to": [to],
        "cc": [],
        "content": html,
        "published": moment,
        "tag": [{"type": "Mention", "href": to, "name": f"@{called}"}],
    }
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{note_id}-create",
        "type": "Create",
        "actor": sender,
        "to": [to],
        "cc": [],
        "published": moment,
        "object": told,
    }
