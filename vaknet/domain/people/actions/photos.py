"""Showing what one looks like, or no longer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.profile import own_profile
from vaknet.domain.people.models import Photo, PhotoFile
from vaknet.kit.pictures import Squares


@transaction.atomic
def set_photo(by: Actor, *, squares: Squares) -> Photo:
    """Reading the picture is done before: it takes time, and no transaction waits for it.

    What she showed before is gone at once; the same picture sent twice is one.
    """
    own_profile(by)
    shown = Photo.objects.filter(actor=by, name=squares.name, until=None).first()
    if shown is not None:
        return shown
    Photo.objects.filter(actor=by).delete()
    photo = Photo.objects.create(actor=by, name=squares.name)
    PhotoFile.objects.bulk_create(
        PhotoFile(photo=photo, size=one.size, format=one.format, content=one.content)
        for one in squares.renditions
    )
    keep_photo(by)
    record(by, "set_photo", photo, audience=Audience.MEMBERS)
    return photo


@transaction.atomic
def remove_photo(by: Actor) -> bool:
    """Whether there was one to take off: a double click is one click."""
    own_profile(by)
    shown = Photo.objects.filter(actor=by, until=None).first()
    if shown is None:
        return False
    Photo.objects.filter(pk=shown.pk).update(until=timezone.now())
    keep_photo(by)
    record(by, "removed_photo", shown, audience=Audience.SELF)
    return True


@transaction.atomic
def put_photo_back(by: Actor) -> Photo | None:
    """The one that she took off; None when it is gone already."""
    own_profile(by)
    photo = Photo.objects.filter(actor=by).order_by("-until").first()
    if photo is None or photo.until is None:
        return photo
    photo.until = None
    photo.save(update_fields=["until"])
    keep_photo(by)
    record(by, "put_photo_back", photo, audience=Audience.MEMBERS)
    return photo


def keep_photo(by: Actor) -> None:
    """Write on the actor what is shown, so that a list of people costs no join."""
    shown = Photo.objects.filter(actor=by, until=None).values_list("name", flat=True).first()
    by.photo = shown or ""
    by.save(update_fields=["photo"])


@transaction.atomic
def forget_photos(*, before: datetime) -> int:
    """For the clock: what was taken off before that moment is really gone. How many photos."""
    _all, deleted = Photo.objects.filter(until__lt=before).delete()
    return deleted.get("people.Photo", 0)
