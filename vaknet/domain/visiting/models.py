"""Groups that let in members of partner networks, and visits of our members to groups there.

A group lives at one network, its home. What is said in it stands there and nowhere else: who
visits it asks for it when she looks (docs/decisions/0078).
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.networks.models import Network, Treaty

TOKEN = 22  # signs of a token of chance


class Opening(models.Model):
    """Stewards let members of partner networks (`OpenTo`) ask to come in.

    `token`: what partners call the group, as long as this lasts.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="openings")
    token = models.CharField(max_length=TOKEN, unique=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("group", condition=Q(until=None), name="opening_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} lets in visitors"


class OpenTo(models.Model):
    """For whom it is: stewards name each network. A later partner, and a later treaty with the
    same one, are not among them."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="open_to")
    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "open to"
        constraints = [models.UniqueConstraint("opening", "treaty", name="open_to_once")]

    def __str__(self) -> str:
        return f"{self.opening_id} is open to {self.treaty_id}"


class Visitor(models.Model):
    """A member of a partner network who asked to come into a group here.

    `token`: what her own network calls her, made of chance and for us alone. The row goes with the
    treaty by which she came (`networks.actions.ending`).
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="visitor")
    network = models.ForeignKey(Network, models.CASCADE, related_name="visitors")
    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="+")
    token = models.CharField(max_length=TOKEN)

    class Meta:
        constraints = [models.UniqueConstraint("network", "token", name="visitor_once")]

    def __str__(self) -> str:
        return f"visitor {self.actor_id} of {self.network_id}"


class ShownOut(models.Model):
    """A steward showed her out: when she asks again it looks to her as if she waits.

    By her token, not by her row: that goes when her network says that she is gone for good, and
    the same token would come back clean. It goes with the treaty.
    """

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="+")
    token = models.CharField(max_length=TOKEN)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "shown out"
        constraints = [models.UniqueConstraint("treaty", "token", "group", name="shown_out_once")]

    def __str__(self) -> str:
        return f"a visitor was shown out of {self.group_id}"


class Visit(models.Model):
    """A member of ours asked to come into a group of a partner. Of what is in it nothing is kept.

    `token`: what she is called there, the same in all groups of that network. `group`, `name`: of
    the group, as its home told. `since`: from when she was in it, as far as we heard. The row goes
    with the treaty.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="visits")
    network = models.ForeignKey(Network, models.CASCADE, related_name="visits")
    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="+")
    token = models.CharField(max_length=TOKEN)
    group = models.CharField(max_length=TOKEN)
    name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(db_default=Now())
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "network", "group", condition=Q(until=None), name="visit_once"
            )
        ]

    def __str__(self) -> str:
        return f"visit of {self.actor_id} to {self.network_id}"


class Farewell(models.Model):
    """The home of a group has to hear that a visitor is gone. Told until it answers.

    `group` is empty when she closed her account: her name goes there too. Nobody here is named.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="farewells")
    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="+")
    token = models.CharField(max_length=TOKEN)
    group = models.CharField(max_length=TOKEN, blank=True)
    due_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index("due_at", name="farewell_due")]

    def __str__(self) -> str:
        return f"farewell to {self.network_id}"
