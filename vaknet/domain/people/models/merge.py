"""Two accounts of one person that become one."""

from django.db import models
from django.db.models.functions import Lower, Now

from vaknet.domain.activity.models import Actor


class Merge(models.Model):
    """Asked on one account (`kept`), proved by a letter to the other, done `at` that moment.

    `merged` is then an empty shell: all that was its own is of the one that is kept. It stays for
    its address, so that nobody else gets it, and for what there was between the two themselves.
    `merged_account` was the number of the account: passkeys made with it name it.
    """

    kept = models.ForeignKey(Actor, models.CASCADE, related_name="merges")
    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(db_default=Now())
    merged = models.OneToOneField(Actor, models.CASCADE, null=True, related_name="merged_into")
    merged_account = models.BigIntegerField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="merge_lower_case"
            ),
            models.UniqueConstraint(
                "kept", "email", condition=models.Q(at=None), name="merge_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} becomes {self.kept_id}"
