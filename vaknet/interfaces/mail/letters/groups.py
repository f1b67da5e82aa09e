"""Letters about getting into a group, and about looking after one.

Nobody is told of a no without words. Each letter looks at how things stand when it is sent.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import admission, queries, succession
from vaknet.domain.groups.models import Group, GroupInvitation, JoinRequest, StewardshipOffer
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.writing import Content, write


def somebody_knocks(activity: Activity) -> None:
    """To the stewards, as long as she waits."""
    asked = _request(activity)
    names = {"name": asked.actor.name, "group": asked.group.actor.name}
    for steward in stewards_of(asked.group):
        waiting = admission.requests_waiting(steward, asked.group).filter(pk=asked.pk)
        if keeps_out(steward, asked.actor) or not waiting.exists():
            continue
        write(
            steward,
            thread=f"join-request-{asked.pk}",
            url=page_of_group("group-requests", asked.group),
            content=lambda: Content(
                subject=_("%(name)s would like to join %(group)s") % names,
                opening=_("%(name)s knocks at %(group)s.") % names,
                quote="\n\n".join(filter(None, (asked.question, asked.text))),
                closing=_("If you say no without words, nobody is told."),
                action=_("Read and answer"),
            ),
        )


def stewards_of(group: Group) -> list[Actor]:
    rows = succession.stewards(group).select_related("membership__actor")
    return [duty.membership.actor for duty in rows]


def let_in(activity: Activity) -> None:
    asked = _request(activity)
    if not queries.is_member(asked.actor, asked.group):
        return
    name = {"group": asked.group.actor.name}
    write(
        asked.actor,
        thread=f"join-request-{asked.pk}",
        url=page_of_group("group", asked.group),
        content=lambda: Content(
            subject=_("You are in: %(group)s") % name,
            opening=_("A steward let you in. You can read, ask and answer from now on."),
            action=_("To the group"),
        ),
    )


def not_let_in(activity: Activity) -> None:
    """Only with words, and as long as she did not take it back."""
    asked = _request(activity)
    if not asked.reply or asked.withdrawn_at is not None:
        return
    name = {"group": asked.group.actor.name}
    write(
        asked.actor,
        thread=f"join-request-{asked.pk}",
        url=page_of_group("group", asked.group),
        content=lambda: Content(
            subject=_("An answer from %(group)s") % name,
            opening=_("The stewards of %(group)s do not let you in now. They write:") % name,
            quote=asked.reply,
            action=_("To the group"),
        ),
    )


def invited(activity: Activity) -> None:
    rows = GroupInvitation.objects.select_related("invited", "by", "group__actor")
    sent = rows.get(pk=activity.object_id)
    is_open = admission.my_invitations(sent.invited).filter(pk=sent.pk).exists()
    if keeps_out(sent.invited, sent.by) or not is_open:
        return
    names = {"name": sent.by.name, "group": sent.group.actor.name}
    write(
        sent.invited,
        thread=f"group-invitation-{sent.pk}",
        url=page_of_group("group", sent.group),
        content=lambda: Content(
            subject=_("%(name)s invites you into %(group)s") % names,
            opening=f"{sent.group.actor.name}: {sent.group.purpose}",
            quote=sent.text,
            closing=_("You decide. If you say no, nobody is told."),
            action=_("Look and decide"),
        ),
    )


def asked_as_steward(activity: Activity) -> None:
    rows = StewardshipOffer.objects.select_related("actor", "group__actor")
    offer = rows.get(pk=activity.object_id)
    if not succession.open_offers(offer.group).filter(pk=offer.pk).exists():
        return
    name = {"group": offer.group.actor.name}
    write(
        offer.actor,
        thread=f"stewardship-{offer.pk}",
        url=page_of_group("group", offer.group),
        content=lambda: Content(
            subject=_("Will you look after %(group)s?") % name,
            opening=_("%(group)s has no steward any more. You know the group: will you do it?")
            % name,
            closing=_("Others may be asked too. If you say no, nobody is told."),
            action=_("Look and decide"),
        ),
    )


def _request(activity: Activity) -> JoinRequest:
    return JoinRequest.objects.select_related("actor", "group__actor").get(pk=activity.object_id)


def page_of_group(name: str, group: Group) -> str:
    return settings.BASE_URL + reverse(name, args=[group.actor.handle])
