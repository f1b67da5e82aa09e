"""Letters about polls: one can vote by answering. Only where mail comes in."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.models import GroupMembership, Mail
from vaknet.domain.people.answering import Matter, is_open
from vaknet.domain.people.apart import keeps_out
from vaknet.domain.surveys import queries
from vaknet.domain.surveys.models import Poll
from vaknet.interfaces.mail.letters.answering import answer_to
from vaknet.interfaces.mail.letters.writing import Content, write


def poll_asked(activity: Activity) -> None:
    """To who gets everything from the group, but for who asked it."""
    poll = Poll.objects.select_related("author", "group").get(pk=activity.object_id)
    if not is_open() or poll.withdrawn_at or poll.closed_at:
        return
    seats = GroupMembership.objects.filter(group=poll.group, until=None, mail=Mail.EVERYTHING)
    for seat in seats.select_related("actor").order_by("pk").iterator():
        if seat.actor_id != poll.author_id and not keeps_out(seat.actor, poll.author):
            _write(seat.actor, poll.pk)


def _write(reader: Actor, pk: int) -> None:
    try:
        view = queries.poll_view(reader, pk)
    except Poll.DoesNotExist:
        return
    if not view.may_vote:
        return
    poll = view.poll
    choices = [f"{number}. {one.text}" for number, one in enumerate(view.choices, 1)]
    write(
        reader,
        thread=f"poll-{pk}",
        groups=[poll.group],
        url=settings.BASE_URL + reverse("poll", args=[pk]),
        answer_to=answer_to(Matter.POLL, pk),
        content=lambda: Content(
            subject=_("Poll: %(question)s") % {"question": poll.question},
            opening=_("Your group asks: %(question)s") % {"question": poll.question},
            closing="\n".join(choices),
            action=_("Read and vote"),
        ),
    )
