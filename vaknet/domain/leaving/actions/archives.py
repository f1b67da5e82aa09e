"""Asking for an archive, and what becomes of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.leaving import files
from vaknet.domain.leaving.models import Archive
from vaknet.domain.leaving.queries import GIVEN_UP, KEPT

MAKE_ARCHIVE = "make_archive"


@transaction.atomic
def ask_archive(by: Actor) -> Archive:
    """The one that is being made, or a new one. An older one that is ready goes: it is outdated."""
    one_at_a_time(by)
    mine = Archive.objects.filter(actor=by, removed_at=None)
    making = mine.filter(ready_at=None, failed_at=None).first()
    if making is not None:
        return making
    mine.update(removed_at=timezone.now())
    asked = Archive.objects.create(actor=by)
    record(by, "asked_archive", asked, audience=Audience.SELF)
    app.configure_task(MAKE_ARCHIVE, allow_unknown=True).defer(archive_id=asked.pk)
    return asked


def note_progress(*, archive: Archive, done: int, steps: int) -> None:
    """Seen at once by whoever waits, so never in a longer transaction."""
    Archive.objects.filter(pk=archive.pk).update(done=done, steps=steps)


def finish_archive(*, archive: Archive) -> bool:
    """The file is whole. False when nobody wants it any more, or somebody else was first."""
    waiting = Archive.objects.filter(pk=archive.pk, ready_at=None, removed_at=None)
    draft = files.unfinished(archive.name)
    size = draft.stat().st_size
    draft.replace(files.path(archive.name))
    return bool(waiting.update(ready_at=timezone.now(), size=size, failed_at=None))


def give_up_archive(*, archive: Archive) -> None:
    """It could not be made; she may ask again."""
    Archive.objects.filter(pk=archive.pk, ready_at=None).update(failed_at=timezone.now())


def forget_archives(*, now: datetime) -> int:
    """For the clock: files go after their days. How many went."""
    Archive.objects.filter(ready_at=None, failed_at=None, asked_at__lt=now - GIVEN_UP).update(
        failed_at=now
    )
    old = Archive.objects.filter(removed_at=None, asked_at__lt=now - KEPT)
    gone = old.update(removed_at=now)
    files.remove_all_but(
        set(Archive.objects.filter(removed_at=None).values_list("name", flat=True))
    )
    return gone
