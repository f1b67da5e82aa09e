"""What becomes of questions, answers and conversations when their author is gone."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.actions.replies import say_latest
from vaknet.domain.knowledge.history import edits_of
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    Article,
    ArticleAuthor,
    ArticleReview,
    Attachment,
    BestAnswer,
    Edit,
    Mention,
    Post,
    Question,
    Reply,
    SameQuestion,
    Topic,
    Upkeep,
)
from vaknet.domain.knowledge.pseudonyms import names_of


@transaction.atomic
def erase_author(*, actor: Actor, former: Actor, answers_stay: bool) -> None:
    """What stays is of a former member. What she took back or changed is gone with her thanks.

    What somebody else answered always stays: without it the answer says nothing. Pictures and files
    go: they may show or name her. What she said without her name goes or stays by the same rules,
    and stays of the pseudonym.
    """
    names = list(names_of(actor.pk).values_list("pk", flat=True))
    Upkeep.objects.filter(actor=actor).delete()
    AnswerRequest.objects.filter(Q(person=actor) | Q(question__author__in=names)).delete()
    Mention.objects.filter(person=actor).delete()
    Attachment.objects.filter(post__author=actor).delete()
    _erase_articles(actor, former)
    used = Q(questions__author__in=names) | Q(posts__author=actor)
    topics = list(Topic.objects.filter(used).values_list("pk", flat=True))
    _erase_questions(names, answers_stay)
    _erase_conversations(actor, answers_stay)
    Topic.objects.filter(pk__in=topics, questions=None, posts=None).delete()
    Edit.objects.filter(edits_of(actor)).delete()
    for model in (Question, Answer, Post, Reply):
        model._default_manager.filter(author=actor).update(author=former)
    BestAnswer.objects.filter(chosen_by=actor).update(chosen_by=former)
    if not answers_stay:
        AnswerCheck.objects.filter(actor=actor).exclude(doubt="").delete()
    for said in (AnswerCheck, SameQuestion):
        said._default_manager.filter(actor=actor).update(actor=former)


def _erase_articles(actor: Actor, former: Actor) -> None:
    """Drafts go, but for one with another author: it is hers from then on."""
    ArticleAuthor.objects.filter(actor=actor).delete()
    for article in Article.objects.filter(post__author=actor).select_related("post"):
        heir = (
            article.coauthors.filter(accepted_at__isnull=False, until=None).order_by("pk").first()
        )
        if heir is not None:
            Post.objects.filter(pk=article.pk).update(author=heir.actor)
            heir.delete()
        elif article.published_at is None:
            article.post.delete()
    ArticleReview.objects.filter(editor=actor).update(editor=former)
    Article.objects.filter(published_by=actor).update(published_by=former)


def _erase_questions(names: list[int], answers_stay: bool) -> None:
    Question.objects.filter(author__in=names).exclude(withdrawn_at=None).delete()
    hers = Answer.objects.filter(author__in=names)
    (hers.exclude(withdrawn_at=None) if answers_stay else hers).delete()
    if not answers_stay:
        of_others = Answer.objects.filter(question=OuterRef("pk")).exclude(author__in=names)
        Question.objects.filter(~Exists(of_others), author__in=names).delete()


def _erase_conversations(actor: Actor, replies_stay: bool) -> None:
    Post.objects.filter(author=actor).exclude(withdrawn_at=None).delete()
    hers = Reply.objects.filter(author=actor)
    gone = hers.exclude(withdrawn_at=None) if replies_stay else hers
    spoken_in = list(gone.values_list("post", flat=True).distinct())
    gone.delete()
    if not replies_stay:
        of_others = Reply.objects.filter(post=OuterRef("pk")).exclude(author=actor)
        Post.objects.filter(~Exists(of_others), author=actor).delete()
    say_latest(spoken_in)
