"""New roles, told by whoever has one, and what contacts say to it."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Role


class RoleAnnouncement(models.Model):
    """She tells contacts and followers of a role, because she chose to. `until`: taken back."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="announcements")
    text = models.TextField(max_length=600, blank=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "role", condition=models.Q(until=None), name="role_announcement_once"
            )
        ]

    def __str__(self) -> str:
        return f"announcement of role {self.role_id}"


class Congratulation(models.Model):
    """Words of a contact. `offer` is help that comes along: "I can spare two hours".

    `left_at`: its author closed her account. All who left are one, and several may have said
    something of one role.
    """

    announcement = models.ForeignKey(
        RoleAnnouncement, models.CASCADE, related_name="congratulations"
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=600)
    offer = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "announcement",
                "actor",
                condition=models.Q(left_at=None),
                name="congratulation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} congratulates with {self.announcement_id}"


class AnnouncementThanks(models.Model):
    """Her words to everybody who congratulated her, said once."""

    announcement = models.OneToOneField(
        RoleAnnouncement, models.CASCADE, primary_key=True, related_name="thanks"
    )
    text = models.TextField(max_length=600)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"thanks for {self.announcement_id}"
