"""The rooms where it is held, and what rounds are called."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events.actions.held import group_of
from vaknet.domain.events.models import Event
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.programme import rules
from vaknet.domain.programme.actions.details import refuse_capacity
from vaknet.domain.programme.actions.held import organised
from vaknet.domain.programme.actions.seats import offer_seats
from vaknet.domain.programme.models import ProgrammeRoom, Round
from vaknet.domain.refusal import Refused


@transaction.atomic
def keep_room(
    by: Actor,
    *,
    event: Event,
    name: str,
    note: str = "",
    capacity: int | None = None,
    room: ProgrammeRoom | None = None,
) -> ProgrammeRoom:
    """A new one, or what is said of this one now. With fewer seats all who have one keep it."""
    seen = organised(by, event)
    said = required_line(name, limit=80, field="name", missing=_("Give the room a name."))
    about = line(note, limit=200, field="note")
    refuse_capacity(capacity)
    if room is None:
        if ProgrammeRoom.objects.filter(event=seen).count() >= rules.MOST_ROOMS:
            raise Refused(_("There are sixty rooms already."), field="name")
        kept = ProgrammeRoom(event=seen)
    else:
        kept = ProgrammeRoom.objects.get(pk=room.pk, event=seen)
    kept.name, kept.note, kept.capacity = said, about, capacity
    same = ProgrammeRoom.objects.filter(event=seen, name=said).exclude(pk=kept.pk)
    if same.exists():
        raise Refused(_("There is a room with this name already."), field="name")
    kept.save()
    record(by, "kept_programme_room", kept, audience=Audience.SELF, group=group_of(seen))
    for pk in kept.sessions.order_by("pk").values_list("pk", flat=True):
        offer_seats(pk)
    return kept


@transaction.atomic
def remove_room(by: Actor, *, room: ProgrammeRoom) -> None:
    """One that nothing is planned in. Raises ProgrammeRoom.DoesNotExist."""
    seen = organised(by, room.event)
    held = ProgrammeRoom.objects.get(pk=room.pk)
    if held.sessions.filter(cancelled_at=None).exists():
        raise Refused(_("Sessions are planned in this room. Give them another one first."))
    record(by, "removed_programme_room", held, audience=Audience.SELF, group=group_of(seen))
    held.delete()


@transaction.atomic
def name_round(by: Actor, *, event: Event, starts_at: datetime, name: str) -> None:
    """What begins at that moment is called so; without a name it is called by its time again."""
    seen = organised(by, event)
    said = line(name, limit=80, field="name")
    record(by, "named_round", seen, audience=Audience.SELF, group=group_of(seen))
    if not said:
        Round.objects.filter(event=seen, starts_at=starts_at).delete()
        return
    Round.objects.update_or_create(event=seen, starts_at=starts_at, defaults={"name": said})
