"""Taking everything along."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Archive(models.Model):
    """A file with everything of one member, made on her word, kept for a few days.

    `name` is that of the file, which nobody guesses. `done` out of `steps` is how far the making
    is. Of an archive that was removed the row stays, so that a file without one is a stray.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="archives")
    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(db_default=Now())
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor",
                condition=Q(ready_at=None, failed_at=None, removed_at=None),
                name="archive_in_the_making_once",
            )
        ]

    def __str__(self) -> str:
        return f"archive {self.pk} of {self.actor_id}"
