"""What came in by mail, as far as it has to be remembered: never the words."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.people.models.account import Account


class ReceivedMail(models.Model):
    """A message that was acted on. Servers bring one twice at times; `digest` is of its name."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="received_mail")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "digest", name="received_mail_once"),
        ]

    def __str__(self) -> str:
        return f"mail of {self.account_id} at {self.at}"


class ReturnedMail(models.Model):
    """A day on which a letter to her came back for good."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="returned_mail")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint("account", "on", name="returned_mail_day")]

    def __str__(self) -> str:
        return f"a letter to {self.account_id} came back on {self.on}"
