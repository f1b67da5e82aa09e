"""Words of somebody without e-mail, as they came on paper."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models.questions import Answer


class ByLetter(models.Model):
    """The answer came by letter, and a steward entered it. Who reads the answer reads that too."""

    answer = models.OneToOneField(
        Answer, models.CASCADE, primary_key=True, related_name="by_letter"
    )
    entered_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"answer {self.answer_id} entered by {self.entered_by_id}"
