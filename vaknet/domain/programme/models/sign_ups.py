"""Who has a seat in a session, and who waits for one."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Now

from vaknet.domain.events.models import Registration
from vaknet.domain.programme.models.sessions import Session


class SessionSignUp(models.Model):
    """Somebody who comes to the event, in one session of it. Moments as in `events.Registration`.

    `span` is when the session is, kept here so that the database itself says that nobody sits in
    two at once; it moves along with the session. `clashed_with`: which session came to be at the
    same time when one of the two was moved, and so it was cancelled.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="sign_ups", db_index=False)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="sign_ups")
    span = DateTimeRangeField()
    asked_at = models.DateTimeField(db_default=Now())
    seated_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    clashed_with = models.ForeignKey(
        Session, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offered_at=None, offered_until=None)
                | Q(offered_at__isnull=False, offered_until__isnull=False, seated_at=None),
                name="sign_up_offered_or_seated",
            ),
            models.UniqueConstraint(
                "session", "registration", condition=Q(cancelled_at=None), name="sign_up_once"
            ),
            ExclusionConstraint(
                name="sign_up_at_one_place",
                expressions=[
                    ("registration", RangeOperators.EQUAL),
                    ("span", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None, seated_at__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "asked_at", "id"],
                condition=Q(cancelled_at=None, seated_at=None),
                name="sign_up_waiting",
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(cancelled_at=None, offered_until__isnull=False),
                name="sign_up_offered",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"
