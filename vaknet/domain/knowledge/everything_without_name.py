"""What she asked and answered without her name: apart from the rest, so that nothing which reads
her archive elsewhere puts her name above it.
"""

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question, Thanks
from vaknet.domain.knowledge.pseudonyms import pseudonyms_of
from vaknet.domain.parts import Part, streamed


def everything_without_name(viewer: Actor) -> list[Part]:
    return [_questions(viewer), _answers(viewer), _thanks(viewer)]


def _questions(viewer: Actor) -> Part:
    rows = Question.objects.filter(author__in=pseudonyms_of(viewer)).order_by("pk")
    listed = rows.values_list(
        "pk", "group__actor__name", "title", "body", "asked_at", "withdrawn_at"
    )
    columns = {
        "number": _("Number"),
        "group": _("Group"),
        "title": _("Question"),
        "body": _("More to it"),
        "asked_at": _("Asked"),
        "withdrawn_at": _("Taken back"),
    }
    held = ("knowledge.Pseudonym.member",)
    name = _("My questions without my name")
    return Part("questions_without_name", name, columns, streamed(listed), held)


def _answers(viewer: Actor) -> Part:
    best = BestAnswer.objects.filter(answer=OuterRef("pk"))
    rows = Answer.objects.filter(author__in=pseudonyms_of(viewer)).order_by("pk")
    listed = rows.annotate(is_best=Exists(best), thanked=Count("thanks")).values_list(
        "question_id", "question__title", "text", "is_best", "thanked", "answered_at"
    )
    columns = {
        "question_number": _("Number"),
        "question": _("Question"),
        "text": _("My answer"),
        "is_best": _("Best answer"),
        "thanks": _("Times thanked"),
        "answered_at": _("Answered"),
    }
    name = _("My answers without my name")
    return Part("answers_without_name", name, columns, streamed(listed), ())


def _thanks(viewer: Actor) -> Part:
    rows = Thanks.objects.filter(actor__in=pseudonyms_of(viewer)).order_by("pk")
    columns = {"question": _("Question"), "at": _("When")}
    listed = rows.values_list("answer__question__title", "at")
    name = _("Thanks that I gave without my name")
    return Part("thanks_without_name", name, columns, streamed(listed), ())
