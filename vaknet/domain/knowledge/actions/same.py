"""Saying that a question was asked before."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.knowledge import queries, rules
from vaknet.domain.knowledge.models import Question, SameQuestion
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.refusal import Refused


@transaction.atomic
def say_same(by: Actor, *, question: Question, original: Question) -> SameQuestion:
    """The question was asked before, as `original`: there one answers, and finds.

    When that one was itself asked before, its original counts; what was the same as the question
    is the same as the original now. Raises Question.DoesNotExist when she may not read either.
    """
    held, first = _held(by, question, original)
    speaker = voice(by, held.author_id)
    _refuse_stranger(by, speaker, held)
    if held in (first, original):
        raise Refused(_("Choose another question than this one."), field="original")
    if not rules.leads_on(held, first):
        raise Refused(
            _("Not everybody who reads this question may read that one."), field="original"
        )
    said = SameQuestion.objects.filter(question=held, original=first).first()
    if said is not None:
        return said
    same, _is_new = SameQuestion.objects.update_or_create(
        question=held, defaults={"original": first, "actor": speaker}
    )
    SameQuestion.objects.filter(original=held).update(original=first)
    record(speaker, "said_same", same, audience=audience_of(held.group), group=held.group.actor)
    return same


@transaction.atomic
def say_different(by: Actor, *, question: Question) -> None:
    """After all it asks something else."""
    held, _itself = _held(by, question, question)
    speaker = voice(by, held.author_id)
    _refuse_stranger(by, speaker, held)
    gone, _by_model = SameQuestion.objects.filter(question=held).delete()
    if gone:
        group = held.group
        record(speaker, "said_different", held, audience=audience_of(group), group=group.actor)


def _held(by: Actor, question: Question, original: Question) -> tuple[Question, Question]:
    """Both as she may read them, with every question that moves along locked in one order."""
    same = SameQuestion.objects.filter(question=original).first()
    pks = {question.pk, original.pk, *([same.original_id] if same else [])}
    list(Question.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    first = SameQuestion.objects.filter(question=original).values_list("original", flat=True)
    rows = queries.visible_questions(by).select_related("group__actor")
    return rows.get(pk=question.pk), rows.get(pk=next(iter(first), original.pk))


def _refuse_stranger(by: Actor, speaker: Actor, question: Question) -> None:
    """`speaker`: she herself, or her pseudonym in this question."""
    if not rules.may_say_same(speaker, question, groups.membership(by, question.group)):
        raise Refused(_("Only who asked, or a steward, can say that it was asked before."))
