"""Who agreed to be found by partner networks, by which of them, and who was shown."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.networks.models import Network


class FindableAcross(models.Model):
    """A member agreed to be found by partner networks. Without a row she does not exist there.

    `text`: the edition of the words that she read. Name and a line under it go along always; the
    rest as she ticked. What she ticked anew is a new row.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="findable_across")
    text = models.CharField(max_length=20)
    shows_knows = models.BooleanField()
    shows_organisation = models.BooleanField()
    shows_place = models.BooleanField()
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", condition=Q(until=None), name="findable_across_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} is found by partners since {self.since}"


class FindableBy(models.Model):
    """She ticked this network: it finds her, and brings her introductions. Without a row it does
    not, so one that becomes a partner later asks her first."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="findable_by")
    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "network", condition=Q(until=None), name="findable_by_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} is found by network {self.network_id}"


class ShownToPartner(models.Model):
    """Somebody was in an answer to a partner. What was asked is not kept.

    `token` is what that partner calls her in this answer, and nobody else: good for one
    introduction, for seven days, and never again after she stopped. `used_at`: since then it leads
    nowhere.
    """

    token = models.CharField(max_length=22, unique=True)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="shown_to_partners")
    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["network", "at"], name="shown_to_partner_by_time")]

    def __str__(self) -> str:
        return f"{self.actor_id} was shown to network {self.network_id}"


class AskedByPartner(models.Model):
    """How often a partner asked on a day, and brought an asking to meet. Not what.

    `brought` counts those with a token that leads nowhere as well: else the limit would tell them
    apart.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("network", "day", name="asked_by_partner_once_a_day")
        ]

    def __str__(self) -> str:
        return f"network {self.network_id} asked {self.times} times"
