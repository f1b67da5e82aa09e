"""What a member gets from a group by mail."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups.models import Group, GroupMembership, Mail
from vaknet.domain.refusal import Refused

GATHER_GROUP = "gather_group"
BEHIND = -10  # who waits for a code or an answer goes first
AT_ONCE = 1_000


@transaction.atomic
def choose_mail(by: Actor, *, group: Group, mail: str) -> None:
    """Who gets everything from now on hears nothing of before."""
    if mail not in Mail.values:
        raise Refused(_("Choose what you want to get."), field="mail")
    # Locked: what is new may be gathered for her at this moment.
    rows = GroupMembership.objects.select_for_update(no_key=True)
    held = rows.filter(actor=by, group=group, until=None).first()
    if held is None:
        raise Refused(_("Only a member of the group can do this."))
    if held.mail == mail:
        return
    held.mail, held.gathered_until = mail, now()
    held.save(update_fields=["mail", "gathered_until"])
    record(by, "chose_group_mail", held, audience=Audience.SELF)


def gather_where_due(*, due: datetime, but: QuerySet[Any]) -> None:
    """A job for each who gets everything, and was not written since that moment. `but`: the ids of
    those who get it another way.
    """
    rows = GroupMembership.objects.filter(mail=Mail.EVERYTHING, until=None)
    rows = rows.exclude(actor__in=but)
    old = rows.exclude(gathered_until__gte=due).order_by("pk").values_list("pk", flat=True)
    defer_each(GATHER_GROUP, "membership_id", list(old))


def defer_each(job: str, name: str, ids: list[int]) -> None:
    """One job for each of these rows, behind all that somebody waits for."""
    task = app.configure_task(job, allow_unknown=True, priority=BEHIND)
    for start in range(0, len(ids), AT_ONCE):
        wanted: list[dict[str, Any]] = [{name: pk} for pk in ids[start : start + AT_ONCE]]
        task.batch_defer(*wanted)


def hold_to_gather(membership: int, *, due: datetime) -> GroupMembership | None:
    """Locked until the end of the transaction, so that two jobs write her once. None when she was
    written meanwhile, left, or wants it no longer. Of before her first time nobody is written.
    """
    rows = GroupMembership.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(mail=Mail.EVERYTHING, until=None).exclude(gathered_until__gte=due)
    held = rows.select_related("actor", "group__actor").filter(pk=membership).first()
    if held is not None and held.gathered_until is None:
        was_gathered(held, until=due)
        return None
    return held


def was_gathered(held: GroupMembership, *, until: datetime) -> None:
    held.gathered_until = until
    held.save(update_fields=["gathered_until"])
