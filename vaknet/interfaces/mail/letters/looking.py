"""For who looks for work a tip or a reference, and for a contact the question to be one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.connections import queries
from vaknet.domain.connections.models import JobTip, ReferenceRequest
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.writing import Content, write


def tip_received(activity: Activity) -> None:
    """The subject does not say what it is about: others may see it on a screen at work."""
    tip = JobTip.objects.select_related("actor", "looking__actor").get(pk=activity.object_id)
    reader = tip.looking.actor
    if keeps_out(reader, tip.actor):
        return
    name = {"name": tip.actor.name}
    write(
        reader,
        thread=f"tips-{tip.looking_id}-{tip.actor_id}",
        url=settings.BASE_URL + reverse("looking"),
        content=lambda: Content(
            subject=_("%(name)s wrote to you") % name,
            opening=_("%(name)s writes:") % name,
            quote=tip.text,
            action=_("Read it"),
        ),
    )


def reference_asked(activity: Activity) -> None:
    """All that it takes to decide. Whoever works for her employer gets nothing, and nobody knows.

    The subject does not say what it is about, as above.
    """
    rows = ReferenceRequest.objects.select_related("reader", "looking__actor")
    asked = rows.get(pk=activity.object_id)
    reader, asker = asked.reader, asked.looking.actor
    told = queries.looking_for_work(reader, asker)
    if told is None or keeps_out(reader, asker):
        return
    name = {"name": asker.name}
    write(
        reader,
        thread=f"tips-{told.pk}-{reader.pk}",
        url=settings.BASE_URL + reverse("send-tip", args=[asker.handle]),
        content=lambda: Content(
            subject=_("%(name)s wrote to you") % name,
            opening=_("%(name)s looks for work, and asks you to be a reference:") % name,
            quote=f"{asked.text}\n\n{told.text}",
            closing=_("A no is not passed on. Do not tell others that %(name)s looks.") % name,
            action=_("Answer"),
        ),
    )
