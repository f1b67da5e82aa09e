"""Who is known to other networks, at which address, and with which keys."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group


class FederatedId(models.Model):
    """What other networks call an actor: made of chance, and the same for ever.

    Not of her handle, which can change, and not of a number, which would tell how many there are.
    Who stops and starts again is the same one to them. Of who is erased the token stays, and
    nothing of whom it was: others hear that she is gone, and nobody else can get it.
    """

    actor = models.OneToOneField(Actor, models.SET_NULL, null=True, related_name="federated_id")
    token = models.CharField(max_length=22, unique=True)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"id of {self.actor_id} elsewhere"


class Federating(models.Model):
    """A person chose to be followed from other networks. `text`: the edition of what she read."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="federating")
    text = models.CharField(max_length=20)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", condition=Q(until=None), name="federating_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} is known elsewhere since {self.since}"


class KeptHome(models.Model):
    """Stewards keep their public group from other networks. Without a row it is known there."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="kept_home")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("group", condition=Q(until=None), name="kept_home_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} stays within this network"


class Allowance(models.Model):
    """What she or a group lets other networks do. Without a row they are asked not to."""

    class Kind(models.TextChoices):
        LIST = "list", _("Other networks may list me and propose me to others")
        SEARCH = "search", _("Other networks may let others search in what I write")
        FOLLOW = "follow", _("Everybody may follow me at once, without asking me")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="allowances")
    kind = models.CharField(max_length=8, choices=Kind)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", "kind", condition=Q(until=None), name="allowance_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} allows {self.kind}"


class AlsoKnownAs(models.Model):
    """She says that somebody on another network is her too. That one has to say so as well before
    it counts."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="also_known_as")
    uri = models.CharField(max_length=500)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "uri", name="also_known_as_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} is known elsewhere too"


class MovedTo(models.Model):
    """Who follows her was asked to follow that one instead, which says that it is her too.

    `name`: how she is written there. Taken back, others are told no more where she went; who
    followed her does not come back by itself.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="moved_to")
    uri = models.CharField(max_length=500)
    name = models.CharField(max_length=400)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("actor", condition=Q(until=None), name="moved_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} moved"


class SigningKey(models.Model):
    """With which other networks see that something is hers.

    `name` ends its id. `public` is PEM, of Ed25519 multibase. `sealed` is the private half for this
    row alone, and empty from the moment that another key took over: nothing is signed with it any
    more, and others may look at what it signed for a while.
    """

    class Kind(models.TextChoices):
        RSA = "rsa"
        ED25519 = "ed25519"

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="signing_keys")
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=20, unique=True)
    public = models.TextField()
    sealed = models.BinaryField()
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "kind", condition=Q(until=None), name="signing_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} key {self.name}"
