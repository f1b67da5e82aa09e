"""What one of ours does about what somebody elsewhere said: to that one alone, or for everybody."""

from dataclasses import dataclass
from datetime import datetime

from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.engine.activitypub.fields import PUBLIC
from vaknet.engine.activitypub.own_posts import Told, moment


def vote(voter: str, *, name: str, choice: str, question: str, to: str) -> Told:
    """One choice, by its very words, as Mastodon tells it (FEP-9967). `name` ends its id, after the
    address of who votes: it cannot be read anywhere."""
    note_id = f"{voter}#{name}"
    note = {
        "id": note_id,
        "type": "Note",
        "name": choice,
        "attributedTo": voter,
        "inReplyTo": question,
        "to": [to],
        "cc": [],
    }
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{note_id}-create",
        "type": "Create",
        "actor": voter,
        "to": [to],
        "cc": [],
        "object": note,
    }


def like(actor: str, *, name: str, thing: str, to: str) -> Told:
    """For whoever wrote it, and for nobody else to count."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{actor}#{name}",
        "type": "Like",
        "actor": actor,
        "to": [to],
        "cc": [],
        "object": thing,
    }


@dataclass(frozen=True)
class OwnAnswer:
    """`author` wrote what it answers, and is `called` so with her network. `context` may be "": of
    the conversation, where that has an address. `html` is clean. `updated`: when it got the words
    that it has now."""

    id: str
    by: str
    author: str
    called: str
    in_reply_to: str
    context: str
    html: str
    at: datetime
    is_public: bool
    updated: datetime | None = None


def answer(own: OwnAnswer) -> Told:
    """What stands at its address. Whoever it answers is named in it, so that her server tells her;
    what was said to few is answered to her alone."""
    told: Told = {
        "id": own.id,
        "type": "Note",
        "attributedTo": own.by,
        **_to(own),
        "inReplyTo": own.in_reply_to,
        "content": own.html,
        "published": moment(own.at),
        "tag": [{"type": "Mention", "href": own.author, "name": f"@{own.called}"}],
    }
    if own.context:
        told["context"] = own.context
    if own.updated is not None:
        told["updated"] = moment(own.updated)
    return told


def answered(own: OwnAnswer) -> Told:
    return _done(own, "Create", "create", answer(own)) | {"published": moment(own.at)}


def changed(own: OwnAnswer, *, mark: str) -> Told:
    """`mark`: one for each change."""
    return _done(own, "Update", f"update-{mark}", answer(own))


def took_back(own: OwnAnswer) -> Told:
    """Without a word of what it was."""
    return _done(own, "Delete", "delete", {"id": own.id, "type": "Tombstone"})


def _done(own: OwnAnswer, verb: str, name: str, thing: Told) -> Told:
    """To whom the answer is."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{own.id}#{name}",
        "type": verb,
        "actor": own.by,
        **_to(own),
        "object": thing,
    }


def _to(own: OwnAnswer) -> Told:
    if own.is_public:
        return {"to": [PUBLIC], "cc": [own.author]}
    return {"to": [own.author], "cc": []}
