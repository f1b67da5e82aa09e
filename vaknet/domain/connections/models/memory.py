"""What somebody keeps about people, for her eyes only."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class MemoryKey(models.Model):
    """The key of one member's memory cards, itself sealed with the key of the server."""

    owner = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="memory_key")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.owner_id}"


class MemoryCard(models.Model):
    """What somebody keeps about a person, for her eyes only: sealed with her own key.

    Only the day of the next step is not sealed, because the start page looks for it.
    """

    owner = models.ForeignKey(Actor, models.CASCADE, related_name="memory_cards")
    about = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    remind_on = models.DateField(null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("owner", "about", name="memory_card_once"),
            models.CheckConstraint(
                condition=~Q(owner=F("about")), name="memory_card_not_of_oneself"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "remind_on"],
                condition=Q(remind_on__isnull=False),
                name="memory_card_next",
            )
        ]

    def __str__(self) -> str:
        return f"card of {self.owner_id}"


class WaitingCard(models.Model):
    """A card that waits for its person: brought along from elsewhere, and tied to nobody here.

    The name is sealed with the rest. Nothing here knows whether its person is a member.
    """

    owner = models.ForeignKey(Actor, models.CASCADE, related_name="waiting_cards")
    sealed = models.BinaryField()
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"waiting card {self.pk} of {self.owner_id}"
