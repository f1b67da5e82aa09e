"""Who looks after a group of ours from another network."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.federation.models.remote import RemoteActor
from vaknet.domain.groups.models import Group


class ModeratorElsewhere(models.Model):
    """Stewards asked somebody who follows their public group from elsewhere to moderate it.

    `since`: she said yes. `until`: either of them ended it, or she does not follow the group any
    more. It counts only as long as she does so without a break since `asked_at`: see
    `queries.moderators`.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="moderators_elsewhere")
    moderator = models.ForeignKey(RemoteActor, models.CASCADE, related_name="moderates")
    asked_at = models.DateTimeField(db_default=Now())
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "moderators elsewhere"
        constraints = [
            models.UniqueConstraint(
                "group", "moderator", condition=Q(until=None), name="moderator_elsewhere_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.moderator_id} moderates {self.group_id} from elsewhere"
