"""What one of ours does, as it is told to others: following, and answers to what others ask."""

from collections.abc import Mapping

from vaknet.engine.activitypub.activities import Verb
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS


def follow(actor: str, *, name: str, followed: str) -> dict[str, object]:
    """`name` ends its id, behind the address of who follows."""
    return _told(Verb.FOLLOW, actor, name, followed)


def join(actor: str, *, name: str, event: str) -> dict[str, object]:
    """She comes to an event."""
    return _told(Verb.JOIN, actor, name, event)


def leave(actor: str, *, name: str, event: str) -> dict[str, object]:
    return _told(Verb.LEAVE, actor, name, event)


def undo(actor: str, *, name: str, done: Mapping[str, object]) -> dict[str, object]:
    """`done`: what was done, whole. Not all servers keep what came before."""
    return _told(Verb.UNDO, actor, name, _inside(done))


def answer(verb: Verb, actor: str, *, name: str, asked: Mapping[str, object]) -> dict[str, object]:
    """Accept, TentativeAccept or Reject of what somebody elsewhere asked."""
    return _told(verb, actor, name, _inside(asked))


def asked_to_follow(follower: str, *, known_as: str, followed: str) -> dict[str, object]:
    """As another network asked it of us. `known_as` may be empty: not all of them have one."""
    told = {"type": Verb.FOLLOW.value, "actor": follower, "object": followed}
    return {"id": known_as, **told} if known_as else {**told}


def asked_to_join(attendee: str, *, known_as: str, event: str) -> dict[str, object]:
    """The same of coming to an event: that network finds by it what was answered."""
    return {"id": known_as, "type": Verb.JOIN.value, "actor": attendee, "object": event}


def _told(verb: Verb, actor: str, name: str, thing: object) -> dict[str, object]:
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{actor}#{name}",
        "type": verb.value,
        "actor": actor,
        "object": thing,
    }


def _inside(done: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in done.items() if name != "@context"}
