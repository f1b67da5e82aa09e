"""Which languages somebody speaks."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class SpokenLanguage(models.Model):
    """One that she can do her work in. `code`: see vaknet/kit/languages.py."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=3)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "code", name="spoken_language_once")]

    def __str__(self) -> str:
        return self.code
