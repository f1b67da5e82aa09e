"""Ties to which both agreed, and how they come about."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class ConnectionRequest(models.Model):
    """A wish to know each other, with a note.

    Declined, it still looks open to its sender, so for every rule of the sender's side it is:
    `connection_request_open_once` counts declined requests too.
    """

    sender = models.ForeignKey(Actor, models.CASCADE, related_name="requests_sent")
    recipient = models.ForeignKey(Actor, models.CASCADE, related_name="requests_received")
    note = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "sender",
                "recipient",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="connection_request_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(sender=F("recipient")), name="connection_request_not_to_self"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-asked_at"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="connection_request_open",
            ),
            models.Index(fields=["sender", "-asked_at"], name="connection_request_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} asks {self.recipient_id}"


class RequestMessage(models.Model):
    """A few words before accepting."""

    request = models.ForeignKey(ConnectionRequest, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Freshness(models.Func):
    """The moment at which a tie with nothing but itself would be as strong as this one, in 64ths of
    a year since 2020 (`engine.graph.strength`): what fades alike keeps its order for ever.
    """

    arity = 2
    arg_joiner = " + "
    output_field = models.SmallIntegerField()
    template = "floor(64 * ln(%(expressions)s) / ln(2::float8))::smallint"


class Grown(models.Func):
    """What grows so fast that two moments of it are as far apart as a tie fades in between: 2 to
    the years from 2020. Before 1620 and after 2420 it stands still.
    """

    arity = 1
    output_field = models.FloatField()
    template = (
        "power(2::float8, least(greatest(extract(epoch from %(expressions)s"
        " - timestamptz '2020-01-01 00:00:00+00')::float8 / 31557600, -400), 400))"
    )


class Connection(models.Model):
    """One direction of a tie; the two rows of a pair are always written together.

    Two rows, because "whom does she know" is then one index scan. `contact_headline` keeps what
    the contact was on that day, and `contact_roles` all her roles of then, one a line, as far as
    members in general saw them; `note` is the note of the request or introduction it came from.
    `strengthened` is the sum of what the two did since, each weight times 2 to the years from 2020
    to that day (`engine.graph.strength`): it fades without being written again.
    """

    holder = models.ForeignKey(Actor, models.CASCADE, related_name="connections", db_index=False)
    contact = models.ForeignKey(Actor, models.CASCADE, related_name="contact_of", db_index=False)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    note = models.TextField(max_length=2000, blank=True)
    contact_headline = models.CharField(max_length=240, blank=True)
    contact_roles = models.TextField(blank=True)
    strengthened = models.FloatField(db_default=0.0)
    freshness = models.GeneratedField(
        expression=Freshness(Grown("since"), "strengthened"),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "holder", "contact", condition=Q(until=None), name="connection_once"
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("contact")), name="connection_not_to_self"
            ),
        ]
        # Together with connection_once these answer "whom does she know" and "through whom"
        # from the index alone; hubs are cut at their strongest ties, hence the order.
        indexes = [
            models.Index(
                "holder",
                F("since").desc(),
                include=["contact"],
                condition=Q(until=None),
                name="connection_newest",
            ),
            models.Index(
                "holder",
                F("freshness").desc(),
                "contact",
                condition=Q(until=None),
                name="connection_strongest",
            ),
            models.Index(
                "holder",
                "contact",
                condition=Q(until=None, strengthened__gt=0),
                name="connection_strengthened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} – {self.contact_id}"

    @property
    def contact_was(self) -> str:
        """All that the contact was on that day; of who had no roles the line under her name."""
        return self.contact_roles or self.contact_headline
