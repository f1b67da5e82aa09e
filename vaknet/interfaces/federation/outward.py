"""What other networks hear of what happened here: each follow-up looks at how things are now.

Off, nothing is asked at all.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.delivery import deliver, tell_rest
from vaknet.domain.federation.models import FederatedThing, Federating
from vaknet.domain.federation.queries.remote import inboxes_by_followed, inboxes_of_followers
from vaknet.domain.federation.rules import mark_of
from vaknet.domain.knowledge.models import ArticleAuthor, Post
from vaknet.domain.people.models import Closure, Merge
from vaknet.engine.activitypub import own_activities
from vaknet.engine.activitypub.own_posts import OwnThing
from vaknet.interfaces.federation import coming, gathering, who
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.documents import actor_document
from vaknet.interfaces.federation.settling import piece_of, send_changed, send_created, settle
from vaknet.interfaces.federation.sources import SOURCES
from vaknet.interfaces.federation.sources.base import Key, Source

SALT = "vaknet.federation.activity"
THREAD, PERSON, GROUP = "thread", "person", "group"  # what goes on in pieces

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
    send_created(gathering.addressed(gathering.found([_key(activity)])))


@when_on
def thing_changed(activity: Activity) -> None:
    """To who may have it. In another name, or for others now, it goes and comes anew."""
    key = _key(activity)
    for own, row in _settle_with_answers(activity):
        if gathering.key_of(row) == key:
            send_changed(own, key=key, mark=_mark(activity))


@when_on
def seat_came(activity: Activity) -> None:
    """Somebody on another network waited, and has a seat now."""
    coming.seat_came(activity)


@when_on
def thing_went(activity: Activity) -> None:
    """With all that was said to it, as far as nobody reads that any more. What came from elsewhere
    is for `removing`."""
    _settle_with_answers(activity)


def _settle_with_answers(
    activity: Activity, after: int = 0
) -> list[tuple[OwnThing, FederatedThing]]:
    model, pk = _key(activity)
    itself = [] if after else list(queries.things_known(model, [pk]))
    answers, last = piece_of(_answers_to((model, pk)), after=after)
    there = settle([*itself, *answers])
    _go_on_later(THREAD, activity, last)
    return there


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
        _delete_actor(token, inboxes, mark=_mark(activity))
        return
    if ended_at is not None:
        actions.refuse_followers_of_before(actor=actor, until=ended_at)
    _settle_of_person(activity)


def _settle_of_person(activity: Activity, after: int = 0) -> None:
    actor, ended_at = activity.actor, _ended_at(activity)
    followed = inboxes_of_followers(actor, until=ended_at) if ended_at is not None else set()
    rows, last = piece_of(queries.things_of_owner(queries.token_of(actor)), after=after)
    settle(rows, renew=False, before=followed)
    _go_on_later(PERSON, activity, last)


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
        _delete_actor(token, inboxes | _readers_of_hers(token), mark=_mark(activity))


@when_on
def group_changed(activity: Activity) -> None:
    """One that guests cannot read any more, or that is kept home, goes with all that is in it."""
    _settle_of_group(activity)


def _settle_of_group(activity: Activity, after: int = 0) -> None:
    """Who follows it does so until all that was said in it is told of: the last piece ends that."""
    group = activity.group
    token = queries.tokens_of([group.pk]).get(group.pk) if group is not None else None
    if group is None or token is None or queries.is_known(group):
        return
    rows, last = piece_of(queries.things_of_group(token).exclude(owner=token), after=after)
    settle(rows, renew=False)
    if last:
        _go_on_later(GROUP, activity, last)
        return
    _end_group(group, token, mark=_mark(activity))


def _end_group(group: Actor, token: str, *, mark: str) -> None:
    inboxes = inboxes_of_followers(group)
    actions.end_follows_elsewhere(actor=group, at=timezone.now())
    _delete_actor(token, inboxes, mark=mark)
    actions.end_things_of(group=token)


def rest_of(step: str) -> Callable[[int, int], None]:
    """What goes on with the rest, by the number of the activity. Nothing where that is erased."""

    def go_on(activity: int, after: int) -> None:
        rows = Activity.objects.select_related("actor", "group")
        for found in rows.filter(pk=activity):
            STEPS[step](found, after)

    return go_on


STEPS: dict[str, Callable[[Activity, int], object]] = {
    THREAD: _settle_with_answers,
    PERSON: _settle_of_person,
    GROUP: _settle_of_group,
}


def _go_on_later(step: str, activity: Activity, last: int) -> None:
    if last:
        tell_rest(step, of=activity.pk, after=last)


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
    clock says so. And groups of which the follow-up was lost before its last piece, once all that
    was said in them is told of. Each piece is a transaction."""
    if not rules.is_on():
        return
    for source in SOURCES:
        last = _take_back(source, 0)
        while last:
            last = _take_back(source, last)
    for group in queries.groups_gone():
        _take_back_group(group)


@transaction.atomic
def _take_back_group(group: Actor) -> None:
    """Unless it is known again since it was found."""
    if not queries.is_known(group):
        token = group.federated_id.token
        mark = mark_of(SALT, f"{token} {timezone.now().isoformat()}")
        _end_group(group, token, mark=mark)


@transaction.atomic
def _take_back(source: Source, after: int) -> int:
    there = source.rows().values("pk")
    rows, last = piece_of(queries.things_known_but(source.model, there), after=after)
    settle(rows, renew=False)
    return last


def _key(activity: Activity) -> Key:
    model = activity.object_type.model_class()
    if model is ArticleAuthor:
        article = ArticleAuthor.objects.filter(pk=activity.object_id).values_list("article")
        return Post, next(iter(article), (0,))[0]
    if model is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("a kind of thing that is not there")
    return model, activity.object_id


def _answers_to(key: Key) -> QuerySet[FederatedThing]:
    model, pk = key
    for source in SOURCES:
        if source.answers == model._meta.model_name:
            ids = source.model._default_manager.filter(**{source.answers: pk})
            return queries.things_known(source.model, ids.values("pk"))
    return FederatedThing.objects.none()


def _delete_actor(token: str, inboxes: Iterable[str], *, mark: str) -> None:
    """With all that was in her name."""
    actor = queries.actors_at([token])[token]
    told = own_activities.deleted_actor(actor_address(token), mark=mark)
    deliver(actor, told, inboxes)
    actions.end_things_of(owner=token)


def _readers_of_hers(token: str) -> set[str]:
    """Inboxes of who follows a group in which she said something."""
    groups = set(queries.things_of_owner(token).values_list("group", flat=True))
    found = queries.actors_at(groups).values()
    return set().union(*inboxes_by_followed({group.pk for group in found}).values())


def _ended_at(activity: Activity) -> datetime | None:
    """When the action itself ended who followed her. None where nothing did yet."""
    done = activity.object
    if isinstance(done, Federating):
        return done.until
    return done.since if isinstance(done, Closure) else None


def _mark(activity: Activity) -> str:
    return mark_of(SALT, activity.pk)
