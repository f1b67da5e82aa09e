"""What other networks hear of what happened here: each follow-up looks at how things are now.

Off, nothing is asked at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import wraps

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events.models import Event
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import FederatedThing, Federating
from vaknet.domain.federation.queries.remote import inboxes_of_followers
from vaknet.domain.knowledge.models import ArticleAuthor, Post
from vaknet.domain.people.models import Closure, Merge
from vaknet.engine.activitypub import own_activities
from vaknet.engine.activitypub.own_posts import OwnThing
from vaknet.interfaces.federation import coming, gathering, who
from vaknet.interfaces.federation.addresses import actor_address, mark_of, thing_address
from vaknet.interfaces.federation.circulating import (
    Readers,
    readers_of,
    send_change,
    send_create,
)
from vaknet.interfaces.federation.documents import actor_document
from vaknet.interfaces.federation.sources import SOURCES
from vaknet.interfaces.federation.sources.base import Key

AT_ONCE = 200
SALT = "vaknet.federation.activity"

type FollowUp = Callable[[Activity], None]


def when_on(follow_up: FollowUp) -> FollowUp:
    @wraps(follow_up)
    def guarded(activity: Activity) -> None:
        if rules.is_on():
            follow_up(activity)

    return guarded


@when_on
def thing_came(activity: Activity) -> None:
    """If guests read it. It has the same id when this is tried again."""
    for own in gathering.addressed(gathering.found([_key(activity)])):
        _create(own)


@when_on
def thing_changed(activity: Activity) -> None:
    """To who may have it. In another name, or for others now, it goes and comes anew."""
    key = _key(activity)
    rows = [*queries.things_known(key[0], [key[1]]), *_answers_to(key)]
    there = settle(rows)
    for own, row in there:
        if gathering.key_of(row) == key:
            _update(own, activity)


@when_on
def seat_came(activity: Activity) -> None:
    """Somebody on another network waited, and has a seat now."""
    coming.seat_came(activity)


@when_on
def thing_went(activity: Activity) -> None:
    """With all that was said to it, as far as nobody reads that any more. What came from elsewhere
    is for `removing`."""
    key = _key(activity)
    settle([*queries.things_known(key[0], [key[1]]), *_answers_to(key)])


@when_on
def person_changed(activity: Activity) -> None:
    """What was in her name and is not any more goes. With all of her where she stopped, closed her
    account, or shows nothing to everyone; unless she is known again meanwhile."""
    token = queries.tokens_of([activity.actor_id]).get(activity.actor_id)
    if token is None:
        return
    actor, ended_at = activity.actor, _ended_at(activity)
    if not queries.is_known(actor):
        inboxes = inboxes_of_followers(actor, until=ended_at) | _readers_of_hers(token)
        inboxes |= queries.inboxes_that_heard(actor)
        actions.end_follows_elsewhere(actor=actor, at=timezone.now())
        _delete_actor(activity, token, inboxes)
        return
    followed: set[str] = set()
    if ended_at is not None:
        followed = inboxes_of_followers(actor, until=ended_at)
        actions.refuse_followers_of_before(actor=actor, until=ended_at)
    settle(list(queries.things_of_owner(token)), renew=False, also=followed)


@when_on
def accounts_merged(activity: Activity) -> None:
    """The address of the account that became part of another is gone. Who followed that one is not
    told of the other."""
    merge = Merge.objects.select_related("merged").get(pk=activity.object_id)
    merged = merge.merged
    token = queries.tokens_of([merged.pk]).get(merged.pk) if merged is not None else None
    if merged is not None and token is not None:
        inboxes = inboxes_of_followers(activity.actor, until=merge.at)
        inboxes |= queries.inboxes_that_heard(merged)
        _delete_actor(activity, token, inboxes | _readers_of_hers(token))


@when_on
def group_changed(activity: Activity) -> None:
    """One that guests cannot read any more, or that is kept home, goes with all that is in it."""
    group = activity.group
    token = queries.tokens_of([group.pk]).get(group.pk) if group is not None else None
    if group is None or token is None or queries.is_known(group):
        return
    hers = list(queries.things_of_group(token).exclude(owner=token))
    settle(hers, renew=False)
    inboxes = inboxes_of_followers(group)
    actions.end_follows_elsewhere(actor=group, at=timezone.now())
    _delete_actor(activity, token, inboxes)
    actions.end_things_of(group=token)


@when_on
def says_anew(activity: Activity) -> None:
    """Name, purpose, work or keys of an actor that is known: its document changed."""
    about = activity.object
    whose = about if isinstance(about, Actor) else activity.group or activity.actor
    say_anew(activity, queries.known(whose.handle))


@when_on
def network_says_anew(activity: Activity) -> None:
    """Whoever did it: the document of the network itself changed."""
    say_anew(activity, queries.network())


def say_anew(activity: Activity, found: Actor | None) -> None:
    inboxes = inboxes_of_followers(found) if found is not None else set()
    if found is not None and inboxes:
        told = actor_document(who.identity(found))
        deliver(found, own_activities.changed_actor(told, mark=_mark(activity)), inboxes)


def take_back() -> None:
    """What nobody reads any more, and no follow-up told of: who left takes her words along when the
    clock says so. Some at a time; the rest the next time."""
    if not rules.is_on():
        return
    for source in SOURCES:
        with transaction.atomic():
            there = source.rows().values("pk")
            rows = queries.things_known_but(source.model, there)[:AT_ONCE]
            settle(list(rows), renew=False)


def _key(activity: Activity) -> Key:
    model = activity.object_type.model_class()
    if model is ArticleAuthor:
        article = ArticleAuthor.objects.filter(pk=activity.object_id).values_list("article")
        return Post, next(iter(article), (0,))[0]
    if model is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("a kind of thing that is not there")
    return model, activity.object_id


def _answers_to(key: Key) -> list[FederatedThing]:
    model, pk = key
    for source in SOURCES:
        if source.answers == model._meta.model_name:
            ids = source.model._default_manager.filter(**{source.answers: pk})
            return list(queries.things_known(source.model, ids.values("pk")))
    return []


def settle(
    rows: list[FederatedThing], *, renew: bool = True, also: Iterable[str] = ()
) -> list[tuple[OwnThing, FederatedThing]]:
    """Those that are as others know them. The rest is ended; what is in another name now begins
    again in that one, unless somebody stopped: nothing of hers is said anew then. `also`: inboxes
    that had it before."""
    public = gathering.found({gathering.key_of(row) for row in rows})
    owned = gathering.owned(public)
    ended = [row for row in rows if not _stands(row, owned)]
    _end(ended, also)
    moved = {gathering.key_of(row) for row in ended} & owned.keys() if renew else set()
    standing = {gathering.key_of(row): row for row in rows if _stands(row, owned)}
    things = [one for one in public if one.key in standing or one.key in moved]
    said = []
    for key, own in gathering.with_keys(things).items():
        if key in standing:
            said.append((own, standing[key]))
        else:
            _create(own)
    return said


def _stands(row: FederatedThing, owned: dict[Key, actions.Owned]) -> bool:
    now = owned.get(gathering.key_of(row))
    return now is not None and (now.owner, now.group) == (row.owner, row.group)


def _end(rows: list[FederatedThing], also: Iterable[str]) -> None:
    """Whoever reads them is looked up once for each name and group."""
    actors = queries.actors_at({token for row in rows for token in (row.owner, row.group)})
    readers: dict[tuple[str, str], Readers] = {}
    for row in rows:
        owner, group = actors.get(row.owner), actors.get(row.group)
        if owner is None or group is None:
            continue
        names = (row.owner, row.group)
        if names not in readers:
            found = readers_of(owner, group)
            readers[names] = replace(found, hers=found.hers.union(also))
        addresses = actor_address(row.owner), actor_address(row.group)
        told = own_activities.deleted(
            thing_address(row.token), owner=addresses[0], group=addresses[1]
        )
        send_change(told, owner, group, _with_attendees(readers[names], gathering.key_of(row)))
    actions.end_things(tokens=[row.token for row in rows])


def _create(own: OwnThing) -> None:
    owner, group = _actors(own)
    send_create(own, owner, group)


def _update(own: OwnThing, activity: Activity) -> None:
    owner, group = _actors(own)
    told = own_activities.changed(own, mark=_mark(activity))
    send_change(told, owner, group, _with_attendees(readers_of(owner, group), _key(activity)))


def _with_attendees(readers: Readers, key: Key) -> Readers:
    """Of an event also who comes, whether she follows the group or not."""
    model, pk = key
    attendees = coming.inboxes_of_attendees(pk) if model is Event else set()
    return replace(readers, rest=readers.rest | (attendees - readers.knowing))


def _actors(own: OwnThing) -> tuple[Actor, Actor]:
    tokens = [address.rpartition("/")[2] for address in (own.owner, own.group)]
    found = queries.actors_at(tokens)
    return found[tokens[0]], found[tokens[1]]


def _delete_actor(activity: Activity, token: str, inboxes: Iterable[str]) -> None:
    """With all that was in her name."""
    actor = queries.actors_at([token])[token]
    told = own_activities.deleted_actor(actor_address(token), mark=_mark(activity))
    deliver(actor, told, inboxes)
    actions.end_things_of(owner=token)


def _readers_of_hers(token: str) -> set[str]:
    """Inboxes of who follows a group in which she said something."""
    groups = set(queries.things_of_owner(token).values_list("group", flat=True))
    found = queries.actors_at(groups).values()
    return {inbox for group in found for inbox in inboxes_of_followers(group)}


def _ended_at(activity: Activity) -> datetime | None:
    """When the action itself ended who followed her. None where nothing did yet."""
    done = activity.object
    if isinstance(done, Federating):
        return done.until
    return done.since if isinstance(done, Closure) else None


def _mark(activity: Activity) -> str:
    return mark_of(SALT, activity.pk)
