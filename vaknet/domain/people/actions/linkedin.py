"""What somebody takes along from her own LinkedIn export. Nothing of others comes through here."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Model

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.actions.languages import add_language
from vaknet.domain.people.actions.links import add_link
from vaknet.domain.people.actions.profile import change_profile, own_profile
from vaknet.domain.people.actions.roles import EARLIEST, add_role
from vaknet.domain.people.actions.topics import add_known_topic
from vaknet.domain.people.models import KnownTopic, Place, ProfileLink, Role, SpokenLanguage
from vaknet.engine.linkedin import PartialDate, Position

KINDS: tuple[type[Model], ...] = (Role, KnownTopic, SpokenLanguage, ProfileLink)


@dataclass(frozen=True)
class Taken:
    """How many are new: what was there already is not there twice."""

    roles: int
    topics: int
    languages: int
    links: int


@transaction.atomic
def take_from_linkedin(
    by: Actor,
    *,
    positions: Sequence[Position] = (),
    topics: Sequence[str] = (),
    promise: str = "",
    place: Place | None = None,
    languages: Sequence[str] = (),
    links: Sequence[str] = (),
) -> Taken:
    """All that was chosen, or nothing: one refusal takes everything back. Again changes nothing."""
    profile = own_profile(by)
    if promise or place:
        change_profile(
            by,
            name=by.name,
            promise=promise or profile.promise,
            profession=profile.profession,
            occupation=profile.occupation,
            place=place or profile.place,
        )
    before = _counted(by)
    for position in positions:
        _take_position(by, position)
    for text in topics:
        add_known_topic(by, text=_shortened(text, 200))
    for code in languages:
        add_language(by, code=code)
    for url in links:
        add_link(by, url=url)
    return Taken(*(now - then for now, then in zip(_counted(by), before, strict=True)))


def _counted(by: Actor) -> list[int]:
    """In the order of `Taken`."""
    return [kind._default_manager.filter(actor=by).count() for kind in KINDS]


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
