"""Two accounts of one person become one: what she asked and answered."""

from django.db import transaction
from django.db.models import F

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    BestAnswer,
    Question,
    SameQuestion,
    Thanks,
    Upkeep,
)


@transaction.atomic
def take_over_words(*, kept: Actor, merged: Actor) -> None:
    """Thanks and requests count once, and nobody thanks or asks herself."""
    for model in (Question, Answer):
        hand_over(model._default_manager.all(), "author", kept=kept, merged=merged)
    hand_over(BestAnswer.objects.all(), "chosen_by", kept=kept, merged=merged)
    for kind in (AnswerCheck, Upkeep, SameQuestion):
        hand_over(kind._default_manager.all(), "actor", kept=kept, merged=merged)
    asked = AnswerRequest.objects.filter(person=kept).values("question")
    AnswerRequest.objects.filter(person=merged, question__in=asked).delete()
    hand_over(AnswerRequest.objects.all(), "person", kept=kept, merged=merged)
    AnswerRequest.objects.filter(person=kept, question__author=F("person")).delete()
    thanked = Thanks.objects.filter(actor=kept).values("answer")
    Thanks.objects.filter(actor=merged, answer__in=thanked).delete()
    hand_over(Thanks.objects.all(), "actor", kept=kept, merged=merged)
    Thanks.objects.filter(actor=kept, answer__author=F("actor")).delete()
