"""What becomes of questions and answers when their author is gone."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    BestAnswer,
    Edit,
    Question,
    SameQuestion,
    Topic,
    Upkeep,
)


@transaction.atomic
def erase_author(*, actor: Actor, former: Actor, answers_stay: bool) -> None:
    """What stays is of a former member. What she took back or changed is gone with her thanks.

    A question that somebody else answered always stays: without it the answer says nothing.
    """
    Upkeep.objects.filter(actor=actor).delete()
    AnswerRequest.objects.filter(Q(person=actor) | Q(question__author=actor)).delete()
    topics = list(Topic.objects.filter(questions__author=actor).values_list("pk", flat=True))
    Question.objects.filter(author=actor).exclude(withdrawn_at=None).delete()
    hers = Answer.objects.filter(author=actor)
    (hers.exclude(withdrawn_at=None) if answers_stay else hers).delete()
    asked = Question.objects.filter(author=actor)
    if not answers_stay:
        of_others = Answer.objects.filter(question=OuterRef("pk")).exclude(author=actor)
        asked.filter(~Exists(of_others)).delete()
    Topic.objects.filter(pk__in=topics, questions=None).delete()
    Edit.objects.filter(Q(answer__author=actor) | Q(answer=None, question__author=actor)).delete()
    Question.objects.filter(author=actor).update(author=former)
    Answer.objects.filter(author=actor).update(author=former)
    BestAnswer.objects.filter(chosen_by=actor).update(chosen_by=former)
    doubts = AnswerCheck.objects.filter(actor=actor).exclude(doubt="")
    if not answers_stay:
        doubts.delete()
    AnswerCheck.objects.filter(actor=actor).update(actor=former)
    SameQuestion.objects.filter(actor=actor).update(actor=former)
