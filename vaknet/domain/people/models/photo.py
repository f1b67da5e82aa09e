"""What somebody looks like, if she wants that to be seen."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Photo(models.Model):
    """Her photo, since when. One that she took off is kept for a day, so that it can come back.

    `name` follows from what is seen on it, and stands in its address; while it is shown it is in
    `Actor.photo` too. The file that she chose is not kept.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="photos")
    name = models.CharField(max_length=16)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", condition=models.Q(until=None), name="photo_once")
        ]
        indexes = [
            models.Index(
                fields=["until"], condition=models.Q(until__isnull=False), name="photo_taken_off"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PhotoFile(models.Model):
    """The photo in one size and format: some kilobytes, in the database with all the rest
    (docs/decisions/0010-photos-in-the-database.md)."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="files")
    size = models.PositiveSmallIntegerField()
    format = models.CharField(max_length=4)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("photo", "size", "format", name="photo_file_once")]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.size}.{self.format}"
