"""Two accounts of one person become one: what she asked and answered."""

from django.db import transaction
from django.db.models import F

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question, Thanks


@transaction.atomic
def take_over_words(*, kept: Actor, merged: Actor) -> None:
    """Thanks count once, and nobody thanks herself."""
    for model in (Question, Answer):
        hand_over(model._default_manager.all(), "author", kept=kept, merged=merged)
    hand_over(BestAnswer.objects.all(), "chosen_by", kept=kept, merged=merged)
    thanked = Thanks.objects.filter(actor=kept).values("answer")
    Thanks.objects.filter(actor=merged, answer__in=thanked).delete()
    hand_over(Thanks.objects.all(), "actor", kept=kept, merged=merged)
    Thanks.objects.filter(actor=kept, answer__author=F("actor")).delete()
