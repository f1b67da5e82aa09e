"""Two accounts of one person become one: what she asked, answered and said."""

from django.db import transaction
from django.db.models import F

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.actions.pseudonyms import take_over_pseudonyms
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    Article,
    ArticleAuthor,
    ArticleReview,
    BestAnswer,
    Mention,
    Post,
    Question,
    Reply,
    SameQuestion,
    Thanks,
    Upkeep,
    WritingLimit,
)
from vaknet.domain.knowledge.models.posts import ABOUT


@transaction.atomic
def take_over_words(*, kept: Actor, merged: Actor) -> None:
    """Thanks and requests count once, and nobody thanks or asks herself."""
    for model in (Question, Answer, Post, Reply):
        hand_over(model._default_manager.all(), "author", kept=kept, merged=merged)
    hand_over(BestAnswer.objects.all(), "chosen_by", kept=kept, merged=merged)
    for kind in (AnswerCheck, Upkeep, SameQuestion, WritingLimit):
        hand_over(kind._default_manager.all(), "actor", kept=kept, merged=merged)
    asked = AnswerRequest.objects.filter(person=kept).values("question")
    AnswerRequest.objects.filter(person=merged, question__in=asked).delete()
    hand_over(AnswerRequest.objects.all(), "person", kept=kept, merged=merged)
    AnswerRequest.objects.filter(person=kept, question__author=F("person")).delete()
    thanked = Thanks.objects.filter(actor=kept).values("answer")
    Thanks.objects.filter(actor=merged, answer__in=thanked).delete()
    hand_over(Thanks.objects.all(), "actor", kept=kept, merged=merged)
    Thanks.objects.filter(actor=kept, answer__author=F("actor")).delete()
    take_over_pseudonyms(kept=kept, merged=merged)
    _take_over_mentions(kept, merged)
    _take_over_articles(kept, merged)


def _take_over_articles(kept: Actor, merged: Actor) -> None:
    """Of an article that both are in, the account that is kept stays in; nobody joins herself."""
    mine = ArticleAuthor.objects.filter(actor=kept).values("article")
    ArticleAuthor.objects.filter(actor=merged, article__in=mine).delete()
    hand_over(ArticleAuthor.objects.all(), "actor", kept=kept, merged=merged)
    ArticleAuthor.objects.filter(actor=kept, article__post__author=F("actor")).delete()
    hand_over(ArticleReview.objects.all(), "editor", kept=kept, merged=merged)
    hand_over(Article.objects.all(), "published_by", kept=kept, merged=merged)


def _take_over_mentions(kept: Actor, merged: Actor) -> None:
    """Of two mentions in one text the one of the account that is kept stays."""
    mine = Mention.objects.filter(person=kept)
    for about in ABOUT:
        named = mine.exclude(**{about: None}).values(about)
        Mention.objects.filter(person=merged, **{f"{about}__in": named}).delete()
    hand_over(Mention.objects.all(), "person", kept=kept, merged=merged)
