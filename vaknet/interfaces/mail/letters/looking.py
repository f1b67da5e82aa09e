"""A tip or a reference, for who looks for work."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.connections.models import JobTip
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
