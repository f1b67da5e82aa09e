"""Goals in people's own words. For their owner alone, unless she shows one to her contacts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Introduction
from vaknet.domain.knowledge.models import Question
from vaknet.domain.talks.models import Talk


class Goal(models.Model):
    """`until_on` is the day she wants to be there, if she chose one."""

    owner = models.ForeignKey(Actor, models.CASCADE, related_name="goals")
    text = models.CharField(max_length=300)
    until_on = models.DateField(null=True)
    set_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"goal {self.pk} of {self.owner_id}"


class GoalShown(models.Model):
    """Her contacts may read the goal: its words and its day, nothing that hangs from it."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="shown")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("goal", condition=Q(until=None), name="goal_shown_once")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} shown"


class GoalEnd(models.Model):
    """Reached or let go. `until`: she took it up again."""

    class Kind(models.TextChoices):
        REACHED = "reached", _("Reached")
        LET_GO = "let_go", _("Let go")

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="ends")
    kind = models.CharField(max_length=8, choices=Kind)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("goal", condition=Q(until=None), name="goal_end_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.goal_id}"


class GoalLink(models.Model):
    """One thing that hangs from a goal; what came of an introduction hangs along with it."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="links", db_index=False)
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    introduction = models.ForeignKey(Introduction, models.CASCADE, null=True, related_name="+")
    talk = models.ForeignKey(Talk, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "goal",
                "question",
                "contact",
                "introduction",
                "talk",
                nulls_distinct=False,
                name="goal_link_once",
            ),
            models.CheckConstraint(
                condition=Q(question__isnull=False, contact=None, introduction=None, talk=None)
                | Q(question=None, contact__isnull=False, introduction=None, talk=None)
                | Q(question=None, contact=None, introduction__isnull=False, talk=None)
                | Q(question=None, contact=None, introduction=None, talk__isnull=False),
                name="goal_link_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk} of goal {self.goal_id}"


class GoalNote(models.Model):
    """What came of it, in her own words."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="notes")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"note {self.pk} of goal {self.goal_id}"
