"""Letters about questions: somebody answered yours, or asks you by name."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Answer, AnswerRequest, Question
from vaknet.domain.knowledge.queries import requests_waiting
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.writing import Content, write


def question_answered(activity: Activity) -> None:
    """To the asker, unless she answered herself or the answer is gone meanwhile."""
    answer = Answer.objects.select_related("author", "question__author").get(pk=activity.object_id)
    question = answer.question
    if answer.withdrawn_at or question.withdrawn_at or answer.author_id == question.author_id:
        return
    if keeps_out(question.author, answer.author):
        return
    name = {"name": answer.author.name}
    write(
        question.author,
        thread=f"question-{question.pk}",
        url=f"{_page(question)}#answer-{answer.pk}",
        content=lambda: Content(
            subject=_("%(name)s answered your question") % name,
            opening=_("You asked: %(title)s") % {"title": question.title},
            quote=answer.text,
            closing=_("Did it help? Say so, then the next colleague finds it too."),
            action=_("Read and thank"),
        ),
    )


def answer_requested(activity: Activity) -> None:
    """To whom the asker asked by name, as long as she can still read the question."""
    rows = AnswerRequest.objects.select_related("person", "question__author", "question__group")
    asked = rows.get(pk=activity.object_id)
    question = asked.question
    waiting = requests_waiting(asked.person).filter(pk=question.pk)
    if keeps_out(asked.person, question.author) or not waiting.exists():
        return
    name = {"name": question.author.name}
    write(
        asked.person,
        thread=f"question-{question.pk}",
        url=_page(question),
        content=lambda: Content(
            subject=_("%(name)s asks you a question") % name,
            opening=_("%(name)s hopes that you know this:") % name,
            quote="\n\n".join(filter(None, (question.title, question.body))),
            closing=_("A few sentences are enough. Rather not? Then say so; nobody is told."),
            action=_("Read and answer"),
        ),
    )


def _page(question: Question) -> str:
    return settings.BASE_URL + reverse("question", args=[question.pk])
