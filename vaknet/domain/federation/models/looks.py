"""At which addresses elsewhere we looked in vain, so that we are not made to look again."""

from django.db import models

from vaknet.domain.federation.models.remote import LONGEST_ID


class Look(models.Model):
    """Somebody elsewhere whom we asked for: because she signed, and we did not know her key. Or
    something, because somebody passed it on.

    `at`: the last time. `found`: there was somebody to read. `gone`: her server said that there is
    nobody; `for_good`: it says no, and asking again would not help. The rows of one `host` and one
    `kind` together say how much we ask of it. `sender`: a mark for the address from which somebody
    made us look, which is not to be read from it; empty where nobody did. Of an event to which a
    member goes: since when its server says that there is none.
    """

    class Kind(models.TextChoices):
        ACTOR = "actor"
        EVENT = "event"
        KNOWN = "known"
        POST = "post"

    uri = models.CharField(max_length=LONGEST_ID)
    host = models.CharField(max_length=260)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.ACTOR)
    sender = models.CharField(max_length=16, default="")
    at = models.DateTimeField()
    found = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)
    for_good = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("uri", "kind", name="look_once")]
        indexes = [models.Index(fields=["host", "at"], name="look_by_host")]

    def __str__(self) -> str:
        return self.uri
