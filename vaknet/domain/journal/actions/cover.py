"""The photo on the cover of an issue in the making. Once it is out it stays, as all of it does."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.journal.actions.editors import at_draft
from vaknet.domain.journal.models import CoverFile, CoverPhoto, Issue
from vaknet.domain.knowledge.actions.keeping import description_of
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line
from vaknet.kit.pictures import Whole

CREDIT = 120


@transaction.atomic
def choose_photo(
    by: Actor,
    *,
    issue: Issue,
    photo: Whole,
    description: str,
    credit: str = "",
    at: datetime | None = None,
) -> CoverPhoto:
    """In the place of the drawing, or of another photo. Reading the file was done before.

    Nobody is told of one that was chosen `at` a moment of before.
    """
    held = at_draft(by, issue)
    refuse_to_write(by, field="file")
    CoverPhoto.objects.filter(issue=held).delete()
    made = CoverPhoto.objects.create(
        issue=held,
        chosen_by=by,
        width=photo.width,
        height=photo.height,
        at=at or now(),
        **_words(description, credit),
    )
    CoverFile.objects.bulk_create(
        CoverFile(photo=made, side=side, content=content)
        for side, content in Attached(photo).files.items()
    )
    _note(by, held, at)
    return made


@transaction.atomic
def say_of_photo(by: Actor, *, issue: Issue, description: str, credit: str = "") -> None:
    """Other words for the same photo. Nothing when another editor took it away meanwhile."""
    held = at_draft(by, issue)
    if CoverPhoto.objects.filter(issue=held).update(**_words(description, credit)):
        _note(by, held)


@transaction.atomic
def draw_cover(by: Actor, *, issue: Issue) -> None:
    """The photo is gone at once. A double click is one click."""
    held = at_draft(by, issue)
    gone, _per_kind = CoverPhoto.objects.filter(issue=held).delete()
    if gone:
        _note(by, held)


def _words(description: str, credit: str) -> dict[str, str]:
    return {
        "description": description_of(description),
        "credit": line(credit, limit=CREDIT, field="credit"),
    }


def _note(by: Actor, issue: Issue, at: datetime | None = None) -> None:
    quietly = at is not None
    record(by, "edited_issue", issue, audience=Audience.SELF, at=at, quietly=quietly)
