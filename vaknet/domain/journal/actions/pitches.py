"""Tipping the editors, and what they say to it."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import rules
from vaknet.domain.journal.actions.editors import as_editor
from vaknet.domain.journal.models import Pitch
from vaknet.domain.refusal import Refused

LONGEST = 1_000
SAME_ACT = timedelta(minutes=1)
MOST_WAITING = 5


@transaction.atomic
def pitch(by: Actor, *, group: Group, text: str) -> Pitch:
    """Only the editors read it. The same twice within a minute is once."""
    if not rules.may_pitch(groups.membership(by, group)):
        raise Refused(_("Only a member of the group can tip its editors."))
    check_awake(group)
    tidy = own_words(text, field="text", missing=_("Write your tip first."), limit=LONGEST)
    one_at_a_time(by)
    waiting = Pitch.objects.filter(group=group, author=by, taken_at=None, thanked_at=None)
    again = waiting.filter(text=tidy, at__gte=now() - SAME_ACT).first()
    if again is not None:
        return again
    if waiting.count() >= MOST_WAITING:
        raise Refused(_("The editors have 5 tips of yours to read. Give them a few days."))
    told = Pitch.objects.create(group=group, author=by, text=tidy)
    record(by, "pitched", told, audience=Audience.PARTIES)
    return told


@transaction.atomic
def take_pitch(by: Actor, *, pitch: Pitch) -> None:
    """They will use it, and she knows. The first of two editors decides."""
    _answer(by, pitch, "taken_at")


@transaction.atomic
def thank_for_pitch(by: Actor, *, pitch: Pitch) -> None:
    """They thank her, and do not use it now."""
    _answer(by, pitch, "thanked_at")


def _answer(by: Actor, pitch: Pitch, moment: str) -> None:
    as_editor(by, pitch.group)
    held = Pitch.objects.select_for_update().get(pk=pitch.pk)
    if not rules.is_waiting(held):
        return
    setattr(held, moment, now())
    held.answered_by = by
    held.save(update_fields=[moment, "answered_by"])
    record(by, "answered_pitch", held, audience=Audience.PARTIES)
