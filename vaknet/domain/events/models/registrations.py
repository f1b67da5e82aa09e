"""Who comes, who waits, and who comes along without an account."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models.events import Event
from vaknet.domain.federation.models import LONGEST_ID


class EventGuest(models.Model):
    """Somebody without an account, known here for this one event and thrown away after it.

    Until `confirmed_at` it is only an address that somebody typed. `asked_at`: when she was written
    last.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests", db_index=False)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("event", "email", name="event_guest_once")]

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """One person at one event. A seat since `seated_at`; without it she waits in the order of
    `asked_at`, and a seat is kept for her until `offered_until` once it was offered.

    `listed_since`: she agreed that who else comes may see her name. `code` is what her ticket says.
    `lapsed_at`: an offer went by without an answer; then it is over like one that was cancelled.
    `asked_as`: of somebody on another network, what that network calls her asking.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", db_index=False)
    person = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="registrations")
    guest = models.ForeignKey(EventGuest, models.CASCADE, null=True, related_name="registrations")
    companions = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=8, unique=True)
    asked_at = models.DateTimeField(db_default=Now())
    seated_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    listed_since = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    asked_as = models.CharField(max_length=LONGEST_ID, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(guest=None), name="registration_of_one"
            ),
            models.CheckConstraint(
                condition=Q(offered_at=None, offered_until=None)
                | Q(offered_at__isnull=False, offered_until__isnull=False, seated_at=None),
                name="registration_offered_or_seated",
            ),
            models.CheckConstraint(
                condition=Q(checked_in_at=None) | Q(seated_at__isnull=False),
                name="registration_in_has_a_seat",
            ),
            models.UniqueConstraint(
                "event", "person", condition=Q(cancelled_at=None), name="registration_once"
            ),
            models.UniqueConstraint(
                "guest", condition=Q(cancelled_at=None), name="registration_of_guest_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "asked_at", "id"],
                condition=Q(cancelled_at=None, seated_at=None),
                name="registration_waiting",
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(cancelled_at=None, offered_until__isnull=False),
                name="registration_offered",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def seats(self) -> int:
        """Her own, and those of whom she brings."""
        return 1 + self.companions


class RegistrationQuestion(models.Model):
    """What the organisers want to know of who comes."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    is_required = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "position", name="registration_question_once")
        ]

    def __str__(self) -> str:
        return self.text


class RegistrationAnswer(models.Model):
    """For the organisers only, and thrown away a while after the event."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", db_index=False
    )
    question = models.ForeignKey(RegistrationQuestion, models.CASCADE, related_name="+")
    text = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint("registration", "question", name="registration_answer_once")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
