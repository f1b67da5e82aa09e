"""What a group makes of its week: issues, put together by its editors or by the clock."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge.models import Answer, Post, Question
from vaknet.kit.pictures import width_at


class Weekday(models.IntegerChoices):
    """As ISO counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Section(models.TextChoices):
    """The same in each issue and in this order, so that a reader finds her way."""

    COVER = "cover", _("Cover")
    QUESTION = "question", _("Question of the week")
    TALK = "talk", _("In conversation")
    FIGURE = "figure", _("The figure")
    PRACTICE = "practice", _("From practice")
    NEW = "new", _("New here")
    AGENDA = "agenda", _("Agenda and vacancies")


class Journal(models.Model):
    """A group publishes an issue each week, on that day. `until`: it stopped; its issues stay."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="journals")
    started_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    issn = models.CharField(max_length=9, blank=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("group", condition=Q(until=None), name="journal_once"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="journal_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"journal of {self.group_id}"


class Issue(models.Model):
    """A draft until it is published; then it has a number and its ISO year and week, for good.

    `headline` and `lead` are the editors' words on the cover. `covers_since`: what happened in the
    group from that moment until it was published. `published_by` is None for an issue that the
    clock made, without editors.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="issues", db_index=False)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    week = models.PositiveSmallIntegerField(null=True)
    headline = models.CharField(max_length=160, blank=True)
    lead = models.CharField(max_length=500, blank=True)
    covers_since = models.DateTimeField()
    begun_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("group", "number", name="issue_number_once"),
            models.UniqueConstraint("group", "year", "week", name="issue_once_a_week"),
            models.UniqueConstraint(
                "group", condition=Q(published_at=None), name="issue_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, number=None, year=None, week=None, published_by=None)
                | Q(
                    published_at__isnull=False,
                    number__isnull=False,
                    year__isnull=False,
                    week__isnull=False,
                ),
                name="issue_published_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"issue {self.number or 'in the making'} of {self.group_id}"


class CoverPhoto(models.Model):
    """A picture of the editors' in the place of the drawn cover, read by whoever reads the issue.

    It was made anew. Without a `description` they said that it tells nothing. `credit`: who took
    it, where that is to be said. It goes with the account of who chose it: then it is drawn again.
    """

    issue = models.OneToOneField(Issue, models.CASCADE, related_name="photo")
    chosen_by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    description = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"photo on {self.issue_id}"

    @property
    def narrow(self) -> int:
        """How wide it is when its longest side is 800 pixels at most."""
        return width_at(800, self.width, self.height)


class CoverFile(models.Model):
    """`side`: its longest side at most. In the database with all the rest (docs/decisions/0010)."""

    photo = models.ForeignKey(CoverPhoto, models.CASCADE, related_name="files", db_index=False)
    side = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("photo", "side", name="cover_file_once")]

    def __str__(self) -> str:
        return f"{self.photo_id} at {self.side}"


class IssueEditor(models.Model):
    """She worked on it."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="editors", db_index=False)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("issue", "actor", name="issue_editor_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} edits {self.issue_id}"


class IssueItem(models.Model):
    """One piece of an issue: what it points at, and what the editors say of it.

    Words of others are never kept here: they come from their source, each time that somebody reads
    the issue. A source that is gone leaves its place empty. Newcomers have none: who joined while
    the issue was made is looked up by whoever reads. What is on the agenda has none either: it is
    the editors' own, with perhaps a `day`, a `place` and an `address`. `left_out_at`: not in it.
    """

    class Kind(models.TextChoices):
        QUESTION = "question"
        ANSWER = "answer"
        POST = "post"
        NEWCOMERS = "newcomers"
        AGENDA = "agenda"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="items")
    section = models.CharField(max_length=8, choices=Section)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="+")
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    headline = models.CharField(max_length=160, blank=True)
    lead = models.CharField(max_length=500, blank=True)
    day = models.DateField(null=True)
    place = models.CharField(max_length=120, blank=True)
    address = models.URLField(max_length=500, blank=True)
    left_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.issue_id}"


class Figure(models.Model):
    """The number of the week. `counts`, what it counts, is empty when answers were counted."""

    issue = models.OneToOneField(Issue, models.CASCADE, related_name="figure")
    number = models.CharField(max_length=12)
    counts = models.CharField(max_length=160, blank=True)
    left_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.number} in {self.issue_id}"


class FigureRow(models.Model):
    figure = models.ForeignKey(Figure, models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("figure", "position", name="figure_row_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_row_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class SkippedWeek(models.Model):
    """Too little happened for an issue; `items` is how much did."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    items = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("group", "year", "week", name="skipped_week_once")]

    def __str__(self) -> str:
        return f"week {self.week} of {self.year} in {self.group_id}"


class Pitch(models.Model):
    """A member tips the editors. Only they and she know. `told_at`: they were written that it is
    there. `taken_at`: they will use it; `thanked_at`: they thank her, and do not.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="pitches")
    author = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=1_000)
    at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    thanked_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"pitch {self.pk} by {self.author_id}"


class PrintedIssue(models.Model):
    """An issue as somebody sees it, on its way to paper, and named after that: who sees the same
    gets the same file, and nobody another. Made anew when it is wanted again after some days.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="printed")
    html = models.TextField()
    pdf = models.BinaryField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"issue {self.issue_id} on paper"


class IssueLetter(models.Model):
    """She gets this issue by mail: one letter, whatever breaks meanwhile. What it says is made when
    it goes. `sent_at`: the mail server took it.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="letters", db_index=False)
    membership = models.ForeignKey(GroupMembership, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("issue", "membership", name="issue_letter_once"),
        ]

    def __str__(self) -> str:
        return f"issue {self.issue_id} to {self.membership_id}"
