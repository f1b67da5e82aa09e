"""Starting, joining and leaving groups."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.actions import hand_over_once, record, record_many
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries, rules
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.people.handles import handle_from, numbered
from vaknet.domain.refusal import Refused

HANDLE_TRIES = 20


def audience_of(group: Group) -> Audience:
    """Who may know of what happens in this group."""
    return {
        Group.Readers.PUBLIC: Audience.PUBLIC,
        Group.Readers.MEMBERS: Audience.MEMBERS,
        Group.Readers.GROUP: Audience.GROUP,
    }[Group.Readers(group.readers)]


@transaction.atomic
def start_group(
    by: Actor,
    *,
    name: str,
    purpose: str,
    readers: str = Group.Readers.MEMBERS,
    since: datetime | None = None,
) -> Group:
    """Make a group; who starts it is its first steward.

    `since` is for one that comes from elsewhere or is made for a trial: then nobody is told.
    """
    name, purpose = " ".join(name.split()), " ".join(purpose.split())
    if not name:
        raise Refused(_("Give the group a name."), field="name")
    if not purpose:
        raise Refused(_("Say in one line what the group is for."), field="purpose")
    if readers not in Group.Readers.values:
        raise Refused(_("Choose who may read."), field="readers")
    began = since or now()
    actor = _group_actor(name, purpose, began, is_secret=readers == Group.Readers.GROUP)
    group = Group.objects.create(actor=actor, purpose=purpose, readers=readers)
    GroupMembership.objects.create(
        group=group, actor=by, duty=GroupMembership.Duty.STEWARD, since=began
    )
    record(
        by,
        "started_group",
        group,
        audience=audience_of(group),
        group=actor,
        at=since,
        quietly=since is not None,
    )
    return group


def _group_actor(name: str, purpose: str, since: datetime, *, is_secret: bool) -> Actor:
    """An actor with a free handle; a taken one gets a number.

    One that only the group may know of takes no plain handle: the number of the next group of that
    name would tell of it. Its own is made of chance.
    """
    wanted = handle_from(name).replace(".", "-")
    for number in range(1, HANDLE_TRIES):
        handle = f"{wanted}-{secrets.token_hex(2)}" if is_secret else numbered(wanted, number)
        try:
            with transaction.atomic():
                return Actor.objects.create(
                    kind=Actor.Kind.GROUP,
                    handle=handle,
                    name=name,
                    headline=purpose,
                    created_at=since,
                )
        except IntegrityError:
            continue
    raise Refused(_("Many groups have this name. Choose another one."), field="name")


@transaction.atomic
def join_group(by: Actor, *, group: Group) -> GroupMembership:
    """Become a member; joining twice is joining once."""
    known = queries.membership(by, group)
    if known is not None:
        return known
    if not rules.may_join(group):
        raise Refused(_("This group asks people itself. Talk to one of its stewards."))
    return _enter(by, group, by)


@transaction.atomic
def add_member(by: Actor, *, group: Group, actor: Actor) -> GroupMembership:
    """A steward lets somebody in."""
    if not rules.may_add_member(queries.membership(by, group)):
        raise Refused(_("Only a steward of the group can add somebody."))
    return queries.membership(actor, group) or _enter(actor, group, by)


def _enter(actor: Actor, group: Group, by: Actor) -> GroupMembership:
    GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, actor=actor)], ignore_conflicts=True
    )
    entered = GroupMembership.objects.get(group=group, actor=actor, until=None)
    record(by, "joined_group", entered, audience=audience_of(group), group=group.actor)
    return entered


@transaction.atomic
def leave_group(by: Actor, *, group: Group) -> None:
    """Leave; leaving twice is leaving once. The last steward stays until there is another."""
    stewards = list(
        GroupMembership.objects.select_for_update().filter(
            group=group, duty=GroupMembership.Duty.STEWARD, until=None
        )
    )
    mine = queries.membership(by, group)
    if mine is None:
        return
    others = GroupMembership.objects.filter(group=group, until=None).exclude(actor=by)
    if rules.may_steward(mine) and len(stewards) == 1 and others.exists():
        raise Refused(_("You are the only steward. Make somebody else steward first."))
    mine.until = now()
    mine.save(update_fields=["until"])
    record(by, "left_group", mine, audience=audience_of(group), group=group.actor)


@transaction.atomic
def make_steward(by: Actor, *, group: Group, actor: Actor) -> GroupMembership:
    """A steward shares the duty with another member."""
    if not rules.may_steward(queries.membership(by, group)):
        raise Refused(_("Only a steward of the group can do this."))
    theirs = queries.membership(actor, group)
    if theirs is None:
        raise Refused(_("Only a member of the group can become steward."))
    if theirs.duty != GroupMembership.Duty.STEWARD:
        theirs.duty = GroupMembership.Duty.STEWARD
        theirs.save(update_fields=["duty"])
        record(by, "made_steward", theirs, audience=audience_of(group), group=group.actor)
    return theirs


@transaction.atomic
def enter_many(*, group: Group, actors: Iterable[Actor], since: datetime) -> None:
    """Bring the members of a group along from elsewhere. Nobody is told."""
    known = set(
        GroupMembership.objects.filter(group=group, until=None).values_list("actor", flat=True)
    )
    new = [actor for actor in actors if actor.pk not in known]
    entered = GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, actor=actor, since=since) for actor in new], batch_size=2_000
    )
    record_many(
        "joined_group",
        [(row.actor, row.pk, since) for row in entered],
        kind=GroupMembership,
        audience=audience_of(group),
        group=group.actor,
    )


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """She leaves the network: her memberships end at that moment. No group loses its last steward.

    Where she is alone it stays as it is, for the next who joins.
    """
    mine = GroupMembership.objects.select_for_update().filter(actor=actor, until=None)
    for membership in mine.select_related("group__actor").order_by("pk"):
        if queries.is_last_steward(membership):
            name = {"group": membership.group.actor.name}
            raise Refused(
                _("You are the only steward of %(group)s. Make somebody else steward first.") % name
            )
    GroupMembership.objects.filter(actor=actor, until=None).update(until=at)


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back: what ended at the moment of her leaving goes on."""
    GroupMembership.objects.filter(actor=actor, until=at).update(until=None)


@transaction.atomic
def take_over_memberships(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one. Steward with either is steward with the one."""
    rows = GroupMembership.objects.all()
    same = ["group_id"]
    for older, newer in hand_over_once(rows, "actor", kept=kept, merged=merged, same=same, at=at):
        if newer.duty == GroupMembership.Duty.STEWARD:
            rows.filter(pk=older.pk).update(duty=newer.duty)
