"""What somebody takes along from her own LinkedIn export. Nothing of others comes through here."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.actions.profile import change_profile, own_profile
from vaknet.domain.people.actions.roles import EARLIEST, add_role
from vaknet.domain.people.actions.topics import add_known_topic
from vaknet.domain.people.models import KnownTopic, Role
from vaknet.engine.linkedin import PartialDate, Position


@dataclass(frozen=True)
class Taken:
    """How many are new: what was there already is not there twice."""

    roles: int
    topics: int


@transaction.atomic
def take_from_linkedin(
    by: Actor,
    *,
    positions: Sequence[Position] = (),
    topics: Sequence[str] = (),
    promise: str = "",
) -> Taken:
    """All that was chosen, or nothing: one refusal takes everything back. Again changes nothing."""
    profile = own_profile(by)
    if promise:
        change_profile(
            by,
            name=by.name,
            promise=promise,
            profession=profile.profession,
            occupation=profile.occupation,
            place=profile.place,
        )
    roles, known = Role.objects.filter(actor=by), KnownTopic.objects.filter(actor=by)
    before = Taken(roles.count(), known.count())
    for position in positions:
        _take_position(by, position)
    for text in topics:
        add_known_topic(by, text=_shortened(text, 200))
    return Taken(roles.count() - before.roles, known.count() - before.topics)


def _take_position(by: Actor, position: Position) -> None:
    since, until = _first_day(position.since), _last_day(position.until)
    if since and until and until < since:
        since = None  # the later date says at least that it ended
    add_role(
        by,
        kind=Role.Kind.VOLUNTEERING if position.voluntary else Role.Kind.WORK,
        title=_shortened(position.title, 120),
        organisation=_shortened(position.organisation, 200),
        since=since,
        until=until,
    )


def _first_day(moment: PartialDate | None) -> date | None:
    return moment.first_day() if moment and moment.year >= EARLIEST else None


def _last_day(moment: PartialDate | None) -> date | None:
    if moment is None or moment.year < EARLIEST:
        return None
    month = moment.month or 12
    return date(moment.year, month, calendar.monthrange(moment.year, month)[1])


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
