"""A group that is done for now: it can be read, and woken."""

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import asleep
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupSleep, GroupTie
from vaknet.domain.groups.rules import audience_of


@transaction.atomic
def put_to_sleep(by: Actor, *, group: Group) -> None:
    """Twice is once."""
    one_at_a_time(group.actor)
    check_steward(by, group)
    fall_asleep(by, group=group)


def fall_asleep(by: Actor, *, group: Group) -> None:
    """Inside the transaction of the action that decides it."""
    sleep, is_new = GroupSleep.objects.get_or_create(
        group=group, until=None, defaults={"by": by, "since": now()}
    )
    if is_new:
        record(by, "put_to_sleep", sleep, audience=audience_of(group), group=group.actor)


@transaction.atomic
def wake(by: Actor, *, group: Group) -> None:
    """It goes on by itself, also when it had gone on in another one. Twice is once."""
    one_at_a_time(group.actor)
    check_steward(by, group)
    sleep = asleep.sleep_of(group)
    if sleep is None:
        return
    sleep.until = now()
    sleep.save(update_fields=["until"])
    merged = GroupTie.objects.filter(group=group, kind=GroupTie.Kind.MERGER, until=None)
    merged.exclude(since=None).update(until=sleep.until)
    record(by, "woke_group", sleep, audience=audience_of(group), group=group.actor)
