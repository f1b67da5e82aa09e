"""What people on other networks said in our groups, and nobody reads here any more: the group tells
other networks, as FEP-1b12 has it, and tells them when it is back.

It is passed on by the group, so only the group can take it away there. Who decided it here is
nobody's business there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver_all
from vaknet.domain.federation.models import RemoteThing
from vaknet.domain.federation.queries.arrived import came_as, came_below
from vaknet.domain.federation.rules import mark_of
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


@dataclass(frozen=True)
class Place:
    """A group as it is known elsewhere, and the servers there that know groups."""

    group: Actor
    address: str
    inboxes: frozenset[str]


@when_on
def went(activity: Activity) -> None:
    """What moderators took away, and what others said to something that is gone: also to what its
    own author took away."""
    came = _concerned(activity)
    for place in _places(activity) if came else []:
        _announce(place, [_removed(place, one, activity) for one in came])


@when_on
def came_back(activity: Activity) -> None:
    """With what was said to it, as far as that stands. Not what stands in something that is gone
    itself: that it is gone there was told, and stays so."""
    if _is_below_what_is_gone(activity.object):
        return
    rows = Activity.objects.filter(
        object_type=activity.object_type_id, object_id=activity.object_id, verb__in=WENT
    )
    gone = rows.filter(pk__lt=activity.pk).order_by("-pk").first()
    if gone is None:
        return
    came = _concerned(activity)
    for place in _places(activity) if came else []:
        _announce(place, [_put_back(place, one, gone, activity) for one in came])


def _concerned(activity: Activity) -> list[RemoteThing]:
    thing = activity.object
    came = list(_came(thing))
    own = came_as(type(thing), activity.object_id) if thing is not None else None
    if own is not None and own.author_id != activity.actor_id:
        came.insert(0, own)
    return came


def _is_below_what_is_gone(thing: object) -> bool:
    match thing:
        case Reply():
            return thing.post.withdrawn_at is not None
        case Answer():
            return thing.question.withdrawn_at is not None
    return False


def _came(thing: object) -> Iterable[RemoteThing]:
    match thing:
        case Post():
            rows = Reply.objects.filter(post=thing, withdrawn_at=None)
            return came_below(Reply, rows.values("pk"))[:MOST]
        case Question():
            answers = Answer.objects.filter(question=thing, withdrawn_at=None)
            return came_below(Answer, answers.values("pk"))[:MOST]
    return []


def _places(activity: Activity) -> list[Place]:
    """Where some server knows groups. Looked up once, however much goes there."""
    known = [group for group in _groups(activity) if group is not None and queries.is_known(group)]
    tokens = queries.tokens_of([group.pk for group in known])
    there = [(group, readers_of(group, group).knowing) for group in known]
    return [
        Place(group, actor_address(tokens[group.pk]), inboxes)
        for group, inboxes in there
        if inboxes
    ]


def _groups(activity: Activity) -> list[Actor | None]:
    """Where it stands; of what was taken out of one group that one."""
    thing = activity.object
    if activity.verb == "took_out_post":
        return [activity.group]
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
    return [group.actor for group in groups]


def _removed(place: Place, came: RemoteThing, activity: Activity) -> Told:
    mark = _mark(activity, came)
    return own_activities.removed(came.uri, group=place.address, mark=mark)


def _put_back(place: Place, came: RemoteThing, gone: Activity, activity: Activity) -> Told:
    removed, mark = _removed(place, came, gone), _mark(activity, came)
    return own_activities.put_back(removed, group=place.address, mark=mark)


def _announce(place: Place, told: Iterable[Told]) -> None:
    announced = [own_activities.announced(one, group=place.address) for one in told]
    deliver_all(place.group, announced, place.inboxes)


def _mark(activity: Activity, came: RemoteThing) -> str:
    return mark_of(SALT, f"{activity.pk} {came.pk}")
