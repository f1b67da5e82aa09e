"""A desk that is open now, as most stories of this room begin."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, now

from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import ConsultationHour, Slot

NOTE = "Mijn leidinggevende wil mij overplaatsen."


def a_desk(
    world: World,
    *,
    by: Actor | None = None,
    starts_at: datetime | None = None,
    minutes: int = 120,
    event: Any = None,
    group: Any = None,
    experts: Any = (),
    **said: Any,
) -> ConsultationHour:
    """Noor, of the union, answers what colleagues ask about labour law. In an hour's time."""
    said.setdefault("subject", "Arbeidsrecht")
    said.setdefault("room", "Zaal 4")
    begins = starts_at or now() + timedelta(hours=1)
    return actions.open_hour(
        by or world.noor,
        details=actions.DeskDetails(**said),
        starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes),
        event=event,
        group=group,
        experts=experts,
    )


def a_line(world: World, **said: Any) -> ConsultationHour:
    """It began a moment ago, and one takes a number."""
    said.setdefault("starts_at", now() - timedelta(minutes=1))
    said.setdefault("takes_walk_ins", True)
    said.setdefault("takes_bookings", False)
    return a_desk(world, **said)


def slots(hour: ConsultationHour) -> list[Slot]:
    return list(Slot.objects.filter(hour=hour, withdrawn_at=None).order_by("starts_at", "pk"))


def begun(slot: Slot, *, minutes: float = 0) -> None:
    """So many minutes ago; the times of others at this expert move along."""
    begins = now() - timedelta(minutes=minutes)
    shift = slot.starts_at - begins
    for one in Slot.objects.filter(hour=slot.hour_id).order_by("starts_at"):
        one.starts_at, one.ends_at = one.starts_at - shift, one.ends_at - shift
        one.save(update_fields=["starts_at", "ends_at"])
    hour = slot.hour
    hour.starts_at, hour.ends_at = hour.starts_at - shift, hour.ends_at - shift
    hour.save(update_fields=["starts_at", "ends_at"])


def two_experts(world: World, **said: Any) -> ConsultationHour:
    """Noor and Peter sit there together."""
    hour = a_line(world, experts=[world.noor, world.peter], **said)
    actions.agree_to_sit(world.peter, hour=hour)
    return hour


def seat_of(person: Actor, hour: ConsultationHour) -> int:
    expert = queries.agreed_expert(person, hour)
    assert expert is not None
    return expert.pk


def consulted(world: World, person: Actor, *, hers: str) -> None:
    """She sits at desks of her own, where Joost came by, and goes to those of Noor."""
    actions.open_weekly_hour(
        person,
        details=actions.DeskDetails(subject=hers, room="Telefoon"),
        first_on=localdate() + timedelta(days=2),
        starts_at=time(9),
        ends_at=time(10),
    )
    own = a_line(world, by=person, subject=hers)
    actions.take_ticket(world.joost, hour=own, note="Mag dat?")
    actions.call_next(person, hour=own)
    hour, line = a_desk(world), a_line(world, subject="Pensioen")
    actions.book(person, hour=hour, slot=slots(hour)[0].pk, note=hers)
    actions.take_ticket(person, hour=line, note=hers)
