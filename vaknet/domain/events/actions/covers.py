"""A picture on an event. What was there before can be put back for a day."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import queries
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.actions.outward import refuse_in_its_name
from vaknet.domain.events.models import Event, EventCover, EventCoverFile
from vaknet.domain.knowledge.actions.keeping import description_of
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused
from vaknet.kit.pictures import Whole

CREDIT = 120


@dataclass(frozen=True)
class CoverChange:
    """Of the picture on one event: which one was there, and which she put in its place, or none."""

    was: int | None
    put: int | None


@transaction.atomic
def choose_cover(
    by: Actor,
    *,
    event: Event,
    photo: Whole,
    description: str,
    credit: str = "",
    later: bool = False,
) -> EventCover:
    """In the place of another one. Reading the file was done before. `later`: of a series on all
    that come after it too."""
    held = organised(by, event)
    refuse_to_write(by, field="file")
    _refuse_in_its_name(by, held, later=later)
    made = EventCover.objects.create(
        made_for=held,
        chosen_by=by,
        name=secrets.token_hex(8),
        width=photo.width,
        height=photo.height,
        **_words(description, credit),
    )
    _keep_files(made, Attached(photo).files)
    queries.shows_cover_with(by, held, later=later).update(cover=made)
    _keep_for_a_day(held)
    _note(by, held)
    return made


def _keep_files(cover: EventCover, files: Mapping[int, bytes]) -> None:
    EventCoverFile.objects.bulk_create(
        EventCoverFile(cover=cover, side=side, content=content) for side, content in files.items()
    )


@transaction.atomic
def say_of_cover(
    by: Actor, *, event: Event, description: str, credit: str = "", later: bool = False
) -> None:
    """Other words for the same picture. `later`: of a series wherever it is shown after it too.
    Nothing when it is gone."""
    held = organised(by, event)
    refuse_to_write(by, field="description")
    words, standing = _words(description, credit), held.cover
    if standing is None or all(getattr(standing, name) == said for name, said in words.items()):
        return
    _refuse_in_its_name(by, held, later=later)
    here = queries.shows_cover_with(by, held, later=later).filter(cover=standing)
    if standing.events.exclude(pk__in=here.values("pk")).exists():
        here.update(cover=_copy(standing, held, words))
    else:
        EventCover.objects.filter(pk=standing.pk).update(**words)
    _note(by, held)


def _copy(cover: EventCover, event: Event, words: Mapping[str, str]) -> EventCover:
    """So that elsewhere the same picture keeps its own words. It still goes with the account of who
    chose it."""
    made = EventCover.objects.create(
        made_for=event,
        chosen_by_id=cover.chosen_by_id,
        name=secrets.token_hex(8),
        width=cover.width,
        height=cover.height,
        **words,
    )
    _keep_files(made, {file.side: bytes(file.content) for file in cover.files.all()})
    return made


@transaction.atomic
def remove_cover(by: Actor, *, event: Event, later: bool = False) -> None:
    """Nobody sees it from now on. Twice is once."""
    held = organised(by, event)
    if queries.shows_cover_with(by, held, later=later).exclude(cover=None).update(cover=None):
        _keep_for_a_day(held)
        _note(by, held)


@transaction.atomic
def put_covers_back(by: Actor, *, event: Event, changes: Mapping[int, CoverChange]) -> None:
    """As it was before she changed it. What somebody changed after her stays. Twice is once."""
    held = organised(by, event)
    there = set(_of_it(held).values_list("pk", flat=True))
    if not {change.was for change in changes.values()} <= {None, *there}:
        raise Refused(_("This picture is gone. Choose it again."))
    _refuse_in_its_name(by, held, later=True)
    mine = queries.shows_cover_with(by, held, later=True)
    changed = [
        mine.filter(pk=pk, cover=change.put).update(cover=change.was)
        for pk, change in changes.items()
    ]
    if any(changed):
        _keep_for_a_day(held)
        _note(by, held)
    elif any(cover != changes[pk].was for pk, cover in _shown(mine.filter(pk__in=changes))):
        raise Refused(_("Somebody changed the picture after you. It stays as it is now."))


def _refuse_in_its_name(by: Actor, event: Event, *, later: bool) -> None:
    rows = queries.shows_cover_with(by, event, later=later)
    refuse_in_its_name(by, rows.filter(readers=Event.Readers.PUBLIC))


def _shown(rows: QuerySet[Event]) -> Iterable[tuple[int, int | None]]:
    return rows.values_list("pk", "cover")


def _keep_for_a_day(event: Event) -> None:
    """What nothing shows any more, and not what is shown again."""
    rows = _of_it(event)
    rows.filter(events=None, taken_off_at=None).update(taken_off_at=now())
    rows.filter(events__isnull=False).update(taken_off_at=None)


def _of_it(event: Event) -> QuerySet[EventCover]:
    """Chosen on this event, or on another one of its series."""
    same = Q(made_for=event)
    if event.series_id is not None:
        same |= Q(made_for__series=event.series_id)
    return EventCover.objects.filter(same)


def _words(description: str, credit: str) -> dict[str, str]:
    return {
        "description": description_of(description),
        "credit": line(credit, limit=CREDIT, field="credit"),
    }


def _note(by: Actor, event: Event) -> None:
    record(by, "changed_event", event, audience=Audience.SELF, group=group_of(event))


def forget_covers(*, before: datetime) -> int:
    """For the clock: pictures that no event shows any more. How many rows are gone."""
    since = Q(taken_off_at__lt=before) | Q(taken_off_at=None, at__lt=before)
    return EventCover.objects.filter(since, events=None).delete()[0]
