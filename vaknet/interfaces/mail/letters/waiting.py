"""A letter about an answer that somebody waits for to a question of another."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.interfaces.mail.letters.writing import Content, write


def answer_is_there(reader: Actor, answer: Answer) -> None:
    """Not to who asked it: she gets a letter about every answer."""
    question = answer.question
    if voice(reader, question.author_id).pk == question.author_id:
        return
    page = f"{settings.BASE_URL}{reverse('question', args=[question.pk])}"
    write(
        reader,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=f"{page}#answer-{answer.pk}",
        content=lambda: Content(
            subject=_("There is an answer that you wait for"),
            opening=_("Somebody asked: %(title)s") % {"title": question.title},
            quote=answer.text,
            closing=_("You asked us to tell you. On the page you can stop that."),
            action=_("Read the answer"),
        ),
    )
