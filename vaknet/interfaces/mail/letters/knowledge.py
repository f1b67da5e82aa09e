"""The one letter about questions: somebody answered yours."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Answer
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
        url=f"{settings.BASE_URL}{reverse('question', args=[question.pk])}#answer-{answer.pk}",
        content=lambda: Content(
            subject=_("%(name)s answered your question") % name,
            opening=_("You asked: %(title)s") % {"title": question.title},
            quote=answer.text,
            closing=_("Did it help? Say so, then the next colleague finds it too."),
            action=_("Read and thank"),
        ),
    )
