"""What actors of ours do with their things, and the lists in which that stands.

The id of an activity follows from the thing and from what happened: who tries again says the same.
"""

from collections.abc import Mapping, Sequence

from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.engine.activitypub.fields import PUBLIC
from vaknet.engine.activitypub.own_posts import CONTEXT, OwnThing, Told, moment, thing


def created(own: OwnThing) -> Told:
    return {
        "@context": CONTEXT,
        "id": f"{own.id}#create",
        "type": "Create",
        "actor": own.owner,
        **_to_all(own),
        "published": moment(own.published),
        "object": thing(own),
    }


def changed(own: OwnThing, *, mark: str) -> Told:
    """`mark`: of chance or derived, one for each change."""
    return {
        "@context": CONTEXT,
        "id": f"{own.id}#update-{mark}",
        "type": "Update",
        "actor": own.owner,
        **_to_all(own),
        "object": thing(own),
    }


def deleted(thing_id: str, *, owner: str, group: str) -> Told:
    """Without a word of what it was."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{thing_id}#delete",
        "type": "Delete",
        "actor": owner,
        "to": [PUBLIC],
        "cc": [f"{group}/followers"],
        "audience": group,
        "object": {"id": thing_id, "type": "Tombstone"},
    }


def removed(uri: str, *, group: str, mark: str) -> Told:
    """The group does not keep what somebody on another network said in it."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{group}#delete-{mark}",
        "type": "Delete",
        "actor": group,
        "to": [PUBLIC],
        "cc": [f"{group}/followers"],
        "audience": group,
        "object": uri,
    }


def put_back(removed: Told, *, group: str, mark: str) -> Told:
    """The group keeps it after all."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{group}#undo-{mark}",
        "type": "Undo",
        "actor": group,
        "to": removed["to"],
        "cc": removed["cc"],
        "audience": group,
        "object": {name: value for name, value in removed.items() if name != "@context"},
    }


def deleted_actor(actor: str, *, mark: str) -> Told:
    """All of hers goes."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{actor}#delete-{mark}",
        "type": "Delete",
        "actor": actor,
        "to": [PUBLIC],
        "object": actor,
    }


def changed_actor(told: Mapping[str, object], *, mark: str) -> Told:
    """`told`: its document as it is now."""
    return {
        "@context": told["@context"],
        "id": f"{told['id']}#update-{mark}",
        "type": "Update",
        "actor": told["id"],
        "to": [PUBLIC],
        "object": dict(told),
    }


def moved_actor(actor: str, *, to: str, mark: str) -> Told:
    """Who follows her follows the one at `to` from now on."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{actor}#move-{mark}",
        "type": "Move",
        "actor": actor,
        "to": [f"{actor}/followers"],
        "object": actor,
        "target": to,
    }


def moderator_changed(verb: str, uri: str, *, group: str, mark: str) -> Told:
    """`verb`: Add or Remove, of somebody on another network who moderates the group (FEP-1b12)."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{group}#{verb.lower()}-{mark}",
        "type": verb,
        "actor": group,
        "to": [PUBLIC],
        "cc": [f"{group}/followers"],
        "audience": group,
        "object": uri,
        "target": f"{group}/moderators",
    }


def announced(activity: Mapping[str, object], *, group: str) -> Told:
    """FEP-1b12: the group passes on what a member did, unchanged."""
    name = str(activity["id"]).replace("#", "#announce-", 1)
    return _announce(name, group, dict(activity), activity.get("published"))


def passed_on(activity: Mapping[str, object], *, group: str, mark: str) -> Told:
    """The same for what somebody on another network did: its id is not ours to build on."""
    return _announce(f"{group}#announce-{mark}", group, dict(activity), activity.get("published"))


def pointed_at(uri: str, *, group: str, mark: str) -> Told:
    """That there is something new at that address, on another network."""
    return _announce(f"{group}#announce-{mark}", group, uri, None)


def shared(own: OwnThing) -> Told:
    """For who knows no groups: the group points at the thing."""
    return _announce(f"{own.id}#announce", own.group, own.id, moment(own.published))


def collection(collection_id: str, *, owner: str, first: str) -> Told:
    """Without a number: the newest of it are on the first page."""
    return {
        "@context": CONTEXT,
        "id": collection_id,
        "type": "OrderedCollection",
        "attributedTo": owner,
        "first": first,
    }


def collection_page(page_id: str, *, of: str, items: Sequence[object], further: str | None) -> Told:
    told: Told = {
        "@context": CONTEXT,
        "id": page_id,
        "type": "OrderedCollectionPage",
        "partOf": of,
        "orderedItems": list(items),
    }
    return told | ({"next": further} if further else {})


def _announce(name: str, group: str, what: object, published: object) -> Told:
    told: Told = {
        "@context": CONTEXT,
        "id": name,
        "type": "Announce",
        "actor": group,
        "to": [PUBLIC],
        "cc": [f"{group}/followers"],
        "object": what,
    }
    return told | ({"published": published} if published else {})


def _to_all(own: OwnThing) -> Told:
    return {"to": [PUBLIC], "cc": own.followers, "audience": own.group}
