"""Inviting somebody into a group. Nobody is in a group without her own yes."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import admission, queries, rules
from vaknet.domain.groups.actions.house_rules import agree_to_house_rules
from vaknet.domain.groups.actions.members import enter
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupInvitation, GroupMembership, Mail
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused

A_DAY = timedelta(days=1)
INVITATIONS_A_DAY = 20
# From the last invitation of one person to one group, whoever sent it and whatever came of it.
AGAIN_AFTER = timedelta(days=30)


@transaction.atomic
def invite(by: Actor, *, group: Group, person: Actor, text: str = "") -> GroupInvitation:
    """Inviting twice is inviting once, also where she declined: that is not told."""
    one_at_a_time(group.actor)  # two stewards may think of the same person
    if not rules.may_steward(queries.membership(by, group)):
        raise Refused(_("Only a steward of the group can invite somebody."))
    if are_apart(by, person):
        raise Refused(
            _("Nobody here has this address. Copy it from the page of a person."), field="handle"
        )
    if queries.is_member(person, group):
        raise Refused(_("This person is in the group already."), field="handle")
    rows = GroupInvitation.objects.filter(group=group, invited=person)
    held = rows.filter(accepted_at=None, withdrawn_at=None).first()
    if held is not None:
        return held
    if rows.filter(at__gt=now() - AGAIN_AFTER).exists():
        raise Refused(
            _("This person was invited less than 30 days ago. Wait a little."), field="handle"
        )
    if GroupInvitation.objects.filter(by=by, at__gt=now() - A_DAY).count() >= INVITATIONS_A_DAY:
        raise Refused(
            _("You invited %(number)d people today. Tomorrow you can go on.")
            % {"number": INVITATIONS_A_DAY}
        )
    sent = GroupInvitation.objects.create(group=group, invited=person, by=by, text=text.strip())
    record(by, "invited_into_group", sent, audience=Audience.PARTIES)
    return sent


@transaction.atomic
def accept_invitation(
    by: Actor, *, group: Group, agreed_to: int | None = None, mail: str = Mail.ISSUE
) -> GroupMembership | None:
    """Accepting twice is accepting once. None where nobody invites her (any more). `mail`: what
    she wants to get from the group.
    """
    one_at_a_time(group.actor)
    held = admission.my_invitation(by, group)
    if held is None:
        return queries.membership(by, group)
    agree_to_house_rules(by, group=group, rules=agreed_to)
    held.accepted_at = now()
    held.save(update_fields=["accepted_at"])
    return enter(by, group=group, mail=mail)


@transaction.atomic
def decline_invitation(by: Actor, *, group: Group) -> None:
    """She would rather not, and nobody is told. Declining twice is declining once."""
    one_at_a_time(group.actor)
    held = admission.my_invitation(by, group)
    if held is None:
        return
    held.declined_at = now()
    held.save(update_fields=["declined_at"])
    record(by, "declined_group_invitation", held, audience=Audience.SELF)


@transaction.atomic
def withdraw_invitation(by: Actor, *, invitation: GroupInvitation) -> None:
    """Any steward takes it back; twice is once."""
    one_at_a_time(invitation.group.actor)
    held = GroupInvitation.objects.select_related("group").get(pk=invitation.pk)
    check_steward(by, held.group)
    if held.accepted_at is None and held.withdrawn_at is None:
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
        record(by, "withdrew_group_invitation", held, audience=Audience.SELF)
