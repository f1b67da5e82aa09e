"""A picture on an event. What was there before can be put back for a day."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import queries
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.models import Event, EventCover, EventCoverFile
from vaknet.domain.knowledge.actions.keeping import description_of
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused
from vaknet.kit.pictures import Whole

CREDIT = 120


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
    made = EventCover.objects.create(
        made_for=held,
        chosen_by=by,
        name=secrets.token_hex(8),
        width=photo.width,
        height=photo.height,
        **_words(description, credit),
    )
    EventCoverFile.objects.bulk_create(
        EventCoverFile(cover=made, side=side, content=content)
        for side, content in Attached(photo).files.items()
    )
    queries.shows_cover_with(held, later=later).update(cover=made)
    _keep_for_a_day(held)
    _note(by, held)
    return made


@transaction.atomic
def say_of_cover(by: Actor, *, event: Event, description: str, credit: str = "") -> None:
    """Other words for the same picture, wherever it is shown. Nothing when it is gone."""
    held = organised(by, event)
    refuse_to_write(by, field="description")
    rows = EventCover.objects.filter(events=held)
    if rows.update(**_words(description, credit)):
        _note(by, held)


@transaction.atomic
def remove_cover(by: Actor, *, event: Event, later: bool = False) -> None:
    """Nobody sees it from now on. Twice is once."""
    held = organised(by, event)
    if queries.shows_cover_with(held, later=later).exclude(cover=None).update(cover=None):
        _keep_for_a_day(held)
        _note(by, held)


@transaction.atomic
def put_covers_back(by: Actor, *, event: Event, covers: Mapping[int, int | None]) -> None:
    """As it was before she changed her mind: by event which picture, or none. Twice is once."""
    held = organised(by, event)
    there = set(_of_it(held).values_list("pk", flat=True))
    if not set(covers.values()) <= {None, *there}:
        raise Refused(_("This picture is gone. Choose it again."))
    mine = queries.shows_cover_with(held, later=True)
    changed = [mine.filter(pk=pk).update(cover=cover) for pk, cover in covers.items()]
    if any(changed):
        _keep_for_a_day(held)
        _note(by, held)


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
