"""A picture of an event. Without one its page begins with its name."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.kit.pictures import width_at


class EventCover(models.Model):
    """Made anew from what was sent, so that nothing of the camera is in it. `name`: as it is called
    in addresses, so that another picture has another one.

    Those of a series that come later show the same row. When nothing shows it any more it stays for
    a day from `taken_off_at`: then one can still undo that. `made_for`: on which event it was
    chosen. Without a `description` the organisers said that it tells nothing. It goes with the
    account of who chose it.
    """

    made_for = models.ForeignKey("events.Event", models.SET_NULL, null=True, related_name="+")
    chosen_by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    name = models.CharField(max_length=16, unique=True)
    description = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())
    taken_off_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def narrow(self) -> int:
        """How wide it is when its longest side is 800 pixels at most."""
        return width_at(800, self.width, self.height)


class EventCoverFile(models.Model):
    """`side`: its longest side at most. In the database with all the rest (docs/decisions/0010)."""

    cover = models.ForeignKey(EventCover, models.CASCADE, related_name="files", db_index=False)
    side = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("cover", "side", name="event_cover_file_once")]

    def __str__(self) -> str:
        return f"{self.cover_id} at {self.side}"
