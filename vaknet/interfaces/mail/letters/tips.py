"""Letters about tips: one came, and one that she gave led to something."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.activity.models import Activity
from vaknet.domain.events import words
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import conversations
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.apart import has_muted, keeps_out
from vaknet.domain.tips import queries
from vaknet.domain.tips.models import Tip
from vaknet.domain.tips.rules import ONE_AT_A_TIME
from vaknet.interfaces.mail.letters.answering import answer_to
from vaknet.interfaces.mail.letters.writing import Content, called, write

OPENINGS: dict[str, Promise] = {
    "question": gettext_lazy("%(name)s thinks that you know this: %(thing)s"),
    "post": gettext_lazy("%(name)s thinks that this is for you: %(thing)s"),
    "person": gettext_lazy("%(name)s thinks that you should meet %(thing)s."),
    "event": gettext_lazy("%(name)s thinks that this event is for you: %(thing)s"),
}
HELPED: dict[str, Promise] = {
    "question": gettext_lazy("Through your tip %(asker)s got a good answer: %(thing)s"),
    "post": gettext_lazy("Through your tip somebody thinks along in: %(thing)s"),
    "person": gettext_lazy("Through your tip somebody got to know %(thing)s."),
    "event": gettext_lazy("Through your tip somebody goes to: %(thing)s"),
}


def tip_came(activity: Activity) -> None:
    """To whom it is for, if she may see the thing. Of several about one thing for the first."""
    sent = Tip.objects.select_related("receiver").get(pk=activity.object_id)
    tip = queries.waiting(sent.receiver_id, sent.at - ONE_AT_A_TIME).filter(pk=sent.pk).first()
    if tip is None:
        return
    name = {"name": tip.sender.name}
    write(
        sent.receiver,
        thread=f"tip-{tip.pk}",
        groups=_groups(tip),
        url=f"{settings.BASE_URL}{reverse('my-tips')}#tip-{tip.pk}",
        answer_to=answer_to(Matter.QUESTION, tip.question_id) if tip.question_id else None,
        content=lambda: Content(
            subject=_("%(name)s has a tip for you") % name,
            opening=str(OPENINGS[tip.kind]) % {**name, "thing": thing_of(tip)},
            quote=tip.text,
            closing=_("Not for you? Then say so, or pass it on. Of a no nobody is told."),
            action=_("Look at the tip"),
        ),
    )


def tip_helped(activity: Activity) -> None:
    """To who gave it, as long as she may see the thing. Who else passed it on is not said."""
    given = Tip.objects.select_related("sender").get(pk=activity.object_id)
    tip = queries.sent(given.sender_id).filter(pk=given.pk).first()
    if tip is None or keeps_out(given.sender, tip.receiver) or activity.actor == given.sender:
        return
    if has_muted(given.sender, activity.actor):
        return
    name = {"name": tip.receiver.name}
    write(
        given.sender,
        thread=f"tip-{tip.pk}",
        groups=_groups(tip),
        url=f"{settings.BASE_URL}{reverse('my-tips')}#tip-{tip.pk}",
        content=lambda: Content(
            subject=_("Your tip helped"),
            opening=str(HELPED[tip.kind]) % {"thing": thing_of(tip), "asker": _asker(tip)},
            closing=_("You gave the tip to %(name)s. Thank you for passing it on.") % name,
            action=_("Look at the tip"),
        ),
    )


def thing_of(tip: Tip) -> str:
    if tip.question is not None:
        return tip.question.title
    if tip.post is not None:
        return tip.post.title
    if tip.event is not None:
        said = [words.days(tip.event), words.hours(tip.event), words.where(tip.event)]
        return f"{tip.event.name} ({', '.join(filter(None, said))})"
    return tip.person.name if tip.person is not None else ""


def _asker(tip: Tip) -> str | Promise:
    """As who gave the tip may see her."""
    if tip.question is None or keeps_out(tip.sender, tip.question.author):
        return gettext_lazy("somebody")
    return called(tip.question.author)


def _groups(tip: Tip) -> Iterable[Group]:
    if tip.question is not None:
        return [tip.question.group]
    if tip.event is not None:
        return Group.objects.filter(hosted__event=tip.event).order_by("hosted__position")
    return conversations.where(tip.post) if tip.post is not None else []
