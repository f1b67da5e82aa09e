"""Thanks for an answer, and congratulations: by mail only for who chose to hear of them so."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.connections.models import Congratulation
from vaknet.domain.knowledge.models import Thanks
from vaknet.domain.knowledge.pseudonyms import behind
from vaknet.domain.knowledge.queries import visible_answers
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.writing import Content, called, write


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
        url=f"{settings.BASE_URL}{reverse('question', args=[question.pk])}#answer-{answer.pk}",
        content=lambda: Content(
            subject=_("%(name)s thanks you for an answer") % name,
            opening=_("The question was: %(title)s") % {"title": question.title},
            action=_("Read it again"),
        ),
    )


def congratulated(activity: Activity) -> None:
    """To who told of her new role."""
    rows = Congratulation.objects.select_related("actor", "announcement__role__actor")
    said = rows.filter(pk=activity.object_id, left_at=None, announcement__until=None).first()
    if said is None or keeps_out(reader := said.announcement.role.actor, said.actor):
        return
    name = {"name": said.actor.name}
    write(
        reader,
        thread=f"announcement-{said.announcement_id}",
        url=settings.BASE_URL + reverse("announcement", args=[said.announcement_id]),
        content=lambda: Content(
            subject=_("%(name)s congratulates you") % name,
            opening=_("%(name)s writes:") % name,
            quote="\n\n".join(filter(None, (said.text, said.offer))),
            action=_("Read and answer"),
        ),
    )
