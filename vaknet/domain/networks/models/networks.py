"""Other networks that we talk with as networks, not as people."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.federation.models import LONGEST_ID, Host


class Network(models.Model):
    """Another Vaknet. It is a partner as long as a treaty with it is in force.

    `base`: scheme, host and port. `uri`: its own actor, with which it signs. `keys`: a list of
    {"id", "public"}, RSA as PEM and Ed25519 as multibase, as they stood in the document of that
    actor at `read_at`.
    """

    host = models.OneToOneField(Host, models.PROTECT, related_name="network")
    base = models.CharField(max_length=300, unique=True)
    uri = models.CharField(max_length=LONGEST_ID, unique=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    keys = models.JSONField(default=list)
    read_at = models.DateTimeField()
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class OwnPlace(models.Model):
    """Where this network says that it is, for the map of partners. One row, or none."""

    only = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(max_length=100)
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return self.name
