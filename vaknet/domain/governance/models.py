"""What is reported, what was decided about it and why, and who did not agree."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import LONGEST_ID, AnswerElsewhere
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.knowledge.models.posts import ABOUT, exactly_one

type Thing = Question | Answer | Post | Reply

OURS = (*ABOUT, "answer_elsewhere")


class Reason(models.TextChoices):
    PERSONAL = "personal", _("It is about the person, not about the subject")
    PRIVATE = "private", _("It tells private things of somebody")
    SELLING = "selling", _("It sells something")
    HATE = "hate", _("It threatens or belittles people")
    ILLEGAL = "illegal", _("It is against the law")
    OTHER = "other", _("Something else")


class Kind(models.TextChoices):
    """What a moderator can do, from light to heavy."""

    LEAVE = "leave", _("Leave it")
    HIDE = "hide", _("Hide")
    CHANGE = "change", _("Ask for a change")
    LIMIT = "limit", _("Limit the account")
    REMOVE = "remove", _("Remove")


def _about_at_most_one() -> Q:
    """One of OURS is filled in, or none when it is gone for good."""
    return Q(**{f"{name}__isnull": True for name in OURS}) | exactly_one(OURS)


def _is_of_here() -> Q:
    return Q(elsewhere="") | Q(**{f"{name}__isnull": True for name in OURS})


class Case(models.Model):
    """Something that was reported, by one or by many, until it is decided.

    Of who is gone, and what is gone, the case keeps only that there was one: for the figures.
    `elsewhere`: what it is called on another network, where it is something that members read
    along, or somebody whom they read. `answer_elsewhere`: what a member said to somebody there,
    reported from there. The words of both are in `copy`. `is_account`: it is about `author` as
    such, a member or a group: another network named nothing that stands here.
    """

    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="cases")
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, related_name="cases")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="cases")
    reply = models.ForeignKey(Reply, models.SET_NULL, null=True, related_name="cases")
    answer_elsewhere = models.ForeignKey(
        AnswerElsewhere, models.SET_NULL, null=True, related_name="cases"
    )
    elsewhere = models.CharField(max_length=LONGEST_ID, blank=True)
    author = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="cases")
    is_account = models.BooleanField(default=False)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_about_at_most_one(), name="case_about_one"),
            *(
                models.UniqueConstraint(
                    name, condition=Q(closed_at=None), name=f"case_open_once_{name}"
                )
                for name in OURS
            ),
            models.CheckConstraint(condition=_is_of_here(), name="case_elsewhere_alone"),
            models.UniqueConstraint(
                "elsewhere",
                condition=Q(closed_at=None) & ~Q(elsewhere=""),
                name="case_open_once_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(closed_at=None), name="case_waiting")
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def thing(self) -> Thing | None:
        return self.question or self.answer or self.post or self.reply


class Copy(models.Model):
    """What was reported as it was said on another network: there it may change or go, and here it
    may be forgotten before this is decided. The copy goes when nobody can appeal any more. Of
    somebody there, her name. `page`: of it, or of what a member answered.

    `html` is clean. `attachments`: a list of {"href", "name", "kind"}; nothing of them is fetched.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="copy")
    page = models.CharField(max_length=LONGEST_ID)
    title = models.CharField(max_length=500, blank=True)
    warning = models.CharField(max_length=500, blank=True)
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    published = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"case {self.case_id} as it was"


class Report(models.Model):
    """Who reported is known to nobody but herself: not to the author, and not to moderators.

    `may_go_on`: she lets this network tell that of who wrote it by itself. `at` is of the last time
    she did so, and `first_at` of the first, which never changes: by that it counts in the figures.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", db_index=False)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField(max_length=1_000, blank=True)
    may_go_on = models.BooleanField(default=False)
    first_at = models.DateTimeField(db_default=Now())
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("case", "by", name="report_once")]

    def __str__(self) -> str:
        return f"{self.reason} in case {self.case_id}"


class Decision(models.Model):
    """What a moderator decided, with the reason that the author reads.

    `carried_at` is empty while a removal waits for the second pair of eyes; `dropped_at`: they saw
    it otherwise, or whoever decided it took it back. `until`: how long the author has to change it,
    or may not write.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="decisions")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.TextField(max_length=2_000)
    at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    carried_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["carried_at"], name="decision_carried")]

    def __str__(self) -> str:
        return f"{self.kind} in case {self.case_id}"

    @property
    def waits(self) -> bool:
        return self.carried_at is None and self.dropped_at is None


class Unveiling(models.Model):
    """A moderator wants to know who asked without her name, and a second one sees it the same way.

    With `confirmed_at` these two read the name, as long as the case is open. Nobody else does, and
    no row holds it.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="unveiling")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(max_length=2_000)
    at = models.DateTimeField(db_default=Now())
    confirmed_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"unveiling in case {self.case_id}"


class Advice(models.Model):
    """A moderator asks the others who may decide a case, and one of them answers in words.

    Whom the question reached stands nowhere: who is left out might be who reported.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="advice")
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=1_000)
    at = models.DateTimeField(db_default=Now())
    answered_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=2_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", condition=Q(answered_at=None), name="advice_asked_once")
        ]

    def __str__(self) -> str:
        return f"advice in case {self.case_id}"


class Appeal(models.Model):
    """Somebody does not agree with a decision, and somebody else looks again. Once for each.

    With `decided_at` and without `upheld` nobody looked: whoever it was appealed with another
    account too.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="appeals", db_index=False)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="appeals")
    text = models.TextField(max_length=2_000)
    at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    reason = models.TextField(max_length=2_000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("decision", "by", name="appeal_once")]

    def __str__(self) -> str:
        return f"against decision {self.decision_id}"


class Forwarded(models.Model):
    """A report passed on to the network of who wrote it, in the name of this network.

    `text` is all that goes along of it: of who reported and of what they said nothing does. `token`
    ends its id there. `sent_at`: it was put in line. `by_itself`: no manager looked first. One may
    say more afterwards, in words of her own.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="forwarded", db_index=False)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=1_000)
    by_itself = models.BooleanField(default=False)
    token = models.CharField(max_length=22, unique=True)
    at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("case", "by_itself", name="forwarded_once")]

    def __str__(self) -> str:
        return f"case {self.case_id} for another network"
