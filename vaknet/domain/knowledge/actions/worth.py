"""Saying what helped."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.knowledge import queries, rules
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question, Thanks
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.refusal import Refused


@transaction.atomic
def choose_best(by: Actor, *, answer: Answer) -> BestAnswer:
    """Say that this answer helped. Another choice takes the place of the first.

    Raises Answer.DoesNotExist when she may not read it or it was withdrawn.
    """
    # Locked: the asker and a steward may choose at the same moment, and only one is the best.
    Question.objects.select_for_update(no_key=True).get(pk=answer.question_id)
    chosen = _readable(by, answer)
    chooser = voice(by, chosen.question.author_id)
    _refuse_stranger(by, chooser, chosen.question)
    best, is_new = BestAnswer.objects.get_or_create(
        question=chosen.question, defaults={"answer": chosen, "chosen_by": chooser}
    )
    if not is_new and best.answer_id == chosen.pk:
        return best
    if not is_new:
        best.answer, best.chosen_by = chosen, chooser
        best.save(update_fields=["answer", "chosen_by"])
    group = chosen.question.group
    record(chooser, "chose_best_answer", chosen, audience=audience_of(group), group=group.actor)
    return best


@transaction.atomic
def take_back_best(by: Actor, *, question: Question) -> None:
    """No answer is the best any more."""
    held = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    chooser = voice(by, held.author_id)
    _refuse_stranger(by, chooser, held)
    best = BestAnswer.objects.filter(question=held).select_related("answer").first()
    if best is None:
        return
    group = held.group
    record(chooser, "took_back_best", best.answer, audience=audience_of(group), group=group.actor)
    best.delete()


def _refuse_stranger(by: Actor, chooser: Actor, question: Question) -> None:
    """`chooser`: she herself, or her pseudonym in this question."""
    if not rules.may_choose_best(chooser, question, groups.membership(by, question.group)):
        raise Refused(_("Only who asked, or a steward, can choose the best answer."))


@transaction.atomic
def thank(by: Actor, *, answer: Answer) -> None:
    """Thank for an answer; thanking twice is thanking once."""
    given = _readable(by, answer)
    thankful = voice(by, given.question.author_id)
    if not rules.may_thank(thankful, given):
        raise Refused(_("You cannot thank yourself. Others will."))
    _thanks, is_new = Thanks.objects.get_or_create(answer=given, actor=thankful)
    if is_new:
        group = given.question.group
        record(thankful, "thanked", given, audience=audience_of(group), group=group.actor)


@transaction.atomic
def take_back_thanks(by: Actor, *, answer: Answer) -> None:
    """As if one had not thanked."""
    given = _readable(by, answer)
    thankful = voice(by, given.question.author_id)
    gone, _by_model = Thanks.objects.filter(answer=given, actor=thankful).delete()
    if gone:
        group = given.question.group
        record(thankful, "took_back_thanks", given, audience=audience_of(group), group=group.actor)


def _readable(by: Actor, answer: Answer) -> Answer:
    rows = queries.visible_answers(queries.reader(by))
    return rows.select_related("question__group__actor").get(pk=answer.pk)
