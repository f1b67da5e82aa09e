"""Following somebody at another address, who is her too: who follows one of ours is asked to, and
those of ours who follow somebody elsewhere do."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record, record_each
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import Outgoing, deliver_many
from vaknet.domain.federation.actions.follow_letters import asking, undoing
from vaknet.domain.federation.actions.posts import forget_unfollowed
from vaknet.domain.federation.models import BlockElsewhere, Following, MovedTo, RemoteActor
from vaknet.domain.federation.moving import BETWEEN_MOVES, check_move
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.federation.rules import chance, id_of
from vaknet.domain.people.apart import ids_apart
from vaknet.engine.activitypub import Actor as ActorThere


@transaction.atomic
def move_followers(by: Actor, *, to: ActorThere) -> MovedTo:
    """Who follows her is told once to follow `to` instead. `to` was read just now, at its own
    address: other networks believe a move only when both sides say so, and do nothing otherwise.

    Once a month, also after taking back: most networks do not follow more often.
    """
    one_at_a_time(by)
    check_move(by, to=to)
    now = timezone.now()
    MovedTo.objects.filter(actor=by, until=None).update(until=now)
    moved = MovedTo.objects.create(actor=by, uri=to.id, name=to.handle[:400], since=now)
    record(by, "moved_followers", moved, audience=Audience.SELF)
    return moved


@transaction.atomic
def take_back_move(by: Actor) -> None:
    """Others are not told any more where she went. Twice is once."""
    one_at_a_time(by)
    moved = queries.moved_to(by)
    if moved is not None:
        moved.until = timezone.now()
        moved.save(update_fields=["until"])
        record(by, "took_back_move", moved, audience=Audience.SELF)


def move_followings(*, old: RemoteActor, new: RemoteActor, at: datetime) -> bool:
    """Those of ours who follow somebody who moved ask to follow her at her new address, and read
    among their notices whether they did; in as many statements whatever number of them there is.

    Once a month: else each move would send a letter of each of ours to wherever she says. False
    when it is too soon. Belongs inside a transaction.
    """
    lately = RemoteActor.objects.filter(pk=old.pk, moved_at__gt=at - BETWEEN_MOVES)
    if lately.exists() or new.gone_at is not None or refuses(new.host.name):
        return False
    RemoteActor.objects.filter(pk=old.pk).update(moved_at=at)
    rows = Following.objects.filter(followed=old, until=None).select_related("followed", "follower")
    ended = list(rows.order_by("pk").select_for_update(of=("self",)))
    tokens = queries.tokens_of([one.follower_id for one in ended])
    names = {actor: id_of(token) for actor, token in tokens.items()}
    Following.objects.filter(pk__in=[one.pk for one in ended]).update(until=at)
    forget_unfollowed(actors=[old.pk])
    letters = [(one.follower, undoing(one, names[one.follower_id])) for one in ended]
    deliver_many([Outgoing(by, told, {old.inbox}) for by, told in letters])
    _ask_there([one.follower for one in ended], new, names)
    return True


def _ask_there(followers: Sequence[Actor], new: RemoteActor, names: Mapping[int, str]) -> None:
    """Who follows her there already, or may not, asks nothing; and nobody does where nothing can be
    sent now: nobody there would ever answer.

    Whoever neither follows nor asks is told so, without why: else she would learn who blocked her.
    """
    there = Following.objects.filter(followed=new, until=None)
    already = set(there.values_list("follower", flat=True))
    rest = [one for one in followers if one.pk not in already]
    may = queries.known_among([one.pk for one in rest]) - ids_apart(new.actor)
    may.difference_update(BlockElsewhere.objects.filter(by=new).values_list("whom", flat=True))
    asked = Following.objects.bulk_create(
        Following(follower=one, followed=new, token=chance()) for one in rest if one.pk in may
    )
    letters = [(one.follower, asking(one, names[one.follower_id])) for one in asked]
    if deliver_many([Outgoing(by, told, {new.inbox}) for by, told in letters]):
        happened = [(one.follower, one) for one in asked]
        record_each("moved_along_elsewhere", happened, audience=Audience.SELF)
    else:
        Following.objects.filter(pk__in=[one.pk for one in asked]).delete()
        may = set()
    left = [(one, new) for one in rest if one.pk not in may]
    record_each("stayed_behind_elsewhere", left, audience=Audience.SELF)
