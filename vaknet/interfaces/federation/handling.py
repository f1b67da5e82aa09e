"""What comes of an activity that came in: one table, by what was done.

Whatever has to be read elsewhere for it is read first (`READ_FIRST`); then it is done in one
transaction, once. It is tried again when the trouble is ours, or passes.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import Received, RemoteActor
from vaknet.domain.federation.queries.limits import refuses
from vaknet.engine.activitypub import Activity, Document, Refusal, Verb, activity
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.engine.activitypub.origins import origin, same_origin
from vaknet.interfaces.federation import arriving_words as words
from vaknet.interfaces.federation import coming, going, passing_on, reading_along
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.arrived import Arrived, Nothing
from vaknet.interfaces.federation.who import token_of_actor
from vaknet.interfaces.reaching.fetching import Unread, read_actor

NOT_UNDERSTOOD = "not understood yet"
CLOSED = "the door is closed"


def handle(received_id: int) -> None:
    """Raises what passes, so that it is tried again. Twice is once. Nothing comes of what waited
    while the door closed, for all or for its host."""
    row = queries.received(received_id)
    if row is None:
        return
    if not rules.is_on() or refuses(row.by.host.name):
        actions.do_once(received=row.pk, act=lambda: CLOSED, at=timezone.now())
        return
    try:
        arrived = _read(row)
        if _is_farewell(arrived) and actions.let_others_go_first(farewell=row, at=timezone.now()):
            return
        act = partial(_act, arrived)
    except (Refusal, Nothing) as error:
        act = partial(str, error)
    except Unread as unread:
        if unread.may_pass:
            actions.note_trouble(received=row.pk, trouble=unread.reason)
            raise
        act = partial(str, unread)
    actions.do_once(received=row.pk, act=act, at=timezone.now())


def comes_to_something(done: Activity) -> bool:
    """Whether anything here could come of it, by what it says itself and nothing else: what it is
    about is not looked up, so nothing is learned from what is kept of it.

    Thanks are evidence here of what somebody knows, and a `Like` costs nothing to whoever makes a
    thousand accounts: of these nothing is kept. Nor of who takes one back, or passes one on.
    """
    inner = done.part.fields.kinds() if done.part.fields is not None else []
    match done.verb:
        case Verb.UNDO:
            return done.part.fields is None or not UNDONE.keys().isdisjoint(inner[:1])
        case Verb.ANNOUNCE:
            return passing_on.is_worth_reading(inner)
    return done.verb in HANDLERS


def _read(row: Received) -> Arrived:
    document = Document(bytes(row.content))
    done = activity(document, test_hosts=rules.trial_hosts())
    arrived = Arrived(done, row.by, document)
    first = READ_FIRST.get(done.verb)
    return first(arrived) if first else arrived


def _act(arrived: Arrived) -> str:
    try:
        HANDLERS.get(arrived.activity.verb, _not_understood)(arrived)
    except (Refusal, Nothing) as error:
        return str(error)
    return ""


def _not_understood(_arrived: Arrived) -> None:
    raise Nothing(NOT_UNDERSTOOD)


def _is_about_herself(arrived: Arrived) -> bool:
    return arrived.activity.part.id == arrived.by.uri


def _is_farewell(arrived: Arrived) -> bool:
    return arrived.activity.verb is Verb.DELETE and _is_about_herself(arrived)


def _follow(arrived: Arrived) -> None:
    """Of who is not known elsewhere it says no more than of nobody."""
    actor = _one_of_ours(arrived.activity.part.id)
    name = arrived.activity.id or ""
    actions.be_asked_to_follow(remote=arrived.by, actor=actor, activity=name, at=timezone.now())


def _undo(arrived: Arrived) -> None:
    """What is undone is hers, as it was told or as it is named."""
    part = arrived.activity.part
    if part.fields is None:
        _undo_named(arrived)
        return
    undone = UNDONE.get(next(iter(part.fields.kinds()), ""))
    if undone is None:
        raise Nothing(NOT_UNDERSTOOD)
    undone(arrived)


def _undo_named(arrived: Arrived) -> None:
    """Of what is only named nothing is known: it is looked for among joins, follows, and what was
    passed on."""
    if not coming.took_back_by_name(arrived):
        name = arrived.activity.part.id or ""
        actions.take_back_follow(remote=arrived.by, activity=name, at=timezone.now())
        actions.stop_passing_on(by=arrived.by, activity=name)


def _undo_follow(arrived: Arrived) -> None:
    actor = _one_of_ours(arrived.undone().link("object"), known=False)
    actions.be_unfollowed(remote=arrived.by, actor=actor, at=timezone.now())


def _accept(arrived: Arrived) -> None:
    _answered(arrived, is_yes=True)


def _reject(arrived: Arrived) -> None:
    _answered(arrived, is_yes=False)


def _answered(arrived: Arrived, *, is_yes: bool) -> None:
    """An answer to what one of ours asked of her: by its id, or as she tells what was asked."""
    going_there = going.answer_to(arrived)
    if going_there is not None:
        going_there()
        return
    part = arrived.activity.part
    address, _hash, name = (part.id or "").partition("#")
    token, follower = "", ""
    if same_origin(address, ours()):
        token = name.removeprefix("follow-")
    elif part.fields is not None and part.fields.link("object") == arrived.by.uri:
        follower = token_of_actor(part.fields.link("actor"))
    following = queries.following_answered(remote=arrived.by, token=token, follower=follower)
    if following is None:
        raise Nothing("an answer to what nobody asked")
    actions.be_answered(following=following, is_yes=is_yes, at=timezone.now())


def _delete(arrived: Arrived) -> None:
    if not _is_farewell(arrived):
        _take_away(arrived)
        return
    actions.let_go_of_remote(uri=arrived.by.uri, at=timezone.now())


def _take_away(arrived: Arrived) -> None:
    """An event to which somebody here goes may be what she reads, too."""
    was_an_event = going.took_away(arrived)
    try:
        reading_along.taken_away(arrived)
    except Nothing:
        if not was_an_event:
            raise


def _update(arrived: Arrived) -> None:
    if arrived.event is not None:
        events.change_elsewhere(there=arrived.event, at=timezone.now())
        with suppress(Nothing, Refusal):
            reading_along.changed(arrived)
        return
    if arrived.is_gone:
        going.is_gone(arrived)
        return
    if arrived.found is None:
        reading_along.changed(arrived)
        return
    _keep(arrived.found)


def _read_again(arrived: Arrived) -> Arrived:
    """Of herself: as her own server tells of her, not as it stands in what she sent. So of an event
    to which somebody here goes."""
    if not _is_about_herself(arrived):
        return going.read_again(arrived)
    return replace(arrived, found=_read_at(arrived.by.uri))


def _block(arrived: Arrived) -> None:
    actor = _one_of_ours(arrived.activity.part.id, known=False)
    actions.be_blocked(remote=arrived.by, actor=actor, at=timezone.now())


def _undo_block(arrived: Arrived) -> None:
    actor = _one_of_ours(arrived.undone().link("object"), known=False)
    actions.be_unblocked(remote=arrived.by, actor=actor)


def _move(arrived: Arrived) -> None:
    """Only when the one she moves to says that it is her."""
    found = arrived.found
    if found is None or arrived.by.uri not in found.also_known_as:
        raise Nothing("a move that the other side does not know of")
    if not actions.move_followings(old=arrived.by, new=_keep(found), at=timezone.now()):
        raise Nothing("moved too often, or to where we have no contact")


def _read_target(arrived: Arrived) -> Arrived:
    target = arrived.activity.target
    if not _is_about_herself(arrived) or target is None or same_origin(target, ours()):
        return arrived
    return replace(arrived, found=_read_at(target))


def _read_at(uri: str) -> ActorThere:
    found = read_actor(uri, stays=True)
    if found.id != uri:
        raise Nothing("it is somebody else")
    return found


def _keep(found: ActorThere) -> RemoteActor:
    return actions.keep_remote(found, host=origin(found.id).authority, at=timezone.now())


def _one_of_ours(uri: str | None, *, known: bool = True) -> Actor:
    """`known`: and other networks may know of her now. Raises Nothing."""
    found = queries.here(token_of_actor(uri or ""), known=known)
    if found is None:
        raise Nothing("about nobody here")
    return found


# What somebody takes back, by its kind. Each looks whether it was hers.
UNDONE: dict[str, Callable[[Arrived], None]] = {
    Verb.FOLLOW: _undo_follow,
    Verb.BLOCK: _undo_block,
    Verb.JOIN: coming.taken_back,
    Verb.ANNOUNCE: passing_on.taken_back,
    Verb.DELETE: words.put_back,
    Verb.REMOVE: words.put_back,
}

# Runs before the transaction, and may ask elsewhere.
READ_FIRST: dict[Verb, Callable[[Arrived], Arrived]] = {
    Verb.UPDATE: _read_again,
    Verb.MOVE: _read_target,
}

# Each in one transaction, once. Raises Nothing, or a Refusal, where nothing comes of it.
HANDLERS: dict[Verb, Callable[[Arrived], None]] = {
    Verb.FOLLOW: _follow,
    Verb.UNDO: _undo,
    Verb.ACCEPT: _accept,
    Verb.REJECT: _reject,
    Verb.DELETE: _delete,
    Verb.UPDATE: _update,
    Verb.BLOCK: _block,
    Verb.MOVE: _move,
    Verb.CREATE: reading_along.created,
    Verb.FLAG: words.reported,
    Verb.TENTATIVE_ACCEPT: going.tentatively,
    Verb.JOIN: coming.joined,
    Verb.LEAVE: coming.left,
    Verb.ANNOUNCE: passing_on.passed_on,
}
