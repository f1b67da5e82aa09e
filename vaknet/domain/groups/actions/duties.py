"""Who looks after a group: giving a duty, and taking or giving it back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries, rules
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.actions.succession import ask_for_steward
from vaknet.domain.groups.models import Group, GroupDuty
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.refusal import Refused


@transaction.atomic
def give_duty(
    by: Actor,
    *,
    group: Group,
    person: Actor,
    kind: str,
    text: str = "",
    until_on: date | None = None,
    since: datetime | None = None,
) -> GroupDuty:
    """One of each kind for each member. Other words or another term take the place of the first.

    `since`: as for `start_group`.
    """
    one_at_a_time(group.actor)
    check_steward(by, group)
    theirs = queries.membership(person, group)
    if theirs is None or person.is_remote:
        raise Refused(_("Only a member of the group can have a duty."), field="person")
    if kind not in GroupDuty.Kind.values:
        raise Refused(_("Choose a duty."), field="kind")
    if until_on is not None and until_on < localdate():
        raise Refused(_("Choose a month that is not over yet."), field="until_on")
    text = " ".join(text.split())
    held = GroupDuty.objects.filter(membership=theirs, kind=kind, until=None).first()
    if held is not None:
        if (held.text, held.until_on) == (text, until_on):
            return held
        _end(held)
    given = GroupDuty.objects.create(
        membership=theirs, kind=kind, text=text, until_on=until_on, since=since or now()
    )
    record(
        by,
        "gave_duty",
        given,
        audience=audience_of(group),
        group=group.actor,
        at=since,
        quietly=since is not None,
    )
    return given


@transaction.atomic
def end_duty(by: Actor, *, group: Group, duty: GroupDuty) -> None:
    """A steward takes it, or she gives it back herself. Twice is once."""
    one_at_a_time(group.actor)
    held = GroupDuty.objects.select_related("membership").get(pk=duty.pk, membership__group=group)
    hers = held.membership.actor_id == by.pk
    if not hers and not rules.may_steward(queries.membership(by, group)):
        raise Refused(_("Only a steward of the group can do this."))
    if held.until is not None:
        return
    _end(held)
    record(by, "ended_duty", held, audience=audience_of(group), group=group.actor)
    ask_for_steward(group=group, at=now())


def _end(held: GroupDuty) -> None:
    held.until = now()
    held.save(update_fields=["until"])
