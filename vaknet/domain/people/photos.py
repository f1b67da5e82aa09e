"""What people look like, for members alone."""

from django.db.models import F

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import PhotoFile


def photo_file(
    viewer: Actor | None, handle: str, *, name: str, size: int, format: str
) -> PhotoFile:
    """Raises PhotoFile.DoesNotExist for a guest, and whenever the page of that person does.

    Also for a photo that was taken off, whoever still knows its address.
    """
    if viewer is None:
        raise PhotoFile.DoesNotExist
    shown = PhotoFile.objects.filter(photo__until=None, photo__actor__photo=F("photo__name"))
    hers = shown.filter(photo__actor__handle=handle, photo__actor__domain="", photo__name=name)
    seen = hers.exclude(is_apart(viewer.pk, "photo__actor"))
    return seen.get(size=size, format=format)


def own_photo(viewer: Actor) -> PhotoFile | None:
    """The largest that we have, for herself to take along."""
    files = PhotoFile.objects.filter(photo__actor=viewer, photo__until=None, format="webp")
    return files.select_related("photo").order_by("-size").first()
