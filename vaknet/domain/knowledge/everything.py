"""All that this room holds of one member, for herself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.everything_of_articles import everything_of_articles
from vaknet.domain.knowledge.everything_said import everything_said
from vaknet.domain.knowledge.everything_without_name import everything_without_name
from vaknet.domain.knowledge.history import edits_of
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    BestAnswer,
    Edit,
    Question,
    SameQuestion,
    Thanks,
    Upkeep,
)
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.knowledge.queries import visible_questions
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    return [
        _questions(viewer),
        _answers(viewer),
        *_requests(viewer),
        *_worth(viewer),
        _edits(viewer),
        *_lasting(viewer),
        *everything_without_name(viewer),
        *everything_said(viewer),
        *everything_of_articles(viewer),
    ]


def _questions(viewer: Actor) -> Part:
    links = Question.topics.through.objects.filter(question_id=OuterRef("pk"))
    topics = ArraySubquery(links.order_by("topic__name").values("topic__name"))
    rows = Question.objects.filter(author=viewer).order_by("pk").annotate(topic_names=topics)
    listed = rows.values_list(
        "pk",
        "group__actor__name",
        "title",
        "body",
        "topic_names",
        "asked_at",
        "withdrawn_at",
        "brought_at",
    )
    columns = {
        "number": _("Number"),
        "group": _("Group"),
        "title": _("Question"),
        "body": _("More to it"),
        "topics": _("Topics"),
        "asked_at": _("Asked"),
        "withdrawn_at": _("Taken back"),
        "brought_at": _("Brought along"),
    }
    held = ("knowledge.Question.author",)
    return Part("questions", _("My questions"), columns, streamed(listed), held)


def _answers(viewer: Actor) -> Part:
    best = BestAnswer.objects.filter(answer=OuterRef("pk"))
    rows = Answer.objects.filter(author=viewer).order_by("pk")
    rows = rows.annotate(
        title=_title(viewer, "question_id"),
        is_best=Exists(best),
        thanked=Count("thanks"),
    )
    listed = rows.values_list(
        "question_id",
        "question__group__actor__name",
        "title",
        "text",
        "is_best",
        "thanked",
        "answered_at",
        "withdrawn_at",
    )
    columns = {
        "question_number": _("Number"),
        "group": _("Group"),
        "question": _("Question"),
        "text": _("My answer"),
        "is_best": _("Best answer"),
        "thanks": _("Times thanked"),
        "answered_at": _("Answered"),
        "withdrawn_at": _("Taken back"),
    }
    held = ("knowledge.Answer.author",)
    return Part("answers", _("My answers"), columns, streamed(listed), held)


def _title(viewer: Actor, question: str) -> Coalesce:
    """Of a question that she can no longer read nothing is said, but for one of her own."""
    readable = visible_questions(viewer).filter(pk=OuterRef(question))
    hers = Question.objects.filter(pk=OuterRef(question), author=viewer)
    return Coalesce(
        Subquery(readable.values("title")[:1]), Subquery(hers.values("title")[:1]), Value("")
    )


def _requests(viewer: Actor) -> list[Part]:
    """Whom she asked by name, and where she was asked: of the two of them each has it."""
    asked = AnswerRequest.objects.filter(question__author__in=names_of(viewer.pk)).order_by("pk")
    asks = AnswerRequest.objects.filter(person=viewer).order_by("pk")
    return [
        Part(
            "answers_requested",
            _("Whom I asked by name"),
            {"question": _("Question"), "name": _("Name"), "at": _("When")},
            streamed(asked.values_list("question__title", "person__name", "at")),
            (),
        ),
        Part(
            "requests_to_answer",
            _("Questions that I was asked by name"),
            {"question": _("Question"), "at": _("When"), "declined_at": _("Declined")},
            streamed(
                asks.annotate(title=_title(viewer, "question_id")).values_list(
                    "title", "at", "declined_at"
                )
            ),
            ("knowledge.AnswerRequest.person",),
        ),
    ]


def _worth(viewer: Actor) -> list[Part]:
    columns = {"question": _("Question"), "at": _("When")}
    thanked = Thanks.objects.filter(actor=viewer).order_by("pk")
    chosen = BestAnswer.objects.filter(chosen_by=viewer).order_by("pk")
    return [
        Part(
            "thanks",
            _("Answers that I thanked for"),
            columns,
            streamed(
                thanked.annotate(title=_title(viewer, "answer__question_id")).values_list(
                    "title", "at"
                )
            ),
            ("knowledge.Thanks.actor",),
        ),
        Part(
            "best_answers",
            _("Best answers that I chose"),
            columns,
            streamed(
                chosen.annotate(title=_title(viewer, "question_id")).values_list("title", "at")
            ),
            ("knowledge.BestAnswer.chosen_by",),
        ),
    ]


def _edits(viewer: Actor) -> Part:
    """What she wrote said before she changed it."""
    rows = Edit.objects.filter(edits_of(viewer)).order_by("pk")
    columns = {"previous": _("What it said before"), "at": _("When")}
    return Part(
        "edits", _("Earlier words"), columns, streamed(rows.values_list("previous", "at")), ()
    )


def _lasting(viewer: Actor) -> list[Part]:
    """What she did to keep the knowledge of her groups true."""
    question = {"question": _("Question")}
    checked = AnswerCheck.objects.filter(actor=viewer).order_by("pk")
    kept = Upkeep.objects.filter(actor=viewer).order_by("pk")
    same = SameQuestion.objects.filter(actor=viewer).order_by("pk")
    checks = checked.annotate(title=_title(viewer, "answer__question_id"))
    upkeep = kept.annotate(title=_title(viewer, "question_id"))
    pairs = same.annotate(title=_title(viewer, "question_id"), first=_title(viewer, "original_id"))
    return [
        Part(
            "answer_checks",
            _("Best answers that I looked over"),
            question | {"doubt": _("What I doubted"), "at": _("When")},
            streamed(checks.values_list("title", "doubt", "at")),
            ("knowledge.AnswerCheck.actor",),
        ),
        Part(
            "upkeep",
            _("Answers that I keep up to date"),
            question | {"since": _("Since"), "until": _("Until")},
            streamed(upkeep.values_list("title", "since", "until")),
            ("knowledge.Upkeep.actor",),
        ),
        Part(
            "same_questions",
            _("Questions of which I said that they were asked before"),
            question | {"original": _("Asked before as"), "at": _("When")},
            streamed(pairs.values_list("title", "first", "at")),
            ("knowledge.SameQuestion.actor",),
        ),
    ]
