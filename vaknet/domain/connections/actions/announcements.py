"""Telling contacts and followers of a role, congratulating, and saying thanks."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import queries, rules
from vaknet.domain.connections.actions.words import own_words, words
from vaknet.domain.connections.models import (
    AnnouncementThanks,
    Congratulation,
    RoleAnnouncement,
)
from vaknet.domain.people.actions.words import line
from vaknet.domain.people.models import Role
from vaknet.domain.refusal import Refused

LONGEST = 600
LONGEST_OFFER = 200


@transaction.atomic
def announce_role(by: Actor, *, role: Role, text: str = "") -> RoleAnnouncement:
    """Her contacts read it, and followers who may see that kind of role. Telling
    again changes the words, and nobody is asked twice."""
    text = words(text, field="words", limit=LONGEST)
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.actor_id != by.pk:
        raise Role.DoesNotExist
    if not rules.may_announce(by, role, today=timezone.localdate()):
        raise Refused(_("You can tell of a role that you have now."), field="announce")
    told = role.announcements.filter(until=None).first()
    if told is not None:
        told.text = text or told.text
        told.save(update_fields=["text"])
        return told
    told = RoleAnnouncement.objects.create(role=role, text=text, since=timezone.now())
    record(by, "announced_role", told, audience=Audience.PARTIES)
    return told


@transaction.atomic
def take_back_announcement(by: Actor, *, announcement: RoleAnnouncement) -> None:
    """Nobody is told. What people said goes from every page along with it."""
    held = _held(announcement)
    if held.role.actor_id != by.pk:
        raise RoleAnnouncement.DoesNotExist
    if held.until is None:
        held.until = timezone.now()
        held.save(update_fields=["until"])
        record(by, "took_back_announcement", held, audience=Audience.SELF)


@transaction.atomic
def congratulate(
    by: Actor, *, announcement: RoleAnnouncement, text: str, offer: str = ""
) -> Congratulation:
    """Once: who writes again is shown what she wrote."""
    text = own_words(text, field="text", missing=_("Write a few words, then send."), limit=LONGEST)
    offer = line(offer, limit=LONGEST_OFFER, field="offer")
    held = _held(announcement)
    view = queries.announcement(by, held.pk)
    if view.is_mine:
        raise RoleAnnouncement.DoesNotExist
    if view.said is not None:
        return view.said
    said = Congratulation.objects.create(
        announcement=held, actor=by, text=text, offer=offer, at=timezone.now()
    )
    record(by, "congratulated", said, audience=Audience.PARTIES)
    return said


@transaction.atomic
def thank_for_congratulations(
    by: Actor, *, announcement: RoleAnnouncement, text: str
) -> AnnouncementThanks:
    """To everybody who congratulated, also who does so later."""
    text = own_words(text, field="text", missing=_("Write a few words, then send."), limit=LONGEST)
    held = _held(announcement)
    if not queries.announcement(by, held.pk).is_mine:
        raise RoleAnnouncement.DoesNotExist
    said = AnnouncementThanks.objects.filter(announcement=held).first()
    if said is not None:
        return said
    thanks = AnnouncementThanks.objects.create(announcement=held, text=text, at=timezone.now())
    record(by, "thanked_for_congratulations", thanks, audience=Audience.PARTIES)
    return thanks


def _held(announcement: RoleAnnouncement) -> RoleAnnouncement:
    """Locked: two clicks at once are one congratulation."""
    rows = RoleAnnouncement.objects.select_for_update(of=("self",)).select_related("role")
    return rows.get(pk=announcement.pk)
