"""What people on other networks said in our groups, and nobody reads here any more: the group tells
other networks, as FEP-1b12 has it, and tells them when it is back.

It is passed on by the group, so only the group can take it away there. Who decided it here is
nobody's business there.
"""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import RemoteThing
from vaknet.domain.federation.queries.arrived import came_as, came_below
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.engine.activitypub import own_activities
from vaknet.engine.activitypub.own_posts import Told
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.circulating import readers_of
from vaknet.interfaces.federation.outward import when_on

SALT = "vaknet.federation.removed"
MOST = 200  # of what was said to one thing: each is a letter to every server that knows groups
WENT = ("took_away", "withdrew_post", "withdrew_question", "took_out_post")


@when_on
def went(activity: Activity) -> None:
    """What moderators took away, and what others said to something that is gone: also to what its
    own author took away."""
    for group, came in _concerned(activity):
        told = _removed(group, came, activity)
        _announce(group, told)


@when_on
def came_back(activity: Activity) -> None:
    """With what was said to it, as far as that stands."""
    rows = Activity.objects.filter(
        object_type=activity.object_type_id, object_id=activity.object_id, verb__in=WENT
    )
    gone = rows.filter(pk__lt=activity.pk).order_by("-pk").first()
    if gone is None:
        return
    for group, came in _concerned(activity):
        address, removed = _address(group), _removed(group, came, gone)
        told = own_activities.put_back(removed, group=address, mark=_mark(activity, came))
        _announce(group, told)


def _concerned(activity: Activity) -> Iterable[tuple[Actor, RemoteThing]]:
    """Each with every group that passed it on, where some server there knows groups."""
    thing = activity.object
    came = list(_came(thing))
    own = came_as(type(thing), activity.object_id) if thing is not None else None
    if own is not None and own.author_id != activity.actor_id:
        came.insert(0, own)
    groups = _groups(activity) if came else []
    return [(group, one) for group in groups for one in came]


def _came(thing: object) -> Iterable[RemoteThing]:
    match thing:
        case Post():
            rows = Reply.objects.filter(post=thing, withdrawn_at=None)
            return came_below(Reply, rows.values("pk"))[:MOST]
        case Question():
            answers = Answer.objects.filter(question=thing, withdrawn_at=None)
            return came_below(Answer, answers.values("pk"))[:MOST]
    return []


def _groups(activity: Activity) -> list[Actor]:
    """Where it stands; of what was taken out of one group that one."""
    thing = activity.object
    if activity.verb == "took_out_post":
        return _known([activity.group])
    match thing:
        case Reply():
            groups = conversations.where(thing.post)
        case Post():
            groups = conversations.where(thing)
        case Answer():
            groups = [thing.question.group]
        case Question():
            groups = [thing.group]
        case _:
            return []
    return _known(group.actor for group in groups)


def _known(groups: Iterable[Actor | None]) -> list[Actor]:
    known = [group for group in groups if group is not None and queries.is_known(group)]
    return [group for group in known if readers_of(group, group).knowing]


def _removed(group: Actor, came: RemoteThing, activity: Activity) -> Told:
    mark = _mark(activity, came)
    return own_activities.removed(came.uri, group=_address(group), mark=mark)


def _announce(group: Actor, told: Told) -> None:
    inboxes = readers_of(group, group).knowing
    deliver(group, own_activities.announced(told, group=_address(group)), inboxes)


def _address(group: Actor) -> str:
    return actor_address(queries.tokens_of([group.pk])[group.pk])


def _mark(activity: Activity, came: RemoteThing) -> str:
    """The same when it is tried again; the numbers of the rows do not go out."""
    value = f"{activity.pk} {came.pk}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:16]
