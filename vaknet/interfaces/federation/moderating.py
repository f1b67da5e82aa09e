"""Moderators of our groups on other networks (FEP-1b12): asking them, and telling who they are."""

from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import ModeratorElsewhere
from vaknet.domain.federation.rules import MODERATE_ELSEWHERE, mark_of
from vaknet.engine.activitypub import own_activities
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.circulating import readers_of
from vaknet.interfaces.federation.letters import write_to
from vaknet.interfaces.federation.outward import when_on

SALT = "vaknet.federation.moderator"


@when_on
def asked(activity: Activity) -> None:
    """In the name of the group, to her alone, with a link by which she says yes or no. To nobody
    who does not follow it."""
    found = _row(activity)
    if queries.asked_to_moderate(found.moderator.actor, found.pk) is None:
        return
    remote, group = found.moderator, found.group.actor
    token = action_token(remote.actor, MODERATE_ELSEWHERE, found.pk)
    with translation.override(settings.LANGUAGE_CODE):
        says = _("A steward of the group %(group)s asks you to moderate it with them.")
        read = _("Read what that is, and answer")
    write_to(
        remote,
        sender=group,
        name=f"ask-{_mark(found)}",
        says=says % {"group": group.name},
        link=settings.BASE_URL + reverse("moderate-elsewhere", args=[token]),
        read=read,
    )


@when_on
def began(activity: Activity) -> None:
    _tell(_row(activity), "Add")


@when_on
def ended(activity: Activity) -> None:
    """Of who never said yes nobody heard anything. A group that is not known any more goes with all
    that it told."""
    found = _row(activity)
    if found.since is not None and queries.is_known(found.group.actor):
        _tell(found, "Remove")


def _tell(found: ModeratorElsewhere, verb: Literal["Add", "Remove"]) -> None:
    group = found.group.actor
    address = actor_address(who.identity(group).token)
    told = own_activities.moderator_changed(
        verb, found.moderator.uri, group=address, mark=_mark(found)
    )
    to = readers_of(group, group)
    deliver(group, own_activities.announced(told, group=address), to.knowing)
    deliver(group, told, to.rest)


def _row(activity: Activity) -> ModeratorElsewhere:
    rows = ModeratorElsewhere.objects.select_related("group__actor", "moderator__actor")
    return rows.get(pk=activity.object_id)


def _mark(found: ModeratorElsewhere) -> str:
    return mark_of(SALT, found.pk)
