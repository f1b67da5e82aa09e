"""Following across networks, both ways, and what is told of it there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import check_sent, deliver_each
from vaknet.domain.federation.actions.earlier import want_earlier
from vaknet.domain.federation.actions.follow_letters import (
    accept,
    answer_asked,
    answered,
    ask,
    known_as,
    stop,
    undoing,
)
from vaknet.domain.federation.actions.moderators import end_without_follow
from vaknet.domain.federation.actions.partings import step_back
from vaknet.domain.federation.actions.posts import forget_unfollowed
from vaknet.domain.federation.actions.taking_part import check_hears
from vaknet.domain.federation.models import (
    Allowance,
    Follower,
    Following,
    MovedTo,
    RemoteActor,
)
from vaknet.domain.federation.queries.limits import limits
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group
from vaknet.domain.people.apart import are_apart, is_apart
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Verb

MOST_FOLLOWING = 1_000
ASKED = "asked_to_follow_from_elsewhere"
ASKED_OF_GROUP = "asked_to_follow_group_from_elsewhere"


@transaction.atomic
def follow_elsewhere(by: Actor, *, remote: RemoteActor) -> Following:
    """She asks to follow somebody elsewhere. Twice is once. Raises as `check_hears` does."""
    one_at_a_time(by)
    _check_known(by)
    check_hears(remote, of=by)
    standing = Following.objects.filter(follower=by, until=None)
    found = standing.filter(followed=remote).first()
    if found is not None:
        return found
    if standing.count() >= MOST_FOLLOWING:
        raise Refused(_("You follow very many people elsewhere. Stop following somebody first."))
    asked = check_sent(ask(by, remote))
    record(by, "asked_to_follow_elsewhere", asked, audience=Audience.SELF)
    return asked


@transaction.atomic
def unfollow_elsewhere(by: Actor, *, pk: int) -> None:
    """Also what she asked and nobody answered yet. Twice is once, and of others there is none."""
    one_at_a_time(by)
    rows = Following.objects.filter(follower=by, until=None).select_related("followed", "follower")
    found = rows.filter(pk=pk).first()
    if found is not None:
        stop(found, timezone.now())
        record(by, "stopped_following_elsewhere", found, audience=Audience.SELF)


@transaction.atomic
def accept_follower(by: Actor, *, pk: int, group: Group | None = None) -> None:
    """From now on somebody elsewhere follows her, or the group of which she is a steward. Twice is
    once."""
    whom = _answers_for(by, group)
    _check_known(whom)
    found = _theirs(by, whom, pk)
    if found is not None and found.since is None:
        accept(found, timezone.now())
        record(by, "accepted_follower", found, audience=Audience.SELF, group=_or_none(group))


@transaction.atomic
def decline_follower(by: Actor, *, pk: int, group: Group | None = None) -> None:
    """She does not want it, for herself or the group. Whoever asked hears no."""
    _end(by, pk, "declined_follower", is_agreed=False, group=group)


@transaction.atomic
def remove_follower(by: Actor, *, pk: int) -> None:
    """From now on that one does not follow her. Twice is once."""
    _end(by, pk, "removed_follower", is_agreed=True)


def be_asked_to_follow(*, remote: RemoteActor, actor: Actor, activity: str, at: datetime) -> None:
    """Somebody elsewhere asks to follow one of ours, who is known there.

    A group and the network agree at once, and a person who said so; else she hears of it, or the
    stewards of the group. Asked twice, it is answered twice: the first answer may have been lost.
    Who is kept apart from her waits for a yes that does not come, as after any other asking.
    Belongs inside a transaction.
    """
    one_at_a_time(actor)
    if are_apart(actor, remote.actor):
        return
    standing = Follower.objects.select_related("follower", "followed")
    found = standing.filter(follower=remote, followed=actor, until=None).first()
    if found is None:
        found = Follower(follower=remote, followed=actor)
    is_new = found.pk is None
    found.activity = activity
    found.save()
    if found.since is not None or _agrees(actor, remote):
        accept(found, found.since or at)
    elif is_new:
        of_group = actor.kind == Actor.Kind.GROUP  # each steward hears when she has to
        record(
            remote.actor,
            ASKED_OF_GROUP if of_group else ASKED,
            found,
            audience=Audience.PARTIES,
            quietly=not of_group and queries.asked_lately(found, at=at),
        )


def be_unfollowed(*, remote: RemoteActor, actor: Actor, at: datetime) -> None:
    """Whoever followed does so no more, or asks no more. Belongs inside a transaction."""
    Follower.objects.filter(follower=remote, followed=actor, until=None).update(until=at)
    end_without_follow(Q(moderator=remote), at=at)


def take_back_follow(*, remote: RemoteActor, activity: str, at: datetime) -> None:
    """The same by what her network called the asking."""
    rows = Follower.objects.filter(follower=remote, until=None).exclude(activity="")
    rows.filter(activity=activity).update(until=at)
    end_without_follow(Q(moderator=remote), at=at)


def be_answered(*, following: Following, is_yes: bool, at: datetime) -> None:
    """Whoever was asked said yes or no; no may come long after yes. After yes it is looked up what
    she said before."""
    rows = Following.objects.filter(pk=following.pk, until=None)
    if is_yes:
        if rows.filter(since=None).update(since=at):
            want_earlier(of=following.followed_id, at=at)
    else:
        rows.update(until=at)
        forget_unfollowed(actors=[following.followed_id])


@transaction.atomic
def end_follows_between(*, actor: Actor, others: Collection[int], at: datetime) -> None:
    """She parted from these at that moment: what was asked before it ends both ways. Nobody hears
    of a block: who followed hears what all hear whose follow ended, and who only asked goes on
    waiting.

    A follow of a group stays, and none of it comes back by itself.
    """
    one_at_a_time(actor)
    rows = Follower.objects.filter(followed=actor, follower__in=others)
    theirs = rows.filter(until=None, asked_at__lte=at)
    asked = Following.objects.filter(follower=actor, followed__in=others)
    ours = asked.filter(until=None, asked_at__lte=at)
    if queries.is_known(actor):
        mine, agreed = known_as(actor), theirs.filter(since__isnull=False).order_by("pk")
        letters = [
            (answered(one, Verb.REJECT, mine), one.follower.inbox)
            for one in agreed.select_related("follower")
        ]
        stopped = ours.select_related("followed").order_by("pk")
        letters += [(undoing(one, mine), one.followed.inbox) for one in stopped]
        deliver_each(actor, letters)
    whom = list(ours.values_list("followed", flat=True))
    theirs.update(until=at)
    ours.update(until=at)
    forget_unfollowed(actors=whom)


@transaction.atomic
def end_follows_elsewhere(*, actor: Actor, at: datetime) -> None:
    """Whoever stops being known elsewhere follows nobody there and is followed by nobody, nor has
    anything else to do with anybody there."""
    step_back(actor, at)
    MovedTo.objects.filter(actor=actor, until=None).update(until=at)
    ours = Following.objects.filter(follower=actor, until=None)
    if queries.tokens_of([actor.pk]):
        mine, rows = known_as(actor), ours.select_related("followed").order_by("pk")
        deliver_each(actor, [(undoing(one, mine), one.followed.inbox) for one in rows])
    whom = list(ours.values_list("followed", flat=True))
    ours.update(until=at)
    forget_unfollowed(actors=whom)
    Follower.objects.filter(followed=actor, until=None).update(until=at)
    end_without_follow(Q(group__actor=actor), at=at)


@transaction.atomic
def refuse_followers_of_before(*, actor: Actor, until: datetime) -> None:
    """She is known again, and nobody there was told that she was not: who followed to that moment
    hears that it is over."""
    rows = Follower.objects.filter(followed=actor, since__isnull=False, until=until)
    mine, told = known_as(actor), rows.select_related("follower").order_by("pk")
    letters = [(answered(one, Verb.REJECT, mine), one.follower.inbox) for one in told]
    deliver_each(actor, letters)


def step_out(*, actor: Actor, at: datetime) -> None:
    """She closes her account: while her keys are there."""
    end_follows_elsewhere(actor=actor, at=at)


def step_in_again(*, actor: Actor, at: datetime) -> None:
    """Nobody follows: other networks were told that she is gone."""


def take_over_follows(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Of two accounts: follows of the address that ended end with it. What was stays to be read."""
    end_follows_elsewhere(actor=merged, at=at)
    Follower.objects.filter(followed=merged).update(followed=kept)
    Following.objects.filter(follower=merged).update(follower=kept)


def _check_known(by: Actor) -> None:
    if not queries.is_known(by):
        raise Refused(_("First let people on other networks find you."), field="who")


def _agrees(actor: Actor, remote: RemoteActor) -> bool:
    """For whoever is of a host that managers keep at a distance a person always says so herself,
    and a steward of a group."""
    match actor.kind:
        case Actor.Kind.PERSON:
            agrees = Allowance.Kind.FOLLOW in queries.allowed(actor)
        case Actor.Kind.GROUP:
            agrees = True
        case _:
            return True
    return agrees and not limits(remote.host.name)


def _theirs(by: Actor, whom: Actor, pk: int) -> Follower | None:
    """Of who asks to follow her, or the group; without whom the one who answers is kept apart
    from."""
    rows = Follower.objects.filter(followed=whom, until=None, pk=pk)
    rows = rows.exclude(is_apart(by.pk, "follower__actor"))
    return rows.select_related("follower", "followed").first()


def _end(by: Actor, pk: int, verb: str, *, is_agreed: bool, group: Group | None = None) -> None:
    found = _theirs(by, _answers_for(by, group), pk)
    if found is not None and (found.since is not None) == is_agreed:
        found.until = timezone.now()
        found.save(update_fields=["until"])
        answer_asked(found, Verb.REJECT)
        record(by, verb, found, audience=Audience.SELF, group=_or_none(group))


def _answers_for(by: Actor, group: Group | None) -> Actor:
    """Herself, or the group. Raises Refused where she is no steward of it."""
    if group is not None:
        check_steward(by, group)
    whom = group.actor if group is not None else by
    one_at_a_time(whom)
    return whom


def _or_none(group: Group | None) -> Actor | None:
    return group.actor if group is not None else None
