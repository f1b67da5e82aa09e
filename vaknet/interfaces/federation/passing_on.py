"""What those pass on whom members follow elsewhere: people, and groups (FEP-1b12).

Nothing is believed of what came along: it is read at its own address, in a job. Only that it is a
reply, or a like, counts at once, for then nothing is read. Replies that a group passes on would
fill the list; they are found when somebody reads the conversation.
"""

from dataclasses import replace

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.domain.federation.queries.limits import limits
from vaknet.engine.activitypub import Source, Unreadable, Verb, source_of
from vaknet.engine.activitypub.activities import VERBS, Part, read_part
from vaknet.interfaces.federation.addresses import ours
from vaknet.interfaces.federation.arrived import Arrived, Nothing
from vaknet.interfaces.reaching.said import Said, read_said

REPLY = "inReplyTo"
WORTH_READING = {"", Verb.CREATE, Verb.UPDATE}


def read_first(arrived: Arrived) -> Arrived:
    """Raises Nothing, and Unread."""
    verb, part = _passed(arrived)
    if verb not in WORTH_READING or not queries.is_followed(arrived.by):
        return arrived
    uri = part.id or ""
    if not 0 < len(uri) <= LONGEST_ID:
        raise Nothing("its address is none that we keep")
    if source_of(uri, vouched_by=arrived.by.uri, ours=ours()) is Source.OURS:
        raise Nothing("it is of here")
    if _is_reply_in_group(arrived, is_reply=part.fields is not None and part.fields.has(REPLY)):
        return arrived
    known = queries.remote_post(uri)
    if (known is None and verb == Verb.UPDATE) or _was_taken_away(uri):
        raise Nothing("it changes nothing that is read here")
    if known is not None and verb != Verb.UPDATE:
        return arrived
    return replace(arrived, said=read_said(uri))


def passed_on(arrived: Arrived) -> None:
    """Of what was read already nothing more is read."""
    verb, part = _passed(arrived)
    if verb == Verb.DELETE:
        actions.stop_passing_on(by=arrived.by, uri=part.id or "")
    elif arrived.said is not None:
        _take_in(arrived, arrived.said, verb)
    elif verb in WORTH_READING:
        _bring(arrived, part.id or "")


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


def _take_in(arrived: Arrived, said: Said, verb: str) -> None:
    written, author, at = said.written, said.author, timezone.now()
    if _was_taken_away(written.id):
        raise Nothing("it was taken away")
    if verb == Verb.UPDATE:
        actions.change_post(written, author=author, at=at)
        return
    if _is_reply_in_group(arrived, is_reply=written.in_reply_to is not None):
        return
    if author.pk != arrived.by.pk and limits(author.host.name):
        raise Nothing("of a network that is kept at a distance")
    name = arrived.activity.id or ""
    if not actions.keep_post(written, author=author, by=arrived.by, activity=name, at=at):
        raise Nothing("nobody follows any more, or it is of somebody else")


def _bring(arrived: Arrived, uri: str) -> None:
    known = queries.remote_post(uri)
    if known is None or not known.is_public or not queries.is_followed(arrived.by):
        return
    name = arrived.activity.id or ""
    actions.bring_post(post=known, by=arrived.by, activity=name, at=timezone.now())


def _is_reply_in_group(arrived: Arrived, *, is_reply: bool) -> bool:
    return is_reply and arrived.by.actor.kind == Actor.Kind.GROUP


def _was_taken_away(uri: str) -> bool:
    thing = queries.remote_thing(uri)
    return thing is not None and thing.gone_at is not None
