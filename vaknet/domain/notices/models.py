"""What somebody is offered on a day and is told of, and when and how she wants that."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Activity, Actor

WORKING_DAYS = [1, 2, 3, 4, 5]


class Rhythm(models.Model):
    """When somebody wants a round. Who chose nothing has no row.

    `time_zone`: empty for that of the network. `days`: of the week, Monday is 1. `on_holidays`:
    also on public holidays. From the hour `quiet_from` until `quiet_until`, no letter is
    brought to her that she did not ask for; both are empty for who wants no quiet hours.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="rhythm")
    time_zone = models.CharField(max_length=40, blank=True)
    days = ArrayField(models.PositiveSmallIntegerField())
    on_holidays = models.BooleanField(default=False)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"rhythm of {self.actor_id}"


class ReadUntil(models.Model):
    """Up to which moment somebody read what was written in her groups.

    `before`: where it stood before that, for who pressed too soon.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="read_until")
    until = models.DateTimeField()
    before = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.actor_id} until {self.until}"


class Round(models.Model):
    """What was laid out for somebody on one day, once: the line stays as it was until the next."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="rounds")
    day = models.DateField()
    laid_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "day", name="round_once_a_day")]
        indexes = [models.Index(fields=["day"], name="round_by_day")]

    def __str__(self) -> str:
        return f"{self.actor_id} on {self.day}"


class RoundStop(models.Model):
    """One act that was offered. `kind` says what it is, `about` the number of the row it is about.

    `reason` and `topic` tell why it was hers; `waits` that somebody waited for just her.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    about = models.BigIntegerField()
    reason = models.CharField(max_length=20, blank=True)
    topic = models.CharField(max_length=500, blank=True)
    waits = models.BooleanField(default=False)
    unexpected = models.BooleanField(default=False)
    skipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "position", name="stop_has_its_place"),
            models.UniqueConstraint("round", "kind", "about", name="stop_once_a_round"),
        ]
        indexes = [models.Index(fields=["kind", "about"], name="stop_offered")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.about


class Kind(models.TextChoices):
    """What somebody can be told of, as far as she may choose how."""

    ASKED = "asked", _("Somebody asks you for something")
    ANSWERS = "answers", _("Answers to your questions")
    REPLIES = "replies", _("Replies to you, and where you are named")
    CONTACTS = "contacts", _("Introductions, tips, and people whom you get to know")
    THANKS = "thanks", _("Thanks and congratulations")
    SEARCHES = "searches", _("New for your saved searches")
    CARE = "care", _("Groups and articles that you look after")
    EVENTS = "events", _("Events on other networks")


class Channel(models.TextChoices):
    """`HERE` is on the page of notices alone, where everything stands."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the digest")
    HERE = "here", _("Not by mail")


class NoticeChoice(models.Model):
    """How somebody wants to hear of one kind, where that is not how it is for who chose nothing."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=8, choices=Kind)
    channel = models.CharField(max_length=7, choices=Channel)

    class Meta:
        constraints = [models.UniqueConstraint("actor", "kind", name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.kind} {self.channel}"


class Digest(models.Model):
    """One letter with all that could wait. Who chose nothing has no row, and gets none.

    `weekday`: of a weekly one, Monday is 1. `hour`: by her own clock. `next_at`: when the next one
    is due; it moves on in the transaction that the letter is written in.
    """

    class Every(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="digest")
    every = models.CharField(max_length=4, choices=Every)
    weekday = models.PositiveSmallIntegerField(default=1)
    hour = models.PositiveSmallIntegerField(default=8)
    next_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="digest_due")]

    def __str__(self) -> str:
        return f"digest of {self.actor_id}, each {self.every}"


class Notice(models.Model):
    """Somebody is told that something happened: once, whatever ways it reaches her by.

    It holds no words: those are looked up when it is shown or written, as she may read them then.
    `matter` names what it is about, as "question-12". `due_at`: when it goes by mail, if she did
    not read it before; None for not at all. `told_at`: that it went.
    """

    reader = models.ForeignKey(Actor, models.CASCADE, related_name="notices", db_index=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    matter = models.CharField(max_length=40)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("activity", "reader", name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["reader", "-at"], name="notice_latest"),
            models.Index(fields=["at"], name="notice_by_time"),
            models.Index(
                fields=["reader", "matter"],
                condition=models.Q(read_at=None),
                name="notice_unread",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(told_at=None, due_at__isnull=False),
                name="notice_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.matter} for {self.reader_id}"
