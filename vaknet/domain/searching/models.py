"""What can be found by its words, the words people write, and searches that somebody kept."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group


class Kind(models.IntegerChoices):
    """What a text is; a best answer is one that somebody chose."""

    QUESTION = 1, _("Question")
    ANSWER = 2, _("Answer")
    BEST_ANSWER = 3, _("Best answer")
    POST = 4, _("Conversation")
    REPLY = 5, _("Reply")
    ISSUE = 6, _("Issue")
    GROUP = 7, _("Group")
    ORGANISATION = 8, _("Organisation")
    PERSON = 9, _("Person")


class Findable(models.Model):
    """A text in a place where it may be read, as the keys of its words: no word can be read in it.

    Derived, and rebuilt at any time. `group`: who reads there may find it; without one all members
    may. A text that stands in two groups is there twice. `thread`: the number of the question or
    post that it belongs to. `title`: the keys of its title, which are among `keys` too.
    """

    kind = models.PositiveSmallIntegerField(choices=Kind)
    source = models.BigIntegerField()
    thread = models.BigIntegerField()
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, related_name="findable", db_index=False
    )
    author = models.ForeignKey(
        Actor, models.CASCADE, null=True, related_name="findable", db_index=False
    )
    at = models.DateTimeField()
    title = ArrayField(models.IntegerField(), default=list)
    keys = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", "source", "group", nulls_distinct=False, name="findable_once"
            )
        ]
        indexes = [
            # Without a list of what is still to be sorted in, which every search would read.
            GinIndex(fields=["keys"], fastupdate=False, name="findable_keys"),
            models.Index(fields=["-at"], name="findable_newest"),
            models.Index(fields=["group", "-at"], name="findable_in_group"),
            models.Index(fields=["author", "-at"], name="findable_by"),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).name} {self.source}"


class KnownWord(models.Model):
    """A word that somebody wrote where all members may read it: what a slip of the pen may mean.

    Never shown by itself, and gone within a day after the last text that holds it. `key` is that
    of one of its stems.
    """

    word = models.CharField(max_length=40, primary_key=True)
    key = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="known_word_like")]

    def __str__(self) -> str:
        return self.word


class SavedSearch(models.Model):
    """Somebody wants to hear of what is new for these words. Hers alone.

    `told_until`: what was written later she did not hear of. `paused_at`: she does not want to, for
    a while. `until`: she threw it away.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="saved_searches")
    text = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, blank=True)
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    topic = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(db_default=Now())
    told_until = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["looked_at"],
                condition=Q(until=None, paused_at=None),
                name="saved_search_due",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class News(models.Model):
    """Something new was written for a saved search between two moments: what it is, is looked up by
    whoever reads it. `seen_at`: she opened it, or does not need to any more."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="news")
    since = models.DateTimeField()
    until = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "news"

    def __str__(self) -> str:
        return f"news for {self.search_id}"
