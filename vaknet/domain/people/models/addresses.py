"""More than one mail address of one person."""

from django.db import models
from django.db.models.functions import Lower, Now

from vaknet.domain.people.models.account import Account


class MailAddress(models.Model):
    """An address that somebody says is hers; from `since` until `until` it is, and lets her in.

    The one that gets her mail is in her account, and needs no row here: with it she came in.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="addresses")
    email = models.EmailField(max_length=254)
    domain = models.GeneratedField(
        expression=models.Func("email", models.Value("@"), models.Value(-1), function="split_part"),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )
    asked_at = models.DateTimeField(db_default=Now())
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="mail_address_lower_case"
            ),
            models.UniqueConstraint(
                "email",
                condition=models.Q(since__isnull=False, until=None),
                name="mail_address_of_one",
            ),
            models.UniqueConstraint(
                "account", "email", condition=models.Q(until=None), name="mail_address_once"
            ),
        ]

    def __str__(self) -> str:
        return f"an address of {self.account_id}, asked at {self.asked_at}"
