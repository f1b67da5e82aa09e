"""Where else somebody is on the web."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class ProfileLink(models.Model):
    """A page elsewhere of which she says that it is hers.

    `proved_since`: since when that page links back to her here. `next_look_at`: when we look for
    that; `looked_at`: when we last did; `misses`: how often in a row it was not there.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="links")
    url = models.URLField(max_length=300)
    since = models.DateTimeField(db_default=Now())
    proved_since = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("actor", "url", name="profile_link_once")]
        indexes = [models.Index(fields=["next_look_at"], name="profile_link_next")]

    def __str__(self) -> str:
        return self.url

    @property
    def short(self) -> str:
        """ "mastodon.example/@samira": what one reads of an address."""
        return self.url.removeprefix("https://").removeprefix("www.").rstrip("/")
