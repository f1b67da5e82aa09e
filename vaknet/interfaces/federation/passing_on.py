"""What those pass on whom members follow elsewhere: people, and groups (FEP-1b12).

Nothing is believed of what came along: it is read at its own address (`announced`). Only that it
is a reply, or a like, counts at once, for then nothing is read. Replies that a group passes on
would fill the list; they are found when somebody reads the conversation.
"""

from functools import partial

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import LONGEST_ID, RemoteActor
from vaknet.engine.activitypub import Source, Unreadable, Verb, source_of
from vaknet.engine.activitypub.activities import VERBS, Part, read_part
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.arrived import Arrived, Nothing

REPLY = "inReplyTo"
WORTH_READING = {"", Verb.CREATE, Verb.UPDATE}


def is_worth_reading(kinds: list[str]) -> bool:
    """Of these kinds of what is passed on: a thing itself, or what was done with one."""
    verb = next((kind for kind in kinds if kind in VERBS), "")
    return verb in WORTH_READING or verb == Verb.DELETE


def passed_on(arrived: Arrived) -> None:
    """What is not here yet, or changed, is read by a job of its own: a server that is silent holds
    up nothing else of who passed it on."""
    verb, part = _passed(arrived)
    if verb == Verb.DELETE:
        actions.stop_passing_on(by=arrived.by, uri=part.id or "")
    elif verb in WORTH_READING and queries.is_followed(arrived.by):
        _heard_of(arrived, part, is_change=verb == Verb.UPDATE)


def taken_back(arrived: Arrived) -> None:
    part = arrived.activity.part
    uri = part.fields.maybe_link("object") if part.fields is not None else None
    actions.stop_passing_on(by=arrived.by, activity=part.id or "", uri=uri or "")


def _passed(arrived: Arrived) -> tuple[str, Part]:
    """What was done with it, when whoever did that is named, and what it is about."""
    part = arrived.activity.part
    if part.fields is None:
        return "", part
    verb = next((kind for kind in part.fields.kinds() if kind in VERBS), "")
    if not verb:
        return "", part
    given = part.fields.items("object")
    if len(given) != 1:
        raise Unreadable("about nothing, or about too much")
    return verb, read_part(given[0], part.fields.test_hosts)


def _heard_of(arrived: Arrived, part: Part, *, is_change: bool) -> None:
    uri, by, name, at = part.id or "", arrived.by, arrived.activity.id or "", timezone.now()
    if not 0 < len(uri) <= LONGEST_ID:
        raise Nothing("its address is none that we keep")
    if source_of(uri, vouched_by=by.uri, ours=ours()) is Source.OURS:
        raise Nothing("it is of here")
    if is_reply_in_group(by, is_reply=part.fields is not None and part.fields.has(REPLY)):
        return
    known = queries.remote_post(uri)
    if (known is None and is_change) or was_taken_away(uri, author=by):
        raise Nothing("it changes nothing that is read here")
    if known is None or is_change:
        want = partial(actions.want_announced, is_change=is_change, at=at)
        if not want(by=by, uri=uri, activity=name):
            raise Nothing("it is too much at once")
    elif known.is_public:
        actions.bring_post(post=known, by=by, activity=name, at=at)


def is_reply_in_group(by: RemoteActor, *, is_reply: bool) -> bool:
    return is_reply and by.actor.kind == Actor.Kind.GROUP


def was_taken_away(uri: str, *, author: RemoteActor) -> bool:
    """By whoever wrote it."""
    thing = queries.remote_thing_of(uri, author=author)
    return thing is not None and thing.gone_at is not None and thing.author_id == author.pk
