"""Coffee with a colleague nearby: who would like it, and who meet whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Place
from vaknet.engine.pairing import Wish


class Often(models.TextChoices):
    """How often somebody would like to have coffee, and so which round she is in."""

    ONCE = "once", _("Once, this week")
    MONTHLY = "monthly", _("Every month")


class CoffeeWish(models.Model):
    """Somebody looks for coffee, until she stops; nobody else ever sees that she does.

    `place`: the middle of this town, or None: online only; `reach` in km as the crow flies.
    `wishes` empty: anybody. `parts` of the week, two for each working day; empty: whenever.
    `ends_on`: the last day of what was for once. `snoozed_until`: no round until after this day.
    `first_since`: it came to nothing for her then, so that she goes first.
    """

    person = models.ForeignKey(Actor, models.CASCADE, related_name="coffee_wishes")
    often = models.CharField(max_length=7, choices=Often)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    reach = models.PositiveSmallIntegerField(default=0)
    wishes = ArrayField(models.CharField(max_length=12, choices=[(one, one) for one in Wish]))
    mentors = models.BooleanField(default=False)
    parts = ArrayField(models.PositiveSmallIntegerField())
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    snoozed_until = models.DateField(null=True)
    first_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", condition=Q(until=None), name="coffee_wish_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} would like coffee, {self.often}"


class CoffeeRound(models.Model):
    """Once a month, or the pass of one day. With its seed the draw can be done again."""

    often = models.CharField(max_length=7, choices=Often)
    on = models.DateField()
    seed = models.BigIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("often", "on", name="coffee_round_once")]

    def __str__(self) -> str:
        return f"coffee, {self.often}, {self.on}"


class CoffeeMatch(models.Model):
    """Two people, or three. `reasons` name them by their number at the table, and nothing else.

    `ended_at`: no two of them said yes in time.
    """

    round = models.ForeignKey(CoffeeRound, models.CASCADE, related_name="matches")
    online = models.BooleanField()
    reasons = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"coffee {self.pk} of round {self.round_id}"


class CoffeeSeat(models.Model):
    """One of them: what she said, when. A no is hers alone to know.

    `place` is the town of her wish at that time. `met`: what she says came of it.
    """

    class Met(models.TextChoices):
        MET = "met", _("Yes")
        NOT_YET = "not_yet", _("Not yet")
        DID_NOT = "did_not", _("No, and it will not happen")

    match = models.ForeignKey(CoffeeMatch, models.CASCADE, related_name="seats")
    round = models.ForeignKey(CoffeeRound, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Actor, models.CASCADE, related_name="coffee_seats")
    number = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    met = models.CharField(max_length=7, choices=Met, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "person", name="coffee_once_a_round"),
            models.UniqueConstraint("match", "number", name="coffee_seat_numbered"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="coffee_yes_or_no"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at coffee {self.match_id}"
