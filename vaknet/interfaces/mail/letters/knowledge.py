"""Letters about questions: somebody answered yours, thanks you, or asks you by name."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.knowledge.knowledge_base import keeper_of
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    ByLetter,
    Question,
    SameQuestion,
    Thanks,
)
from vaknet.domain.knowledge.pseudonyms import behind, voice
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.knowledge.same import original
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.apart import keeps_out
from vaknet.domain.routing.queries import waiting_for
from vaknet.domain.routing.why import why_you
from vaknet.interfaces.mail.letters.answering import answer_to
from vaknet.interfaces.mail.letters.writing import Content, called, write
from vaknet.interfaces.mail.post import AnswerTo

if TYPE_CHECKING:
    from vaknet.domain.routing.queries import AskedQuestion


def question_answered(activity: Activity) -> None:
    """To the asker, unless she answered herself or the answer is gone meanwhile."""
    answer = Answer.objects.select_related("author", "question__author", "question__group").get(
        pk=activity.object_id
    )
    question = answer.question
    if answer.withdrawn_at or question.withdrawn_at or answer.author_id == question.author_id:
        return
    asker = behind(question.author)
    if keeps_out(asker, answer.author):
        return
    name = {"name": answer.author.name}
    entered = ByLetter.objects.filter(answer=answer).exists()
    write(
        asker,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=f"{_page(question)}#answer-{answer.pk}",
        answer_to=_answer_to(question),
        content=lambda: Content(
            subject=_("%(name)s answered your question") % name,
            opening=_asked_and_how(question, by_letter=entered),
            quote=answer.text,
            closing=_("Did it help? Say so, then the next colleague finds it too."),
            action=_("Read and thank"),
        ),
    )


def thanked(activity: Activity) -> None:
    """To who gave the answer, as long as the thanks stand and she can read it."""
    rows = Thanks.objects.select_related("actor", "answer__author", "answer__question__group")
    given = rows.filter(answer=activity.object_id, actor=activity.actor_id).first()
    if given is None:
        return
    answer, reader = given.answer, behind(given.answer.author)
    if keeps_out(reader, given.actor) or not visible_answers(reader).filter(pk=answer.pk).exists():
        return
    question, name = answer.question, {"name": called(given.actor)}
    write(
        reader,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=f"{_page(question)}#answer-{answer.pk}",
        content=lambda: Content(
            subject=_("%(name)s thanks you for an answer") % name,
            opening=_("The question was: %(title)s") % {"title": question.title},
            action=_("Read it again"),
        ),
    )


def _asked_and_how(question: Question, *, by_letter: bool) -> str:
    asked = _("You asked: %(title)s") % {"title": question.title}
    if by_letter:
        return f"{asked} {_('The answer came by letter. A steward entered it.')}"
    return asked


def answer_requested(activity: Activity) -> None:
    """To whom the asker asked by name or as one of a few, as long as it waits for her."""
    rows = AnswerRequest.objects.select_related("person", "question__author", "question__group")
    asked = rows.get(pk=activity.object_id)
    question = asked.question
    waiting = waiting_for(asked.person).filter(pk=question.pk).first()
    if keeps_out(asked.person, question.author) or waiting is None:
        return
    says = _asked_at_once if waiting.is_routed else _asked_by_name
    write(
        asked.person,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=_page(question),
        answer_to=answer_to(Matter.QUESTION, question.pk),
        content=lambda: says(waiting),
    )


def _asked_by_name(question: "AskedQuestion") -> Content:
    name = {"name": called(question.author)}
    return Content(
        subject=_("%(name)s asks you a question") % name,
        opening=_("%(name)s hopes that you know this:") % name,
        quote=_whole(question),
        closing=_("A few sentences are enough. Rather not? Then say so; nobody is told."),
        action=_("Read and answer"),
    )


def _asked_at_once(question: "AskedQuestion") -> Content:
    """It says why her; and that doing nothing is an answer too."""
    names = {"name": called(question.author), "group": question.group.actor.name}
    asked = (
        _("%(name)s asks you, and perhaps a few others of %(group)s, who may know this.") % names
    )
    return Content(
        subject=_("%(name)s asks you a question") % names,
        opening=f"{asked} {why_you(question)}".strip(),
        quote=_whole(question),
        closing=_(
            "A few sentences are enough. Rather not? Say so, or do nothing. Nobody is told, and "
            "nobody sees who was asked but who asks."
        ),
        action=_("Read and answer"),
    )


def _whole(question: Question) -> str:
    return "\n\n".join(filter(None, (question.title, question.body)))


def answer_doubted(activity: Activity) -> None:
    """To who keeps the answer up to date, or else to who gave it, as long as the doubt stands."""
    check = AnswerCheck.objects.select_related("actor", "answer__question__group").get(
        pk=activity.object_id
    )
    answer, question = check.answer, check.answer.question
    person = behind(keeper_of(question) or answer.author)
    is_latest = not answer.checks.filter(pk__gt=check.pk).exists()
    if answer.withdrawn_at or not is_latest or person == check.actor:
        return
    if keeps_out(person, check.actor) or not visible_questions(person).filter(pk=question.pk):
        return
    name = {"name": check.actor.name}
    write(
        person,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=f"{_page(question)}#answer-{answer.pk}",
        answer_to=_on_doubt(person, check),
        content=lambda: Content(
            subject=_("%(name)s doubts whether an answer still holds") % name,
            opening=_("The question was: %(title)s") % {"title": question.title},
            quote=check.doubt,
            closing=_("Is it different now? Put the answer right. Or say that it still holds."),
            action=_("Look at the answer"),
        ),
    )


def asked_before(activity: Activity) -> None:
    """To the asker, when somebody else saw that her question was asked before."""
    rows = SameQuestion.objects.select_related("question__author", "question__group")
    said = rows.filter(pk=activity.object_id, question__withdrawn_at=None).first()
    if said is None or said.question.author_id == activity.actor_id:
        return
    question, asker = said.question, behind(said.question.author)
    found = original(asker, question)
    if found is None:
        return
    there = found.answer.text if found.answer else found.question.title
    write(
        asker,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=_page(found.question),
        answer_to=_answer_to(question, Matter.SAME),
        content=lambda: Content(
            subject=_("Your question was asked before"),
            opening=_("You asked: %(title)s") % {"title": question.title},
            quote=there,
            closing=_("Is yours a different question after all? Then say so on its page."),
            action=_("Read the other question"),
        ),
    )


def _answer_to(question: Question, matter: Matter = Matter.QUESTION) -> AnswerTo | None:
    """Not for who asked without her name: at the foot of a mail stands, too often, a name."""
    return None if question.author.is_pseudonym else answer_to(matter, question.pk)


def _on_doubt(reader: Actor, check: AnswerCheck) -> AnswerTo | None:
    """The same: she who asked without her name may have answered herself."""
    is_without_name = voice(reader, check.answer.question.author_id) != reader
    return None if is_without_name else answer_to(Matter.DOUBT, check.pk)


def _page(question: Question) -> str:
    return settings.BASE_URL + reverse("question", args=[question.pk])
