"""What somebody elsewhere wrote, changed, took away or reported.

Once it is done here the group passes it on, as it came, to servers that know groups (FEP-1b12).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.domain.federation.rules import mark_of
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge.models import Answer, Reply
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Post, Source, Verb, own_activities, source_of
from vaknet.engine.activitypub.hidden import names_hidden_people
from vaknet.engine.activitypub.posts import read_post
from vaknet.interfaces.federation import arriving, arriving_votes
from vaknet.interfaces.federation.addresses import actor_address, ours
from vaknet.interfaces.federation.arrived import Arrived, Nothing
from vaknet.interfaces.federation.circulating import readers_of

SALT = "vaknet.federation.passed-on"
LONGEST_PASSED_ON = 100_000  # bytes: each goes to every server that knows groups


def created(arrived: Arrived) -> None:
    written = _to_be_read(arrived)
    if queries.remote_thing_of(written.id, author=arrived.by) is not None:
        return
    if written.is_vote:
        arriving_votes.take_in(written, author=arrived.by)
        return
    with _in_our_words():
        kept = arriving.take_in(written, author=arrived.by)
    _pass_on(arrived, kept.object)


def changed(arrived: Arrived) -> None:
    written = _to_be_read(arrived)
    with _in_our_words():
        if arriving.change(written, author=arrived.by):
            _pass_on(arrived, arriving.standing(written.id))


def taken_away(arrived: Arrived) -> None:
    """Her own words; or those of others, by who moderates the group. Of these the group tells."""
    uri = arrived.activity.part.id
    if uri is None or len(uri) > LONGEST_ID:
        raise Nothing("it takes away nothing that has a name")
    with _in_our_words():
        if arriving.moderate(uri, by=arrived.by, reason=arrived.activity.summary):
            return
        thing = arriving.take_away(uri, author=arrived.by)
    arriving_votes.take_away(uri, author=arrived.by)
    _pass_on(arrived, thing)


def put_back(arrived: Arrived) -> None:
    """Undo of what she took away of others, told whole: the group tells of it."""
    undone = arrived.undone()
    with _in_our_words():
        uri, reason = undone.link("object"), arrived.activity.summary
        arriving.put_back(uri, by=arrived.by, reason=reason)


def reported(arrived: Arrived) -> None:
    with _in_our_words():
        arriving.report(arrived.activity, by=arrived.by)


def _to_be_read(arrived: Arrived) -> Post:
    """Of whom moderators hid nothing comes in, and no other words for what stands here. What she
    takes away goes all the same."""
    written = in_her_own_name(arrived)
    if queries.is_hidden_elsewhere(arrived.by.uri, written.id):
        raise Nothing("nobody reads it here: moderators hid it, or who wrote it")
    return written


def in_her_own_name(arrived: Arrived) -> Post:
    """What came along, of her own origin and in her own name. Raises Nothing."""
    part = arrived.activity.part
    source = source_of(part.id, vouched_by=arrived.by.uri, ours=ours())
    if part.fields is None or part.id is None or source is not Source.HERE:
        raise Nothing("it does not come along")
    found = read_post(part.fields, otherwise=arrived.by.uri)
    if not isinstance(found, Post) or found.author != arrived.by.uri:
        raise Nothing("it is not in her own name")
    if len(found.id) > LONGEST_ID:
        raise Nothing("its address is longer than we keep")
    return found


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What our rooms say no to is no trouble: they would say so to anybody. Nor is what guests
    cannot read any more."""
    try:
        yield
    except Refused as refused:
        raise Nothing(str(refused.message)) from None
    except ObjectDoesNotExist:
        raise Nothing("guests cannot read it") from None


def _pass_on(arrived: Arrived, thing: object) -> None:
    """By its bytes, so that its proof holds. What is long, or names people whom nobody else is to
    see (`bto`, `bcc`), is only pointed at: who wants it asks its own server. Of what was taken away
    there is nothing to point at: that the group says itself."""
    mark, content = mark_of(SALT, arrived.activity.id or ""), arrived.document.content
    is_whole = len(content) <= LONGEST_PASSED_ON and not names_hidden_people(arrived.document)
    for group in groups_of(thing):
        inboxes = readers_of(group, group).knowing
        if not inboxes:
            continue
        address = actor_address(queries.tokens_of([group.pk])[group.pk])
        uri = arrived.activity.part.id or ""
        if is_whole:
            told = own_activities.passed_on(arrived.document.value, group=address, mark=mark)
        elif arrived.activity.verb is Verb.DELETE:
            gone = own_activities.removed(uri, group=address, mark=mark)
            told = own_activities.announced(gone, group=address)
        else:
            told = own_activities.pointed_at(uri, group=address, mark=mark)
        deliver(group, told, inboxes)


def groups_of(thing: object) -> list[Actor]:
    """Those that are known elsewhere, of the ones where it stands."""
    if isinstance(thing, Answer):
        where = [thing.question.group]
    elif isinstance(thing, Reply):
        where = conversations.where(thing.post)
    else:
        return []
    return [group.actor for group in where if queries.is_known(group.actor)]
